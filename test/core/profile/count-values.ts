import { trimBins } from '@tidegate/core/profile/combine-counts';
import { BINS, binOf, rangeOf, TICKS, ticksPerUnit } from '@tidegate/core/profile/grid';
import type { NumericCounts } from '@tidegate/core/profile/profile';

/** What the SQL counts, by the formulas as they stand in the data format: a second way to the same numbers. */
export function countValues(values: Float64Array, reference?: NumericCounts): NumericCounts {
  const { grid, atoms } = reference ?? freeze(values);
  const counts = new Array<number>(BINS + 1).fill(0);
  const ticks = new Array<number>(BINS + 1).fill(0);
  const atomCounts = atoms.map(() => 0);
  const [low, high] = rangeOf(grid);
  const farTicks = (edge: number) => Math.floor(((edge - grid.center) / grid.scale) * TICKS);
  const special = { missing: 0, nan: 0, positiveInfinity: 0, negativeInfinity: 0 };
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (Number.isNaN(value)) special.nan += 1;
    else if (value === Number.POSITIVE_INFINITY) special.positiveInfinity += 1;
    else if (value === Number.NEGATIVE_INFINITY) special.negativeInfinity += 1;
    else {
      min = Math.min(min, value);
      max = Math.max(max, value);
      const place = atoms.indexOf(value + 0);
      if (place >= 0 && value >= low && value <= high) atomCounts[place] = (atomCounts[place] ?? 0) + 1;
      else {
        const bin = binOf(grid, value);
        const ticksOf =
          value < low
            ? farTicks(low)
            : value > high
              ? farTicks(high)
              : Math.floor((value - grid.center) * ticksPerUnit(grid));
        counts[bin] = (counts[bin] ?? 0) + 1;
        ticks[bin] = (ticks[bin] ?? 0) + ticksOf;
      }
    }
  }
  const isEmpty = min > max;
  return {
    grid,
    atoms: [...atoms],
    ...special,
    min: isEmpty ? null : min + 0,
    max: isEmpty ? null : max + 0,
    atomCounts,
    ...trimBins(counts, ticks),
  };
}

function freeze(values: Float64Array): Pick<NumericCounts, 'grid' | 'atoms'> {
  const sorted = values.filter(Number.isFinite).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  const round12 = (value: number) => Number(value.toPrecision(12));
  const mean = sorted.reduce((sum, value) => sum + value / sorted.length, 0);
  const deviation = Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2 / sorted.length, 0));
  const scale = [round12((at(0.75) - at(0.25)) / 1.349), round12(deviation), 1].find((size) => size > 0) ?? 1;
  const seen = new Map<number, number>();
  for (const value of sorted) seen.set(value + 0, (seen.get(value + 0) ?? 0) + 1);
  const least = Math.max(2, Math.ceil(sorted.length / (2 * BINS)));
  const atoms = [...seen].filter(([, count]) => count >= least).map(([value]) => value);
  return { grid: { center: round12(at(0.5)), scale }, atoms: atoms.sort((left, right) => left - right) };
}
