import type { MetricFamily } from '../metric.ts';
import type { BinarySample, MulticlassSample } from '../sample.ts';
import { weightedMean } from '../weighted-mean.ts';

export const brierScore: MetricFamily<BinarySample | MulticlassSample> = {
  name: 'brier_score',
  summary:
    'Mean squared difference of probability and truth, at most 1; more than two classes: summed over them, at most 2.',
  sklearn: 'brier_score_loss(y, scores)',
  needs: 'scores',
  prepare(sample) {
    const losses = brierLosses(sample);
    return ({ weights }) => weightedMean(losses, weights);
  },
};

/** The loss of each row. */
export function brierLosses(sample: BinarySample | MulticlassSample): Float64Array {
  return sample.task === 'binary-classification' ? ofTwoClasses(sample) : ofClasses(sample);
}

function ofTwoClasses({ labels, rows, scores }: BinarySample): Float64Array {
  const losses = new Float64Array(rows);
  if (!scores) return losses.fill(Number.NaN);
  for (let row = 0; row < rows; row += 1) losses[row] = ((scores[row] as number) - (labels[row] as number)) ** 2;
  return losses;
}

function ofClasses({ labels, rows, scores, classes }: MulticlassSample): Float64Array {
  const width = classes.length;
  // scikit-learn halves the sum over two classes (scale_by_half='auto') and no other.
  const half = width === 2 ? 0.5 : 1;
  const losses = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) {
    let sum = 0;
    for (let index = 0; index < width; index += 1)
      sum += ((scores?.[row * width + index] ?? Number.NaN) - (labels[row] === index ? 1 : 0)) ** 2;
    losses[row] = half * sum;
  }
  return losses;
}
