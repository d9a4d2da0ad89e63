import type { MetricFamily } from '../metric.ts';
import { rowLosses } from '../row-losses.ts';
import type { RegressionSample } from '../sample.ts';
import { weightedMean } from '../weighted-mean.ts';

const MEDIAN = 0.5;

/** Mean loss of a quantile forecast, alpha after `@` (scikit-learn's mean_pinball_loss); at 0.5 half the mean absolute error. */
export const pinballLoss: MetricFamily<RegressionSample> = {
  name: 'pinball_loss',
  summary: 'Mean loss of a quantile forecast; at 0.5 half the mean absolute error.',
  sklearn: 'mean_pinball_loss(y, predicted, alpha=0.5)',
  needs: 'predictions',
  prepare: (sample, { parameter: alpha = MEDIAN }) => {
    const losses = rowLosses(sample, (label, prediction) => {
      const short = label - prediction;
      return short >= 0 ? alpha * short : (alpha - 1) * short;
    });
    return ({ weights }) => weightedMean(losses, weights);
  },
};
