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

/** Factors that are worth multiplying one by one. */
const MOST_FACTORS = 1_000_000;

/**
 * p of at least `hits` among `rows` new rows beyond both extremes of `seen` old ones, when all come from one continuous
 * distribution (exchangeable ranks): the old ones lie within all − hits ranks that follow each other.
 */
export function testBeyond(hits: number, rows: number, seen: number): number {
  if (hits === 0) return 1;
  const all = rows + seen;
  const within = all - hits;
  // C(within, seen) / C(all, seen), by the shorter of its two products.
  const [factors, lost] = hits < seen ? [hits, seen] : [seen, hits];
  let log = 0;
  if (factors > MOST_FACTORS)
    log = factors * Math.log1p(-lost / all); // a bound from above: an alarm needs a small p
  else for (let i = 0; i < factors; i += 1) log += Math.log1p(-lost / (all - i));
  return Math.min(1, Math.max(0, Math.exp(log) * (1 + (seen * hits) / within)));
}
