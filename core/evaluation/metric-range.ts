import type { MetricName } from '../config/metric-id.ts';
import type { Task } from '../config/task.ts';

/** The least and the largest that a metric can be, whatever the rows. */
export interface MetricRange {
  readonly low: number;
  readonly high: number;
}

const SHARE: MetricRange = { low: 0, high: 1 };
const CORRELATION: MetricRange = { low: -1, high: 1 };
const LOSS: MetricRange = { low: 0, high: Number.POSITIVE_INFINITY };
const EXPLAINED: MetricRange = { low: Number.NEGATIVE_INFINITY, high: 1 };

const RANGES: Readonly<Record<MetricName, MetricRange>> = {
  accuracy: SHARE,
  balanced_accuracy: SHARE,
  precision: SHARE,
  recall: SHARE,
  f1: SHARE,
  fbeta: SHARE,
  specificity: SHARE,
  jaccard: SHARE,
  matthews_corrcoef: CORRELATION,
  cohen_kappa: CORRELATION,
  roc_auc: SHARE,
  average_precision: SHARE,
  log_loss: LOSS,
  brier_score: SHARE,
  top_k_accuracy: SHARE,
  expected_calibration_error: SHARE,
  expected_calibration_error_equal_mass: SHARE,
  mean_absolute_error: LOSS,
  mean_squared_error: LOSS,
  root_mean_squared_error: LOSS,
  median_absolute_error: LOSS,
  mean_absolute_percentage_error: LOSS,
  symmetric_mean_absolute_percentage_error: { low: 0, high: 2 },
  r2: EXPLAINED,
  explained_variance: EXPLAINED,
  max_error: LOSS,
  pinball_loss: LOSS,
  mean_poisson_deviance: LOSS,
  ndcg: SHARE,
  map: SHARE,
  mrr: SHARE,
};

export function rangeOf(name: MetricName, task: Task): MetricRange {
  // Squares are summed over the classes: all on a wrong one gives 1 + 1.
  return name === 'brier_score' && task === 'multiclass-classification' ? { low: 0, high: 2 } : RANGES[name];
}

/** Of the difference of two such values. */
export function rangeOfDifference({ low, high }: MetricRange): MetricRange {
  return { low: low - high, high: high - low };
}
