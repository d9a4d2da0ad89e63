import type { Metric } from '../metric.ts';

/** sklearn.metrics.log_loss clips by the machine epsilon of float64. */
const EPSILON = 2 ** -52;

/** Mean negative log-likelihood of the true class, in nats. sklearn.metrics.log_loss */
export const logLoss: Metric = {
  name: 'log_loss',
  higherIsBetter: false,
  compute({ labels, scores, order }, counts) {
    let loss = 0;
    let total = 0;
    for (let i = 0; i < order.length; i += 1) {
      const weight = counts[order[i] as number] as number;
      const score = Math.min(Math.max(scores[i] as number, EPSILON), 1 - EPSILON);
      loss -= weight * Math.log(labels[i] === 1 ? score : 1 - score);
      total += weight;
    }
    return loss / total;
  },
};
