import type { CalibratedClass } from './class-calibration.ts';
import { coarsenBounds } from './coarse.ts';
import { BINS, binOf, type Grid, lowerEdge, ticksPerUnit, upperEdge } from './grid.ts';
import type { CategoryCounts, ColumnProfile, NumericCounts, Profile } from './profile.ts';

/** Fewer rows than this are single people. */
export const LEAST_ROWS = 5;

/**
 * Without what the profile says of fewer than five rows: the sums of small bins, exact values that few have, and both extremes, which
 * move outwards. All counts stay, so that distances have wider bounds that still hold. `own`: the grids were chosen from these rows,
 * as coarse ones. What errors were learnt on and segments cannot be hidden afterwards: they are left out.
 */
export function hidePeople(profile: Profile, { own }: { readonly own: boolean }): Profile {
  const numbers = (counts: NumericCounts) => hideNumbers(own ? mergeRareAtoms(counts) : counts);
  const categories = (counts: CategoryCounts) => (own ? mergeRareValues(counts) : counts);
  const hide = (column: ColumnProfile): ColumnProfile => {
    switch (column.kind) {
      case 'numeric':
      case 'timestamp':
        return { ...column, numbers: numbers(column.numbers) };
      case 'categorical':
        return { ...column, categories: categories(column.categories) };
      case 'text':
        return { ...column, length: numbers(column.length) };
      case 'embedding': {
        const components = column.components.map((each) => ({ ...each, numbers: numbers(each.numbers) }));
        return { ...column, norm: numbers(column.norm), components };
      }
    }
  };
  const { classCalibration, errorModel: _, segments: __, ...rest } = profile;
  return {
    ...rest,
    columns: profile.columns.map(hide),
    ...(classCalibration && { classCalibration: classCalibration.map(hideBounds) }),
  };
}

function hideBounds(calibrated: CalibratedClass): CalibratedClass {
  const [lowest, highest] = coarsenBounds(calibrated.lowest, calibrated.highest);
  return { ...calibrated, lowest, highest };
}

function isRare(count: number | undefined): boolean {
  return (count ?? 0) < LEAST_ROWS;
}

/** A value of its own bin that few rows have goes to the bin where it would be without one. */
function mergeRareAtoms(counted: NumericCounts): NumericCounts {
  const { grid, atoms, atomCounts } = counted;
  const counts = new Array<number>(BINS + 1).fill(0);
  const ticks = new Array<number | null>(BINS + 1).fill(0);
  counted.counts.forEach((count, place) => {
    counts[counted.first + place] = count;
    ticks[counted.first + place] = counted.ticks[place] ?? null;
  });
  atoms.forEach((atom, place) => {
    const count = atomCounts[place] ?? 0;
    const bin = binOf(grid, atom);
    const before = ticks[bin] ?? null;
    if (count === 0 || !isRare(count)) return;
    counts[bin] = (counts[bin] ?? 0) + count;
    ticks[bin] = before === null ? null : before + count * Math.floor((atom - grid.center) * ticksPerUnit(grid));
  });
  const first = counts.findIndex((count) => count > 0);
  const end = counts.findLastIndex((count) => count > 0) + 1;
  const isKept = (_: number, place: number) => !isRare(atomCounts[place]);
  return {
    ...counted,
    atoms: atoms.filter(isKept),
    atomCounts: atomCounts.filter(isKept),
    first: Math.max(0, first),
    counts: first < 0 ? [] : counts.slice(first, end),
    ticks: first < 0 ? [] : ticks.slice(first, end),
  };
}

function hideNumbers(counted: NumericCounts): NumericCounts {
  const { grid, min, max, counts, ticks } = counted;
  const isShared = (value: number) => !isRare(counted.atomCounts[counted.atoms.indexOf(value)]);
  return {
    ...counted,
    min: min === null || isShared(min) ? min : outwards(grid, min, -1),
    max: max === null || isShared(max) ? max : outwards(grid, max, 1),
    ticks: ticks.map((sum, place) => (counts[place] !== 0 && isRare(counts[place]) ? null : sum)),
  };
}

/** The edge of the value's bin; in a bin without an end the next power of two of scales. */
function outwards(grid: Grid, value: number, side: 1 | -1): number {
  const bin = binOf(grid, value);
  const edge = side < 0 ? lowerEdge(grid, bin) : upperEdge(grid, bin);
  if (Number.isFinite(edge)) return edge;
  const scales = Math.abs(value - grid.center) / grid.scale;
  let power = 2 ** Math.ceil(Math.log2(scales));
  if (power < scales) power *= 2; // a logarithm is rounded
  const moved = grid.center + side * power * grid.scale;
  return Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, moved));
}

/** A value that few rows have is one of the others. */
function mergeRareValues(counted: CategoryCounts): CategoryCounts {
  const { values, counts, other, isComplete } = counted;
  const isKept = (_: unknown, place: number) => !isRare(counts[place]);
  const rare = counts.filter(isRare).reduce((sum, count) => sum + count, 0);
  return {
    ...counted,
    values: values.filter(isKept),
    counts: counts.filter(isKept),
    other: other + rare,
    isComplete: isComplete && counts.every(isKept),
  };
}
