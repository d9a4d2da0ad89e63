import type { MetricFamily } from '../metric.ts';
import { explainedShare, targetSpread } from '../regression-spread.ts';
import { sumRegression } from '../regression-sums.ts';
import type { RegressionSample } from '../sample.ts';

/**
 * 1 − Σwe² / Σw(y − ȳ)² (scikit-learn's r2_score with force_finite): a constant target gives 1 without errors and 0 with
 * them, a sample of one row NaN.
 */
export const r2: MetricFamily<RegressionSample> = {
  name: 'r2',
  summary: 'Share of the variance of the target that is explained.',
  sklearn: 'r2_score(y, predicted)',
  needs: 'predictions',
  prepare: (sample) => (draw) => {
    const { errorSquares, weight } = sumRegression(sample, draw);
    if (sample.rows < 2 || !(weight > 0)) return Number.NaN;
    return explainedShare(errorSquares, targetSpread(sample, draw));
  },
};
