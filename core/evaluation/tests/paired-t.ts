import cdfOfT from '@stdlib/stats-base-dists-t-cdf';

/** Two-sided p that the mean of paired differences is zero (Student 1908). scipy.stats.ttest_rel. NaN for one row. */
export function pairedT(differences: Float64Array): { readonly statistic: number; readonly p: number } {
  const rows = differences.length;
  const mean = differences.reduce((sum, difference) => sum + difference, 0) / rows;
  // Two passes: the sum of squares less the square of the sum loses all digits where the mean is large.
  const squares = differences.reduce((sum, difference) => sum + (difference - mean) ** 2, 0);
  if (rows < 2) return { statistic: Number.NaN, p: Number.NaN };
  if (mean === 0) return { statistic: 0, p: 1 };
  const statistic = mean / Math.sqrt(squares / (rows - 1) / rows);
  return {
    statistic,
    p:
      statistic === Number.POSITIVE_INFINITY || statistic === Number.NEGATIVE_INFINITY
        ? 0
        : 2 * cdfOfT(-Math.abs(statistic), rows - 1),
  };
}
