import type { MetricFamily } from '../metric.ts';
import { meanOverQueries, type RankedQuery } from '../ranked-queries.ts';
import type { RankingSample } from '../sample.ts';

/**
 * Discounted gain of the first k rows over that of the best order, relevance as gain and 1 / log2(1 + rank) as discount
 * (Järvelin & Kekäläinen 2002). As scikit-learn's ndcg_score: equal scores share the mean of their gains (McSherry & Najork
 * 2008), and a query without relevance counts 0. Without `@k` all rows count. A query with one row is taken, which
 * scikit-learn refuses; relevance below 0 gives NaN, which it refuses too.
 */
export const ndcg: MetricFamily<RankingSample> = {
  name: 'ndcg',
  summary: 'Mean over queries of the discounted gain of the first k rows over that of the best order.',
  sklearn: 'ndcg_score([relevances], [scores], k=10)',
  needs: 'scores',
  prepare: (sample, { parameter: k = Number.POSITIVE_INFINITY }) =>
    meanOverQueries(sample, (query) => normalizedGain(query, k)),
};

function normalizedGain({ relevances, scores }: RankedQuery, k: number): number {
  if (relevances.some((relevance) => relevance < 0)) return Number.NaN;
  const best = relevances.toSorted().reverse();
  let ideal = 0;
  for (let rank = 0; rank < Math.min(k, best.length); rank += 1) ideal += (best[rank] as number) * discountOf(rank);
  if (ideal === 0) return 0;
  let gain = 0;
  for (let start = 0; start < Math.min(k, scores.length); ) {
    let end = start;
    let relevance = 0;
    let discount = 0;
    for (; end === start || (end < scores.length && scores[end] === scores[start]); end += 1) {
      relevance += relevances[end] as number;
      if (end < k) discount += discountOf(end);
    }
    gain += (relevance / (end - start)) * discount;
    start = end;
  }
  return gain / ideal;
}

/** For a rank that begins at 0. */
function discountOf(rank: number): number {
  return 1 / Math.log2(rank + 2);
}
