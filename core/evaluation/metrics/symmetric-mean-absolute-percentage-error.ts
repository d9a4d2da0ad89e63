import type { MetricFamily } from '../metric.ts';
import { rowLosses } from '../row-losses.ts';
import type { RegressionSample } from '../sample.ts';
import { weightedMean } from '../weighted-mean.ts';

/**
 * Mean of 2|e| / (|y| + |ŷ|) as a fraction from 0 to 2: the sMAPE of the M4 competition (Makridakis, Spiliotis &
 * Assimakopoulos 2020, International Journal of Forecasting 36:54–74) without its factor of 100. A row where both are 0 is a
 * hit and counts 0. scikit-learn has no such metric.
 */
export const symmetricMeanAbsolutePercentageError: MetricFamily<RegressionSample> = {
  name: 'symmetric_mean_absolute_percentage_error',
  summary: 'Mean of 2|e| / (|y| + |ŷ|) as a fraction, as in the M4 competition without its factor of 100.',
  sklearn: undefined,
  needs: 'predictions',
  prepare: (sample) => {
    const losses = rowLosses(sample, (label, prediction) => {
      const miss = Math.abs(prediction - label);
      return miss === 0 ? 0 : (2 * miss) / (Math.abs(label) + Math.abs(prediction));
    });
    return ({ weights }) => weightedMean(losses, weights);
  },
};
