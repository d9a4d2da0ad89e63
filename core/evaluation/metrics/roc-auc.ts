import type { Metric } from '../metric.ts';

/** Probability that a positive row scores above a negative one, ties counting half (Mann-Whitney). sklearn.metrics.roc_auc_score */
export const rocAuc: Metric = {
  name: 'roc_auc',
  higherIsBetter: true,
  compute({ labels, order, endsBlock }, counts) {
    let positives = 0;
    let negatives = 0;
    let blockPositives = 0;
    let blockNegatives = 0;
    let pairs = 0;
    for (let i = 0; i < order.length; i += 1) {
      const weight = counts[order[i] as number] as number;
      if (labels[i] === 1) blockPositives += weight;
      else blockNegatives += weight;
      if (endsBlock[i] === 0) continue;
      // Every negative of this block is below the positives seen before it, and ties with the block's own.
      pairs += blockNegatives * (positives + blockPositives / 2);
      positives += blockPositives;
      negatives += blockNegatives;
      blockPositives = 0;
      blockNegatives = 0;
    }
    return positives === 0 || negatives === 0 ? Number.NaN : pairs / (positives * negatives);
  },
};
