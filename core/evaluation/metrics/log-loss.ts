import type { MetricFamily } from '../metric.ts';
import type { BinarySample, MulticlassSample } from '../sample.ts';
import { weightedMean } from '../weighted-mean.ts';

/** sklearn.metrics.log_loss clips by the machine epsilon of float64. */
const EPSILON = 2 ** -52;

export const logLoss: MetricFamily<BinarySample | MulticlassSample> = {
  name: 'log_loss',
  summary: 'Mean negative log-likelihood of the true class, in nats.',
  sklearn: 'log_loss(y, scores)',
  needs: 'scores',
  prepare(sample) {
    const losses = logLosses(sample);
    return ({ weights }) => weightedMean(losses, weights);
  },
};

/** The loss of each row. */
export function logLosses(sample: BinarySample | MulticlassSample): Float64Array {
  const { labels, rows, scores = new Float64Array(rows).fill(Number.NaN) } = sample;
  const isBinary = sample.task === 'binary-classification';
  const width = isBinary ? 1 : sample.classes.length;
  const losses = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) {
    const label = labels[row] as number;
    // Without a branch, as labels come in no order: the score of a positive, 1 − the score of a negative.
    const own = isBinary
      ? 1 - label + (2 * label - 1) * (scores[row] as number)
      : (scores[row * width + label] as number);
    losses[row] = -Math.log(Math.min(Math.max(own, EPSILON), 1 - EPSILON));
  }
  return losses;
}
