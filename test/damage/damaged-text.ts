import fc from 'fast-check';

const LONGEST = 60_000;
type Change = (text: string) => string;

/** Text in which parts are put in, cut out, doubled or exchanged, some times one after another. */
export function damagedText(text: string, signs: readonly string[]): fc.Arbitrary<string> {
  const sign = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...signs) }, fc.string({ maxLength: 4 }));
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const at = (share: number, { length }: string) => Math.floor(share * length);
  const change: fc.Arbitrary<Change> = fc.oneof(
    fc.tuple(share, sign).map(
      ([place, put]): Change =>
        (given) => {
          const from = at(place, given);
          return given.slice(0, from) + put + given.slice(from);
        },
    ),
    fc.tuple(share, fc.nat(20)).map(
      ([place, length]): Change =>
        (given) => {
          const from = at(place, given);
          return given.slice(0, from) + given.slice(from + length);
        },
    ),
    fc.tuple(share, share).map(
      ([one, other]): Change =>
        (given) => {
          const [from, to] = [at(Math.min(one, other), given), at(Math.max(one, other), given)];
          return given.slice(0, to) + given.slice(from);
        },
    ),
    share.map(
      (place): Change =>
        (given) =>
          given.slice(0, at(place, given)),
    ),
    fc.tuple(fc.constantFrom(...signs), sign).map(
      ([from, to]): Change =>
        (given) =>
          given.replaceAll(from, () => to),
    ),
  );
  return fc
    .array(change, { minLength: 1, maxLength: 4 })
    .map((changes) => changes.reduce((given, each) => each(given).slice(0, LONGEST), text));
}
