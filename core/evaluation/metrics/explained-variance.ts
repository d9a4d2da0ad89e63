import type { MetricFamily } from '../metric.ts';
import { errorSpread, explainedShare, targetSpread } from '../regression-spread.ts';
import { sumRegression } from '../regression-sums.ts';
import type { RegressionSample } from '../sample.ts';

/**
 * 1 − Var(e) / Var(y) (scikit-learn's explained_variance_score with force_finite): unlike r2, a constant bias costs nothing.
 * A constant target gives 1 when the errors are constant too, else 0.
 */
export const explainedVariance: MetricFamily<RegressionSample> = {
  name: 'explained_variance',
  summary: '1 − Var(e) / Var(y): unlike r2, a constant bias costs nothing.',
  sklearn: 'explained_variance_score(y, predicted)',
  needs: 'predictions',
  prepare: (sample) => (draw) => {
    if (!(sumRegression(sample, draw).weight > 0)) return Number.NaN;
    return explainedShare(errorSpread(sample, draw), targetSpread(sample, draw));
  },
};
