import type { NumericCounts } from '../../profile/profile.ts';
import { alignBins, type Cell } from './align-bins.ts';
import type { Bounds } from './bounds.ts';

const LARGE = 1e290;
const SMALL = 1e-280;
/** Numbers near 0 have fewer digits: many times what rounding one of them may lose, less than any scale can show. */
const DENORMAL = 2 ** -1060;

/**
 * Bounds of the Wasserstein-1 distance of the finite values, in their unit: the area between the two distribution functions. A
 * cell's signed area is known from the sums; where the functions cannot cross in it, that is its area. Elsewhere the area is at
 * least the signed one, and at most that of the steps plus what the rest can add.
 */
export function wassersteinBounds(reference: NumericCounts, current: NumericCounts): Bounds {
  let [low, high] = [0, 0];
  let before = 0;
  let scale = 0;
  const extremes = [reference.min, reference.max, current.min, current.max].map((value) => Math.abs(value ?? 0));
  const unit = Math.max(...extremes) > LARGE ? 2 ** -64 : 1;
  for (const exact of alignBins(reference, current)) {
    const cell = unit === 1 ? exact : shrink(exact, unit);
    const area = areaOf(cell, before);
    low += area.low;
    high += area.high;
    scale += Math.abs(cell.to - cell.from) + 1e-3 * Math.max(Math.abs(cell.from), Math.abs(cell.to));
    const steps = cell.steps.reduce((sum, step) => sum + step.reference - step.current, 0);
    before += steps + cell.reference.share - cell.current.share;
  }
  const rounding = 1e-11 * scale + (scale > 0 && scale < SMALL ? DENORMAL : 0);
  const back = (area: number) => Math.min(Number.MAX_VALUE, area / unit);
  return { low: back(Math.max(0, low - rounding)), high: back(high + rounding) };
}

/** The same cell in another unit, so that widths and areas stay below what a number holds. */
function shrink({ from, to, steps, reference, current }: Cell, unit: number): Cell {
  const shrinkRest = ({ share, least, most }: Cell['reference']) => ({ share, least: least * unit, most: most * unit });
  return {
    from: from * unit,
    to: to * unit,
    steps: steps.map((step) => ({ ...step, at: step.at * unit })),
    reference: shrinkRest(reference),
    current: shrinkRest(current),
  };
}

function areaOf(cell: Cell, before: number): Bounds {
  const { from, to, steps, reference: mine, current: other } = cell;
  const width = to - from;
  // What is still to come of a step counts from where it stands to the cell's end.
  const ofSteps = steps.reduce((sum, { at, ...step }) => sum + (step.reference - step.current) * (to - at), 0);
  const known = before * width + ofSteps;
  const least = known + (mine.share * to - mine.most) - (other.share * to - other.least);
  const most = known + (mine.share * to - mine.least) - (other.share * to - other.most);
  const levels = levelsOf(cell, before);
  if (levels.every((level) => level - other.share >= 0)) return { low: Math.max(0, least), high: Math.max(0, most) };
  if (levels.every((level) => level + mine.share <= 0)) return { low: Math.max(0, -most), high: Math.max(0, -least) };
  const above = mine.share * to - mine.least + (other.share * to - other.least);
  const below = mine.most - mine.share * from + (other.most - other.share * from);
  const highest = Math.max(...levels.flatMap((level) => [Math.abs(level - other.share), Math.abs(level + mine.share)]));
  return {
    low: Math.max(0, least, -most),
    high: Math.min(
      areaOfSteps(cell, before) + above,
      areaOfSteps(cell, before + mine.share - other.share) + below,
      highest * width,
    ),
  };
}

/** What the steps alone bring the difference to, from the cell's start on. */
function levelsOf({ steps }: Cell, before: number): number[] {
  const levels = [before];
  for (const step of steps) levels.push((levels.at(-1) ?? before) + step.reference - step.current);
  return levels;
}

function areaOfSteps({ from, to, steps }: Cell, before: number): number {
  let area = 0;
  let at = from;
  let level = before;
  for (const step of steps) {
    area += Math.abs(level) * Math.max(0, step.at - at);
    at = Math.max(at, step.at);
    level += step.reference - step.current;
  }
  return area + Math.abs(level) * Math.max(0, to - at);
}
