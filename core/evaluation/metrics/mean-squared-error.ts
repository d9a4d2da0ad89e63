import type { MetricFamily } from '../metric.ts';
import { sumRegression } from '../regression-sums.ts';
import type { RegressionSample } from '../sample.ts';

/** Σwe² / Σw, in the squared unit of the target (scikit-learn's mean_squared_error). */
export const meanSquaredError: MetricFamily<RegressionSample> = {
  name: 'mean_squared_error',
  summary: 'Mean of e², in the squared unit of the target.',
  sklearn: 'mean_squared_error(y, predicted)',
  needs: 'predictions',
  prepare: (sample) => (draw) => {
    const { errorSquares, weight } = sumRegression(sample, draw);
    return errorSquares / weight;
  },
};
