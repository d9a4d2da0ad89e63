import type { MetricFamily } from '../metric.ts';
import { sumRegression } from '../regression-sums.ts';
import type { RegressionSample } from '../sample.ts';

/** √(Σwe² / Σw), in the unit of the target (scikit-learn's root_mean_squared_error). */
export const rootMeanSquaredError: MetricFamily<RegressionSample> = {
  name: 'root_mean_squared_error',
  summary: 'Root of the mean of e², in the unit of the target.',
  sklearn: 'root_mean_squared_error(y, predicted)',
  needs: 'predictions',
  prepare: (sample) => (draw) => {
    const { errorSquares, weight } = sumRegression(sample, draw);
    return Math.sqrt(errorSquares / weight);
  },
};
