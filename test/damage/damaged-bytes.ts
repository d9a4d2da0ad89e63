import fc from 'fast-check';

/** Bytes after an accident: flipped, cut, zeroed, doubled, or with something put in. */
export function damagedBytes(bytes: Uint8Array): fc.Arbitrary<Uint8Array> {
  const place = fc.nat(bytes.length - 1);
  const span = fc.tuple(place, place).map(([one, other]) => [Math.min(one, other), Math.max(one, other)] as const);
  return fc.oneof(
    fc.array(fc.tuple(place, fc.nat(255)), { minLength: 1, maxLength: 4 }).map((flips) => {
      const copy = Uint8Array.from(bytes);
      for (const [at, value] of flips) copy[at] = value;
      return copy;
    }),
    place.map((to) => bytes.slice(0, to)),
    place.map((from) => bytes.slice(from)),
    span.map(([from, to]) => Uint8Array.from(bytes).fill(0, from, to)),
    span.map(([from, to]) => Uint8Array.from([...bytes.subarray(0, to), ...bytes.subarray(from)])),
    fc
      .tuple(place, fc.uint8Array({ minLength: 1, maxLength: 8 }))
      .map(([at, extra]) => Uint8Array.from([...bytes.subarray(0, at), ...extra, ...bytes.subarray(at)])),
  );
}
