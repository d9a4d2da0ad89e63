import quantileOfNormal from '@stdlib/stats-base-dists-normal-quantile';
import quantileOfT from '@stdlib/stats-base-dists-t-quantile';
import { reachOfShare } from './exact-share.ts';
import type { Estimate } from './metric-row.ts';

interface Widening {
  /** Level of the interval that is widened, 0.95 for 95 %. */
  readonly confidence: number;
  /** How many intervals are looked at together, so that the worst of them is no chance find (Bonferroni). */
  readonly comparisons: number;
  /** Independent rows that the value rests on; below 2 nothing is known. */
  readonly rows: number;
}

/**
 * An interval that holds for the worst of several, and for few rows: each half is stretched by
 * √(n/(n−1)) · t(1 − α/2k; n − 1) / z(1 − α/2), the expanded percentile interval of Hesterberg 2015 (The American Statistician
 * 69, section 5.4.1) at Bonferroni's level. A value at 0 or 1 that its interval does not go beyond reaches at least as far as the
 * exact interval of a proportion (Clopper & Pearson 1934): a recall of 0 in 3 positives has a bootstrap interval of no width.
 */
export function widenInterval({ value, low, high }: Estimate, { confidence, comparisons, rows }: Widening): Estimate {
  const tail = (1 - confidence) / (2 * comparisons);
  if (rows < 2) return { value, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const factor =
    (Math.sqrt(rows / (rows - 1)) * quantileOfT(1 - tail, rows - 1)) / quantileOfNormal(1 - (1 - confidence) / 2, 0, 1);
  const reach = reachOfShare(tail, rows);
  // A percentile interval need not hold the value: its half is then 0, not negative.
  const below = Math.max(0, value - low) * factor;
  const above = Math.max(0, high - value) * factor;
  if (value === 0 && low === 0) return { value, low, high: Math.max(above, reach) };
  if (value === 1 && high === 1) return { value, low: 1 - Math.max(below, reach), high };
  return { value, low: value - below, high: value + above };
}
