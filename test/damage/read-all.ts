import fc from 'fast-check';

type Outcome = 'read' | 'refused';

/** How many of some texts are read, and how many refused. */
export function readAll(
  texts: fc.Arbitrary<string>,
  readOne: (text: string) => Outcome,
  { seed, numRuns }: { readonly seed: number; readonly numRuns: number },
): Readonly<Record<Outcome, number>> {
  const told = { read: 0, refused: 0 };
  const count = (text: string) => {
    told[readOne(text)] += 1;
  };
  fc.assert(fc.property(texts, count), { seed, numRuns });
  return told;
}
