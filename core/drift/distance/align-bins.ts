import { binOf, binsOf, lowerEdge, rangeOf, TICKS, upperEdge } from '../../profile/grid.ts';
import type { NumericCounts } from '../../profile/profile.ts';

/** A value that both sides count exactly, with the share of each side's finite values. */
export interface Step {
  readonly at: number;
  readonly reference: number;
  readonly current: number;
}

/** Shares of one side that lie somewhere in a cell, and between what the sum of their values lies (a mean times the share). */
export interface Rest {
  readonly share: number;
  readonly least: number;
  readonly most: number;
}

/** Part of the axis where both sides are known by counts; `from` ≤ `to`, and cells follow each other without a gap. */
export interface Cell {
  readonly from: number;
  readonly to: number;
  /** Ascending. */
  readonly steps: readonly Step[];
  readonly reference: Rest;
  readonly current: Rest;
}

/** Rows with a finite value. */
export function countFinite({ counts, atomCounts }: NumericCounts): number {
  const sum = (list: readonly number[]) => list.reduce((all, count) => all + count, 0);
  return sum(counts) + sum(atomCounts);
}

const NO_STEPS: readonly Step[] = [];
const NO_REST: Rest = { share: 0, least: 0, most: 0 };

/**
 * Both sides cell by cell, from the least to the greatest value that either has; none when one of them has no finite value. Made as
 * they are asked for: a fine grid has thousands, for each measure of each column.
 */
export function* alignBins(reference: NumericCounts, current: NumericCounts): Generator<Cell, void> {
  const totals = { reference: countFinite(reference), current: countFinite(current) };
  if (totals.reference === 0 || totals.current === 0) return;
  const least = Math.min(reference.min ?? 0, current.min ?? 0);
  const most = Math.max(reference.max ?? 0, current.max ?? 0);
  const clip = (value: number) => Math.min(most, Math.max(least, value));
  const steps = stepsByBin(reference, current, totals);
  const range = [least, most] as const;
  let from = least;
  const last = binsOf(reference.grid);
  for (let bin = 0; bin <= last; bin += 1) {
    const to = bin === last ? most : Math.max(from, clip(borderAbove(reference, bin)));
    const own = steps.get(bin) ?? NO_STEPS;
    const ofReference = restOf(reference, bin, totals.reference, range);
    const ofCurrent = restOf(current, bin, totals.current, range);
    if (own.length > 0 || ofReference.share > 0 || ofCurrent.share > 0 || to > from)
      yield { from, to, steps: own, reference: ofReference, current: ofCurrent };
    from = to;
  }
}

function borderAbove({ grid }: NumericCounts, bin: number): number {
  const far = rangeOf(grid)[1];
  return bin >= binsOf(grid) - 1 ? far : Math.min(far, (upperEdge(grid, bin) + lowerEdge(grid, bin + 1)) / 2);
}

function stepsByBin(
  reference: NumericCounts,
  current: NumericCounts,
  totals: { readonly reference: number; readonly current: number },
): Map<number, Step[]> {
  const steps = new Map<number, Step[]>();
  reference.atoms.forEach((at, index) => {
    const step = {
      at,
      reference: (reference.atomCounts[index] ?? 0) / totals.reference,
      current: (current.atomCounts[index] ?? 0) / totals.current,
    };
    const bin = binOf(reference.grid, at);
    const list = steps.get(bin);
    if (list) list.push(step);
    else steps.set(bin, [step]);
  });
  return steps;
}

function restOf(
  { grid, first, counts, ticks, min, max }: NumericCounts,
  bin: number,
  total: number,
  [least, most]: readonly [number, number],
): Rest {
  const count = counts[bin - first] ?? 0;
  if (count === 0) return NO_REST;
  const [low, high] = rangeOf(grid);
  const last = binsOf(grid);
  // Values of the cell lie between its edges, and between the extremes of the side.
  const from = Math.max(bin === last ? high : lowerEdge(grid, bin), min ?? least, least);
  const to = Math.min(bin === last - 1 ? high : upperEdge(grid, bin), max ?? most, most);
  // Shares before products: sums of values near 1e308 are beyond what a number holds.
  const share = count / total;
  const hull = [share * Math.min(from, to), share * Math.max(from, to)] as const;
  const isFar = bin === last || (bin === 0 && (min ?? 0) < low);
  const told = ticks[bin - first] ?? null;
  const sum = told === null ? null : told / total;
  // A value is less than one tick above the whole ticks that it counts as; a little more for rounding.
  const slack = 1e-9 * share * (Math.abs(grid.center) + Math.abs(from) + Math.abs(to));
  const known =
    isFar || sum === null
      ? hull
      : [
          share * grid.center + (grid.scale / TICKS) * sum - slack,
          share * grid.center + (grid.scale / TICKS) * (sum + share) + slack,
        ];
  return {
    share,
    least: Math.max(hull[0], known[0] ?? hull[0]),
    most: Math.min(hull[1], known[1] ?? hull[1]),
  };
}
