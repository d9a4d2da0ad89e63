/** What is lost on one row. */
export type Loss = 'absolute' | 'percentage' | 'squared' | 'squared-log';

/** A metric of regression as the mean of a loss, or its root: NannyML's mae, mape, mse, rmse, msle, rmsle by scikit-learn's names. */
export interface LossMetric {
  readonly metric: string;
  readonly loss: Loss;
  readonly isRoot: boolean;
}

export const LOSS_METRICS: readonly LossMetric[] = [
  { metric: 'mean_absolute_error', loss: 'absolute', isRoot: false },
  { metric: 'mean_absolute_percentage_error', loss: 'percentage', isRoot: false },
  { metric: 'mean_squared_error', loss: 'squared', isRoot: false },
  { metric: 'root_mean_squared_error', loss: 'squared', isRoot: true },
  { metric: 'mean_squared_log_error', loss: 'squared-log', isRoot: false },
  { metric: 'root_mean_squared_log_error', loss: 'squared-log', isRoot: true },
];

/** Loss of each row; shape [labels]. */
export function lossesOf(loss: Loss, labels: Float64Array, predictions: Float64Array): Float64Array {
  const one = ROW_LOSSES[loss];
  return labels.map((label, row) => one(label, predictions[row] as number));
}

/** Why a loss makes no sense on these rows; undefined where it does. */
export function whyUndefined(loss: Loss, labels: Float64Array, predictions: Float64Array): string | undefined {
  if (loss === 'percentage' && labels.some((label) => Math.abs(label) < Number.EPSILON))
    return 'The reference has targets of 0, of which no error is a percentage.';
  if (loss === 'squared-log' && (labels.some((label) => label < 0) || predictions.some((value) => value < 0)))
    return 'The reference has targets or predictions below 0, which have no logarithm.';
  const losses = lossesOf(loss, labels, predictions);
  return losses.every((value) => value <= LARGEST_LOSS) ? undefined : 'Errors are too large to be squared.';
}

/** Its square, which a variance needs, stays finite. */
const LARGEST_LOSS = 1e140;

const ROW_LOSSES: Readonly<Record<Loss, (label: number, prediction: number) => number>> = {
  absolute: (label, prediction) => Math.abs(label - prediction),
  percentage: (label, prediction) => Math.abs((label - prediction) / label),
  squared: (label, prediction) => (label - prediction) ** 2,
  'squared-log': (label, prediction) => (Math.log1p(label) - Math.log1p(prediction)) ** 2,
};
