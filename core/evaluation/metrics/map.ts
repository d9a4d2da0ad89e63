import type { MetricFamily } from '../metric.ts';
import { meanOverQueries, type RankedQuery } from '../ranked-queries.ts';
import type { RankingSample } from '../sample.ts';

/**
 * Mean over queries of Σ precision(i) · relevant(i) / min(R, k) over the first k ranks, R relevant rows (relevance above 0):
 * average precision (Buckley & Voorhees 2005, as in trec_eval), cut at k as in Kaggle's MAP@k, so that a perfect top k is 1.
 * Without `@k` all rows count. Equal scores keep the order of the rows. A query without a relevant row counts 0, as in trec_eval.
 */
export const map: MetricFamily<RankingSample> = {
  name: 'map',
  summary: 'Mean over queries of the average precision of the first k rows, relevance above 0.',
  sklearn: undefined,
  needs: 'scores',
  prepare: (sample, { parameter: k = Number.POSITIVE_INFINITY }) =>
    meanOverQueries(sample, (query) => averagePrecision(query, k)),
};

function averagePrecision({ relevances }: RankedQuery, k: number): number {
  let relevant = 0;
  let sum = 0;
  relevances.forEach((relevance, rank) => {
    if (!(relevance > 0)) return;
    relevant += 1;
    if (rank < k) sum += relevant / (rank + 1);
  });
  return relevant === 0 ? 0 : sum / Math.min(relevant, k);
}
