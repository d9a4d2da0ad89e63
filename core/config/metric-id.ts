import { closest } from './closest.ts';
import type { Task } from './task.ts';

export const AVERAGES = ['macro', 'micro', 'weighted'] as const;
export type Average = (typeof AVERAGES)[number];
export type Strategy = 'ovr' | 'ovo';

/** How a metric may be written in `tidegate.yml`, and for which tasks it is defined. */
export interface MetricShape {
  readonly tasks: readonly Task[];
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
const isCount = (value: number) => Number.isInteger(value) && value >= 1;

/** scikit-learn's names; `symmetric_mean_absolute_percentage_error`, `specificity` and the calibration errors have none there. */
export const METRIC_SHAPES = {
  accuracy: { tasks: CLASSIFICATION },
  balanced_accuracy: { tasks: SINGLE },
  precision: { tasks: CLASSIFICATION, averagedFor: SEVERAL },
  recall: { tasks: CLASSIFICATION, averagedFor: SEVERAL },
  f1: { tasks: CLASSIFICATION, averagedFor: SEVERAL },
  fbeta: {
    tasks: CLASSIFICATION,
    averagedFor: SEVERAL,
    parameter: { name: 'beta', isValid: (value) => value > 0 },
  },
  specificity: { tasks: CLASSIFICATION, averagedFor: SEVERAL },
  jaccard: { tasks: CLASSIFICATION, averagedFor: SEVERAL },
  matthews_corrcoef: { tasks: SINGLE },
  cohen_kappa: { tasks: SINGLE },
  roc_auc: { tasks: CLASSIFICATION, averagedFor: ['multilabel-classification'], hasStrategy: true },
  average_precision: { tasks: CLASSIFICATION, averagedFor: SEVERAL },
  log_loss: { tasks: SINGLE },
  brier_score: { tasks: SINGLE },
  top_k_accuracy: {
    tasks: ['multiclass-classification'],
    parameter: { name: 'k', default: 2, isValid: isCount },
  },
  expected_calibration_error: { tasks: BINARY, parameter: { name: 'bins', default: 10, isValid: isCount } },
  expected_calibration_error_equal_mass: { tasks: BINARY, parameter: { name: 'bins', default: 10, isValid: isCount } },
  mean_absolute_error: { tasks: REGRESSION },
  mean_squared_error: { tasks: REGRESSION },
  root_mean_squared_error: { tasks: REGRESSION },
  median_absolute_error: { tasks: REGRESSION },
  mean_absolute_percentage_error: { tasks: REGRESSION },
  symmetric_mean_absolute_percentage_error: { tasks: REGRESSION },
  r2: { tasks: REGRESSION },
  explained_variance: { tasks: REGRESSION },
  max_error: { tasks: REGRESSION },
  pinball_loss: {
    tasks: REGRESSION,
    parameter: { name: 'alpha', default: 0.5, isValid: (value) => value > 0 && value < 1 },
  },
  mean_poisson_deviance: { tasks: REGRESSION },
  ndcg: { tasks: RANKING, parameter: { name: 'k', isValid: isCount } },
  map: { tasks: RANKING, parameter: { name: 'k', isValid: isCount } },
  mrr: { tasks: RANKING },
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

/** A metric as verdicts name it: `f1_macro`, `roc_auc_ovo_weighted`, `fbeta@2`, `ndcg@10`. */
export interface MetricId {
  readonly id: string;
  readonly name: MetricName;
  readonly strategy: Strategy | undefined;
  readonly average: Average | undefined;
  readonly parameter: number | undefined;
}

/** Parses the id of a metric for a task; the other form says what is wrong with it, to follow "expected". */
export function parseMetricId(id: string, task: Task): MetricId | { readonly expected: string } {
  const match = /^([a-z0-9_]+?)(?:_(ovr|ovo))?(?:_(macro|micro|weighted))?(?:@([0-9]+(?:\.[0-9]+)?))?$/.exec(id);
  const [, name, strategy, average, number] = match ?? [];
  if (name === undefined || !isMetricName(name)) {
    const known = namesFor(task);
    const near = closest(id.split('@')[0] ?? '', known);
    return { expected: near ? `a metric such as ${JSON.stringify(near)}` : `a metric of ${task}: ${known.join(', ')}` };
  }
  const shape: MetricShape = METRIC_SHAPES[name];
  if (!shape.tasks.includes(task)) return { expected: `a metric of ${task}: ${namesFor(task).join(', ')}` };
  const isAveraged = shape.averagedFor?.includes(task) ?? false;
  const hasStrategy = shape.hasStrategy === true && task === 'multiclass-classification';
  if (isAveraged && average === undefined)
    return { expected: `an average: ${AVERAGES.map((each) => `${name}_${each}`).join(', ')}` };
  if (hasStrategy && strategy === undefined) return { expected: `${name}_ovr or ${name}_ovo` };
  if (!hasStrategy && strategy !== undefined) return { expected: `${name} without _${strategy}` };
  if (!isAveraged && !hasStrategy && average !== undefined) return { expected: `${name} without _${average}` };
  if (strategy === 'ovo' && average === 'micro') return { expected: `${name}_ovo_macro or ${name}_ovo_weighted` };
  const parameter = number === undefined ? shape.parameter?.default : Number(number);
  if (!shape.parameter && number !== undefined) return { expected: `${name} without @${number}` };
  if (shape.parameter && (parameter === undefined ? name === 'fbeta' : !shape.parameter.isValid(parameter)))
    return { expected: `${name}@${shape.parameter.name} with a possible ${shape.parameter.name}` };
  return { id, name, strategy: asStrategy(strategy), average: asAverage(average, hasStrategy), parameter };
}

function isMetricName(name: string): name is MetricName {
  return Object.hasOwn(METRIC_SHAPES, name);
}

function namesFor(task: Task): string[] {
  return Object.entries<MetricShape>(METRIC_SHAPES).flatMap(([name, { tasks }]) =>
    tasks.includes(task) ? [name] : [],
  );
}

function asStrategy(text: string | undefined): Strategy | undefined {
  return text === 'ovr' || text === 'ovo' ? text : undefined;
}

function asAverage(text: string | undefined, hasStrategy: boolean): Average | undefined {
  return AVERAGES.find((average) => average === text) ?? (hasStrategy ? 'macro' : undefined);
}
