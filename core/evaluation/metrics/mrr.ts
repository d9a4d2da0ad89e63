import type { MetricFamily } from '../metric.ts';
import { meanOverQueries } from '../ranked-queries.ts';
import type { RankingSample } from '../sample.ts';

/**
 * Mean over queries of 1 / rank of the first relevant row, relevance above 0 (Voorhees 1999, the TREC-8 question answering
 * track). Equal scores keep the order of the rows. A query without a relevant row counts 0, as there and in trec_eval.
 */
export const mrr: MetricFamily<RankingSample> = {
  name: 'mrr',
  summary: 'Mean over queries of 1 / rank of the first relevant row.',
  sklearn: undefined,
  needs: 'scores',
  prepare: (sample) =>
    meanOverQueries(sample, ({ relevances }) => {
      const rank = relevances.findIndex((relevance) => relevance > 0);
      return rank < 0 ? 0 : 1 / (rank + 1);
    }),
};
