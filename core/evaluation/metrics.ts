import type { MetricId } from '../config/metric-id.ts';
import { METRIC_SHAPES, type MetricName } from '../config/metric-shapes.ts';
import type { Measure, MetricFamily } from './metric.ts';
import { accuracy } from './metrics/accuracy.ts';
import { averagePrecision } from './metrics/average-precision.ts';
import { balancedAccuracy } from './metrics/balanced-accuracy.ts';
import { brierScore } from './metrics/brier-score.ts';
import { cohenKappa } from './metrics/cohen-kappa.ts';
import { expectedCalibrationError } from './metrics/expected-calibration-error.ts';
import { expectedCalibrationErrorEqualMass } from './metrics/expected-calibration-error-equal-mass.ts';
import { explainedVariance } from './metrics/explained-variance.ts';
import { f1 } from './metrics/f1.ts';
import { fbeta } from './metrics/fbeta.ts';
import { jaccard } from './metrics/jaccard.ts';
import { logLoss } from './metrics/log-loss.ts';
import { map } from './metrics/map.ts';
import { matthewsCorrcoef } from './metrics/matthews-corrcoef.ts';
import { maxError } from './metrics/max-error.ts';
import { meanAbsoluteError } from './metrics/mean-absolute-error.ts';
import { meanAbsolutePercentageError } from './metrics/mean-absolute-percentage-error.ts';
import { meanPoissonDeviance } from './metrics/mean-poisson-deviance.ts';
import { meanSquaredError } from './metrics/mean-squared-error.ts';
import { medianAbsoluteError } from './metrics/median-absolute-error.ts';
import { mrr } from './metrics/mrr.ts';
import { ndcg } from './metrics/ndcg.ts';
import { pinballLoss } from './metrics/pinball-loss.ts';
import { precision } from './metrics/precision.ts';
import { r2 } from './metrics/r2.ts';
import { recall } from './metrics/recall.ts';
import { rocAuc } from './metrics/roc-auc.ts';
import { rootMeanSquaredError } from './metrics/root-mean-squared-error.ts';
import { specificity } from './metrics/specificity.ts';
import { symmetricMeanAbsolutePercentageError } from './metrics/symmetric-mean-absolute-percentage-error.ts';
import { topKAccuracy } from './metrics/top-k-accuracy.ts';
import type { Sample } from './sample.ts';

/** Every metric there is. */
export const METRICS: Readonly<Record<MetricName, MetricFamily>> = {
  accuracy,
  balanced_accuracy: balancedAccuracy,
  precision,
  recall,
  f1,
  fbeta,
  specificity,
  jaccard,
  matthews_corrcoef: matthewsCorrcoef,
  cohen_kappa: cohenKappa,
  roc_auc: rocAuc,
  average_precision: averagePrecision,
  log_loss: logLoss,
  brier_score: brierScore,
  top_k_accuracy: topKAccuracy,
  expected_calibration_error: expectedCalibrationError,
  expected_calibration_error_equal_mass: expectedCalibrationErrorEqualMass,
  mean_absolute_error: meanAbsoluteError,
  mean_squared_error: meanSquaredError,
  root_mean_squared_error: rootMeanSquaredError,
  median_absolute_error: medianAbsoluteError,
  mean_absolute_percentage_error: meanAbsolutePercentageError,
  symmetric_mean_absolute_percentage_error: symmetricMeanAbsolutePercentageError,
  r2,
  explained_variance: explainedVariance,
  max_error: maxError,
  pinball_loss: pinballLoss,
  mean_poisson_deviance: meanPoissonDeviance,
  ndcg,
  map,
  mrr,
};

/** A metric over these rows; the sample must be of a task that the id was parsed for. */
export function prepareMetric(sample: Sample, id: MetricId, zeroDivision: 0 | 1): Measure {
  return METRICS[id.name].prepare(sample, { ...id, zeroDivision });
}

export function higherIsBetter(name: MetricName): boolean {
  return METRIC_SHAPES[name].higherIsBetter;
}
