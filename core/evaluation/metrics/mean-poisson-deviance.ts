import type { MetricFamily } from '../metric.ts';
import { rowLosses } from '../row-losses.ts';
import type { RegressionSample } from '../sample.ts';
import { weightedMean } from '../weighted-mean.ts';

/**
 * Mean of 2(y ln(y/ŷ) − y + ŷ) with 0 ln 0 = 0 (scikit-learn's mean_poisson_deviance). NaN where scikit-learn refuses: a drawn
 * row with a target below 0 or a prediction that is not above 0.
 */
export const meanPoissonDeviance: MetricFamily<RegressionSample> = {
  name: 'mean_poisson_deviance',
  summary: 'Mean of 2(y ln(y/ŷ) − y + ŷ); not defined with a target below 0 or a prediction that is not above 0.',
  sklearn: 'mean_poisson_deviance(y, predicted)',
  needs: 'predictions',
  prepare: (sample) => {
    const losses = rowLosses(sample, (label, prediction) => {
      if (label < 0 || prediction <= 0) return Number.NaN;
      return 2 * ((label === 0 ? 0 : label * Math.log(label / prediction)) - label + prediction);
    });
    return ({ weights }) => weightedMean(losses, weights);
  },
};
