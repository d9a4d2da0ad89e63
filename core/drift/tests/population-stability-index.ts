/** Half a row is added to every cell, so that an empty one gives a large but finite index. */
const PRIOR = 0.5;

/** Sum over cells of (q - p) ln(q / p), p and q the shares of reference and current rows (symmetric Kullback-Leibler, nats). */
export function populationStabilityIndex(reference: readonly number[], current: readonly number[]): number {
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count + PRIOR, 0);
  const referenceTotal = total(reference);
  const currentTotal = total(current);
  return reference.reduce((sum, count, cell) => {
    const expected = (count + PRIOR) / referenceTotal;
    const actual = ((current[cell] ?? 0) + PRIOR) / currentTotal;
    return sum + (actual - expected) * Math.log(actual / expected);
  }, 0);
}

/** Merges neighbouring bins to about `cells` of equal reference mass: the index of many small cells is mostly noise. */
export function mergeCells(
  reference: readonly number[],
  current: readonly number[],
  cells = 10,
): { readonly reference: number[]; readonly current: number[] } {
  const target = reference.reduce((sum, count) => sum + count, 0) / cells;
  const merged = { reference: [] as number[], current: [] as number[] };
  let expected = 0;
  let actual = 0;
  reference.forEach((count, cell) => {
    expected += count;
    actual += current[cell] ?? 0;
    if (expected < target && cell < reference.length - 1) return;
    merged.reference.push(expected);
    merged.current.push(actual);
    expected = 0;
    actual = 0;
  });
  return merged;
}
