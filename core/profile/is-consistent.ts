import { BINS, farTicks, type Grid, lowerEdge, TICKS, upperEdge } from './grid.ts';

interface Counted {
  readonly grid: Grid;
  readonly atoms: readonly number[];
  readonly atomCounts: readonly number[];
  readonly min: number | null;
  readonly max: number | null;
  readonly first: number;
  readonly counts: readonly number[];
  readonly ticks: readonly (number | null)[];
}

/** Whether some values have these counts, sums and extremes: bounds of distances rest on all three. */
export function isConsistent({ grid, atoms, atomCounts, min, max, first, counts, ticks }: Counted): boolean {
  const least = min ?? Number.POSITIVE_INFINITY;
  const most = max ?? Number.NEGATIVE_INFINITY;
  return (
    atoms.every((atom, place) => atomCounts[place] === 0 || (least <= atom && atom <= most)) &&
    counts.every((count, place) => {
      const bin = first + place;
      const sum = ticks[place] ?? null;
      if (count === 0) return sum === 0;
      const from = bin === BINS ? least : Math.max(lowerEdge(grid, bin), least);
      const to = Math.min(upperEdge(grid, bin), most);
      const [low, high] = ticksBetween(grid, bin, from, to);
      return from <= to && (sum === null || (sum >= count * low && sum <= count * high));
    })
  );
}

/** Ticks that a value of a bin, between these two, may count as. */
function ticksBetween(grid: Grid, bin: number, from: number, to: number): readonly [low: number, high: number] {
  const ticksOf = (value: number) => ((value - grid.center) / grid.scale) * TICKS;
  const [least, most] = [farTicks(grid, 'below'), farTicks(grid, 'above')];
  // One more for the rounding down, and one for what rounds at an edge.
  if (bin === BINS) return [most - 2, most + 2];
  return [Math.max(least, ticksOf(from)) - 2, Math.min(most, ticksOf(to)) + 2];
}
