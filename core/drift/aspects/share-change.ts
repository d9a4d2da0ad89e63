import chiSquareCdf from '@stdlib/stats-base-dists-chisquare-cdf';

export interface SharePair {
  readonly reference: number;
  readonly current: number;
}

/** p of two shares being one, by Pearson's test with Yates' correction: it errs on the careful side in small windows. */
export function testShares(hits: SharePair, rows: SharePair): number {
  const all = rows.reference + rows.current;
  const share = (hits.reference + hits.current) / all;
  if (rows.reference === 0 || rows.current === 0 || share === 0 || share === 1) return 1;
  let statistic = 0;
  for (const side of ['reference', 'current'] as const) {
    for (const [count, expected] of [
      [hits[side], rows[side] * share],
      [rows[side] - hits[side], rows[side] * (1 - share)],
    ] as const)
      statistic += Math.max(0, Math.abs(count - expected) - 0.5) ** 2 / expected;
  }
  return Math.min(1, Math.max(0, 1 - chiSquareCdf(statistic, 1)));
}

/**
 * p of at least `hits` among `rows` new rows beyond both extremes of `seen` old ones, when all come from one continuous
 * distribution: beta-binomial with 2 and seen − 1 (exchangeable ranks).
 */
export function testBeyond(hits: number, rows: number, seen: number): number {
  if (hits === 0) return 1;
  // P(K = k) by its ratio to P(K = k − 1); P(K = 0) = Π (seen − 1 + i) / (seen + 1 + i).
  let probability = (seen * (seen - 1)) / ((seen + rows) * (seen + rows - 1));
  let below = probability;
  for (let k = 1; k < hits; k += 1) {
    probability *= ((rows - k + 1) * (k + 1)) / (k * (seen - 1 + rows - k));
    below += probability;
  }
  return Math.min(1, Math.max(0, 1 - below));
}
