/** Holm 1979: the smallest p times the number of tests, the next times one less, never decreasing. In the order given. */
export function holm(ps: readonly number[]): readonly number[] {
  const order = ps.map((_, index) => index).sort((left, right) => (ps[left] ?? 1) - (ps[right] ?? 1));
  const corrected = new Array<number>(ps.length).fill(1);
  let previous = 0;
  order.forEach((index, rank) => {
    previous = Math.min(1, Math.max(previous, (ps[index] ?? 1) * (ps.length - rank)));
    corrected[index] = previous;
  });
  return corrected;
}
