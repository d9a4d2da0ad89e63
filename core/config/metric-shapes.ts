import type { Task } from './task.ts';

export const AVERAGES = ['macro', 'micro', 'weighted'] as const;
export type Average = (typeof AVERAGES)[number];
export type Strategy = 'ovr' | 'ovo';

/** How a metric may be written in `tidegate.yml`, and for which tasks it is defined. */
export interface MetricShape {
  readonly tasks: readonly Task[];
  readonly higherIsBetter: boolean;
  /** Least and largest value that it can take. */
  readonly range: readonly [least: number, largest: number];
  /** Tasks where the name needs `_macro`, `_micro` or `_weighted`. */
  readonly averagedFor?: readonly Task[];
  /** Multiclass takes `_ovr` or `_ovo` before the average, which is macro when it is not given. */
  readonly hasStrategy?: true;
  /** The number after `@`. */
  readonly parameter?: {
    readonly name: string;
    readonly default?: number;
    readonly isValid: (value: number) => boolean;
  };
}

const BINARY = ['binary-classification'] as const;
const SINGLE = ['binary-classification', 'multiclass-classification'] as const;
const CLASSIFICATION = [...SINGLE, 'multilabel-classification'] as const;
const SEVERAL = ['multiclass-classification', 'multilabel-classification'] as const;
const REGRESSION = ['regression'] as const;
const RANKING = ['ranking'] as const;
const SHARE = [0, 1] as const;
const SIGNED = [-1, 1] as const;
const UNBOUNDED = [0, Number.POSITIVE_INFINITY] as const;
const isCount = (value: number) => Number.isInteger(value) && value >= 1;

/** scikit-learn's names; `symmetric_mean_absolute_percentage_error`, `specificity` and the calibration errors have none there. */
export const METRIC_SHAPES = {
  accuracy: { higherIsBetter: true, range: SHARE, tasks: CLASSIFICATION },
  balanced_accuracy: { higherIsBetter: true, range: SHARE, tasks: SINGLE },
  precision: { higherIsBetter: true, range: SHARE, tasks: CLASSIFICATION, averagedFor: SEVERAL },
  recall: { higherIsBetter: true, range: SHARE, tasks: CLASSIFICATION, averagedFor: SEVERAL },
  f1: { higherIsBetter: true, range: SHARE, tasks: CLASSIFICATION, averagedFor: SEVERAL },
  fbeta: {
    higherIsBetter: true,
    range: SHARE,
    tasks: CLASSIFICATION,
    averagedFor: SEVERAL,
    parameter: { name: 'beta', isValid: (value) => value > 0 },
  },
  specificity: { higherIsBetter: true, range: SHARE, tasks: CLASSIFICATION, averagedFor: SEVERAL },
  jaccard: { higherIsBetter: true, range: SHARE, tasks: CLASSIFICATION, averagedFor: SEVERAL },
  matthews_corrcoef: { higherIsBetter: true, range: SIGNED, tasks: SINGLE },
  cohen_kappa: { higherIsBetter: true, range: SIGNED, tasks: SINGLE },
  roc_auc: {
    higherIsBetter: true,
    range: SHARE,
    tasks: CLASSIFICATION,
    averagedFor: ['multilabel-classification'],
    hasStrategy: true,
  },
  average_precision: { higherIsBetter: true, range: SHARE, tasks: CLASSIFICATION, averagedFor: SEVERAL },
  log_loss: { higherIsBetter: false, range: UNBOUNDED, tasks: SINGLE },
  brier_score: { higherIsBetter: false, range: [0, 2], tasks: SINGLE },
  top_k_accuracy: {
    higherIsBetter: true,
    range: SHARE,
    tasks: ['multiclass-classification'],
    parameter: { name: 'k', default: 2, isValid: isCount },
  },
  expected_calibration_error: {
    higherIsBetter: false,
    range: SHARE,
    tasks: BINARY,
    parameter: { name: 'bins', default: 10, isValid: isCount },
  },
  expected_calibration_error_equal_mass: {
    higherIsBetter: false,
    range: SHARE,
    tasks: BINARY,
    parameter: { name: 'bins', default: 10, isValid: isCount },
  },
  mean_absolute_error: { higherIsBetter: false, range: UNBOUNDED, tasks: REGRESSION },
  mean_squared_error: { higherIsBetter: false, range: UNBOUNDED, tasks: REGRESSION },
  root_mean_squared_error: { higherIsBetter: false, range: UNBOUNDED, tasks: REGRESSION },
  median_absolute_error: { higherIsBetter: false, range: UNBOUNDED, tasks: REGRESSION },
  mean_absolute_percentage_error: { higherIsBetter: false, range: UNBOUNDED, tasks: REGRESSION },
  symmetric_mean_absolute_percentage_error: { higherIsBetter: false, range: [0, 2], tasks: REGRESSION },
  r2: { higherIsBetter: true, range: [Number.NEGATIVE_INFINITY, 1], tasks: REGRESSION },
  explained_variance: { higherIsBetter: true, range: [Number.NEGATIVE_INFINITY, 1], tasks: REGRESSION },
  max_error: { higherIsBetter: false, range: UNBOUNDED, tasks: REGRESSION },
  pinball_loss: {
    higherIsBetter: false,
    range: UNBOUNDED,
    tasks: REGRESSION,
    parameter: { name: 'alpha', default: 0.5, isValid: (value) => value > 0 && value < 1 },
  },
  mean_poisson_deviance: { higherIsBetter: false, range: UNBOUNDED, tasks: REGRESSION },
  ndcg: { higherIsBetter: true, range: SHARE, tasks: RANKING, parameter: { name: 'k', isValid: isCount } },
  map: { higherIsBetter: true, range: SHARE, tasks: RANKING, parameter: { name: 'k', isValid: isCount } },
  mrr: { higherIsBetter: true, range: SHARE, tasks: RANKING },
} as const satisfies Readonly<Record<string, MetricShape>>;
export type MetricName = keyof typeof METRIC_SHAPES;

/** What verdicts report when `evaluation.metrics` is not given. */
export const DEFAULT_METRICS: Readonly<Record<Task, readonly string[]>> = {
  'binary-classification': ['accuracy', 'roc_auc', 'log_loss', 'f1'],
  'multiclass-classification': ['accuracy', 'f1_macro', 'roc_auc_ovr', 'log_loss'],
  'multilabel-classification': ['accuracy', 'f1_macro', 'f1_micro'],
  regression: ['mean_absolute_error', 'root_mean_squared_error', 'r2'],
  ranking: ['ndcg@10', 'map@10', 'mrr'],
};
