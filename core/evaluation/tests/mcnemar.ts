import cdfOfBinomial from '@stdlib/stats-base-dists-binomial-cdf';

export interface Discordance {
  /** Rows that only the candidate has right. */
  readonly candidateOnly: number;
  /** Rows that only the baseline has right. */
  readonly baselineOnly: number;
}

/**
 * Two-sided mid-p McNemar test that both models are right equally often: the exact binomial test of the rows on which they
 * differ, less half of the probability of what was seen on each side (Fagerland, Lydersen & Laake 2013, BMC Medical Research
 * Methodology 13:91). 1 where they never differ.
 */
export function mcnemar({ candidateOnly, baselineOnly }: Discordance): number {
  const rows = candidateOnly + baselineOnly;
  if (rows === 0) return 1;
  const fewer = Math.min(candidateOnly, baselineOnly);
  const upTo = cdfOfBinomial(fewer, rows, 0.5);
  const below = fewer === 0 ? 0 : cdfOfBinomial(fewer - 1, rows, 0.5);
  // Both sides share the middle value, which the two-sided sum would count twice.
  if (candidateOnly === baselineOnly) return 1 - (upTo - below) / 2;
  return Math.min(1, upTo + below);
}
