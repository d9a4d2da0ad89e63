import type { Units } from '../units.ts';

/**
 * Two-sided p that two models have equal largest errors, by swapping their answers in every subset of the units (Fisher's
 * randomisation test of pairs, 1935), in closed form. Wherever the largest error of all goes, the other model's maximum is as small
 * as observed only if every other unit with an error above it gives that error to the first: probability ½ each. A bootstrap
 * cannot test a maximum: most replicates hold the same largest row.
 *
 * @param candidate absolute errors; shape [rows], as baseline
 */
export function swappedMaxima(
  candidate: Float64Array,
  baseline: Float64Array,
  { rows, ofRow, weights }: Units,
): number {
  let [own, other, ownRow, otherRow] = [0, 0, 0, 0];
  for (let row = 0; row < rows; row += 1) {
    if (weights?.[row] === 0) continue;
    if ((candidate[row] as number) > own) [own, ownRow] = [candidate[row] as number, row];
    if ((baseline[row] as number) > other) [other, otherRow] = [baseline[row] as number, row];
  }
  if (own === other) return 1;
  const smaller = Math.min(own, other);
  const unitOf = (row: number) => ofRow?.[row] ?? row;
  const above = new Set<number>();
  for (let row = 0; row < rows; row += 1) {
    if (weights?.[row] === 0) continue;
    if (Math.max(candidate[row] as number, baseline[row] as number) > smaller) above.add(unitOf(row));
  }
  above.delete(unitOf(own > other ? ownRow : otherRow));
  return 2 ** -above.size;
}
