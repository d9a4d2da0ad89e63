import type { Metric } from '../metric.ts';

/** Share of rows whose score is on the right side of the threshold. sklearn.metrics.accuracy_score */
export const accuracy: Metric = {
  name: 'accuracy',
  higherIsBetter: true,
  compute({ labels, scores, order }, counts, threshold) {
    let right = 0;
    let total = 0;
    for (let i = 0; i < order.length; i += 1) {
      const weight = counts[order[i] as number] as number;
      const predicted = (scores[i] as number) >= threshold ? 1 : 0;
      if (predicted === labels[i]) right += weight;
      total += weight;
    }
    return right / total;
  },
};
