import type { Metric } from '../metric.ts';

/** 2 TP / (2 TP + FP + FN); 0 where nothing is positive and nothing is predicted so. sklearn.metrics.f1_score, zero_division=0 */
export const f1: Metric = {
  name: 'f1',
  higherIsBetter: true,
  compute({ labels, scores, order }, counts, threshold) {
    let truePositive = 0;
    let wrong = 0;
    for (let i = 0; i < order.length; i += 1) {
      const weight = counts[order[i] as number] as number;
      const predicted = (scores[i] as number) >= threshold ? 1 : 0;
      if (predicted !== labels[i]) wrong += weight;
      else if (predicted === 1) truePositive += weight;
    }
    const denominator = 2 * truePositive + wrong;
    return denominator === 0 ? 0 : (2 * truePositive) / denominator;
  },
};
