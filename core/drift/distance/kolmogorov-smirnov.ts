import type { NumericCounts } from '../../profile/profile.ts';
import { alignBins } from './align-bins.ts';
import type { Bounds } from './bounds.ts';

const ROUNDING = 1e-12;

/**
 * Bounds of the two-sample Kolmogorov-Smirnov statistic, the largest distance of the two distribution functions of the finite
 * values; 0 to 1. The distance is exact at borders of cells and at steps of cells that hold nothing else; inside a cell it cannot
 * be above what stands before, plus all that one side has there and nothing of the other.
 */
export function kolmogorovSmirnovBounds(reference: NumericCounts, current: NumericCounts): Bounds {
  let [low, high] = [0, 0];
  let before = 0;
  for (const { steps, reference: mine, current: other } of alignBins(reference, current)) {
    let reached = before;
    const look = () => {
      const [least, most] = [reached - other.share, reached + mine.share];
      high = Math.max(high, Math.abs(least), Math.abs(most));
      low = Math.max(low, least > 0 ? least : most < 0 ? -most : 0);
    };
    look();
    for (const step of steps) {
      reached += step.reference - step.current;
      look();
    }
    before = reached + mine.share - other.share;
    low = Math.max(low, Math.abs(before));
    high = Math.max(high, low);
  }
  return { low: Math.max(0, low - ROUNDING), high: Math.min(1, high + ROUNDING) };
}
