import type { MetricFamily } from '../metric.ts';
import type { BinarySample, MulticlassSample } from '../sample.ts';
import { weightedMean } from '../weighted-mean.ts';

/** sklearn.metrics.log_loss clips by the machine epsilon of float64. */
const EPSILON = 2 ** -52;

/** Mean negative log-likelihood of the true class, in nats. sklearn.metrics.log_loss */
export const logLoss: MetricFamily<BinarySample | MulticlassSample> = {
  name: 'log_loss',
  higherIsBetter: false,
  needs: 'scores',
  prepare(sample) {
    const losses = logLosses(sample);
    return ({ weights }) => weightedMean(losses, weights);
  },
};

/** The loss of each row. */
export function logLosses(sample: BinarySample | MulticlassSample): Float64Array {
  const { labels, scores, rows } = sample;
  const width = sample.task === 'binary-classification' ? 1 : sample.classes.length;
  const losses = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) {
    const label = labels[row] as number;
    const score = scores?.[width === 1 ? row : row * width + label] ?? Number.NaN;
    const own = width === 1 && label === 0 ? 1 - score : score;
    losses[row] = -Math.log(Math.min(Math.max(own, EPSILON), 1 - EPSILON));
  }
  return losses;
}
