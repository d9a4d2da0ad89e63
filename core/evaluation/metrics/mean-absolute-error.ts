import type { MetricFamily } from '../metric.ts';
import { sumRegression } from '../regression-sums.ts';
import type { RegressionSample } from '../sample.ts';

/** Σw|e| / Σw, in the unit of the target (scikit-learn's mean_absolute_error). */
export const meanAbsoluteError: MetricFamily<RegressionSample> = {
  name: 'mean_absolute_error',
  summary: 'Mean of |e|, in the unit of the target.',
  sklearn: 'mean_absolute_error(y, predicted)',
  needs: 'predictions',
  prepare: (sample) => (draw) => {
    const { absoluteError, weight } = sumRegression(sample, draw);
    return absoluteError / weight;
  },
};
