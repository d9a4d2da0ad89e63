import type { MetricFamily } from '../metric.ts';
import { rowLosses } from '../row-losses.ts';
import type { RegressionSample } from '../sample.ts';
import { weightedMean } from '../weighted-mean.ts';

/** Mean of |e| / max(|y|, ε) as a fraction, 0.1 for 10 % (scikit-learn's mean_absolute_percentage_error); a target of 0 makes it huge. */
export const meanAbsolutePercentageError: MetricFamily<RegressionSample> = {
  name: 'mean_absolute_percentage_error',
  summary: 'Mean of |e| / |y| as a fraction, 0.1 for 10 %; a target of 0 makes it huge.',
  sklearn: 'mean_absolute_percentage_error(y, predicted)',
  needs: 'predictions',
  prepare: (sample) => {
    const losses = rowLosses(
      sample,
      (label, prediction) => Math.abs(prediction - label) / Math.max(Math.abs(label), Number.EPSILON),
    );
    return ({ weights }) => weightedMean(losses, weights);
  },
};
