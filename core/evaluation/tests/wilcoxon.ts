import cdfOfNormal from '@stdlib/stats-base-dists-normal-cdf';
import cdfOfSignedRank from '@stdlib/stats-base-dists-signrank-cdf';

/** Up to here the exact distribution is used, as SciPy does. */
const MOST_EXACT = 50;

/**
 * Two-sided p that paired differences are symmetric about zero (Wilcoxon 1945). As scipy.stats.wilcoxon with
 * zero_method='wilcox' and correction=False: zeros are dropped, ties share their mean rank; exact for at most 50 rows
 * without zeros and ties, else the normal approximation with its correction for ties. (With ties or zeros in at most 13 rows
 * SciPy permutes signs instead.) `statistic` is the smaller sum of ranks; p is NaN where no difference is left.
 */
export function wilcoxon(differences: Float64Array): { readonly statistic: number; readonly p: number } {
  const sorted = differences
    .filter((difference) => difference !== 0)
    .sort((left, right) => Math.abs(left) - Math.abs(right));
  const count = sorted.length;
  let positive = 0;
  let tied = 0;
  for (let start = 0; start < count; ) {
    const size = Math.abs(sorted[start] as number);
    let end = start;
    let positives = 0;
    for (; end < count && Math.abs(sorted[end] as number) === size; end += 1)
      if ((sorted[end] as number) > 0) positives += 1;
    positive += (positives * (start + 1 + end)) / 2;
    tied += (end - start) ** 3 - (end - start);
    start = end;
  }
  const statistic = Math.min(positive, (count * (count + 1)) / 2 - positive);
  if (count === 0) return { statistic, p: Number.NaN };
  if (differences.length <= MOST_EXACT && count === differences.length && tied === 0)
    return { statistic, p: Math.min(1, 2 * cdfOfSignedRank(statistic, count)) };
  const variance = (count * (count + 1) * (2 * count + 1) - tied / 2) / 24;
  const z = (statistic - (count * (count + 1)) / 4) / Math.sqrt(variance);
  return { statistic, p: Math.min(1, 2 * cdfOfNormal(-Math.abs(z), 0, 1)) };
}
