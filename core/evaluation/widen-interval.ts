import quantileOfNormal from '@stdlib/stats-base-dists-normal-quantile';
import quantileOfT from '@stdlib/stats-base-dists-t-quantile';
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
 * 69, section 5.4.1) at Bonferroni's level. A value of 0 or 1 whose replicates are all equal gets the exact interval of a
 * proportion instead (Clopper & Pearson 1934): a recall of 0 in 3 positives has a bootstrap interval of no width.
 */
export function widenInterval({ value, low, high }: Estimate, { confidence, comparisons, rows }: Widening): Estimate {
  const tail = (1 - confidence) / (2 * comparisons);
  if (rows < 2) return { value, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  if (low === high && (value === 0 || value === 1)) {
    const reach = 1 - tail ** (1 / rows);
    return value === 0 ? { value, low, high: reach } : { value, low: 1 - reach, high };
  }
  const factor =
    (Math.sqrt(rows / (rows - 1)) * quantileOfT(1 - tail, rows - 1)) / quantileOfNormal(1 - (1 - confidence) / 2, 0, 1);
  // A percentile interval need not hold the value: its half is then 0, not negative.
  const below = Math.max(0, value - low) * factor;
  const above = Math.max(0, high - value) * factor;
  return { value, low: value - below, high: value + above };
}
