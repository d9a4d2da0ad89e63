import type { Prediction } from '../../serving/prediction.ts';
import type { ScoredRows } from './scored-rows.ts';

/** What a binary classifier answered, as the log tells it. */
export function servedScores(predictions: readonly Prediction[], classes: readonly string[]): ScoredRows {
  return {
    task: 'binary-classification',
    classes,
    rows: predictions.length,
    scores: Float64Array.from(predictions, ({ score }) => score),
    predictions: Int32Array.from(predictions, (each) => Number(labelOf(each) === classes[1])),
  };
}

export function labelOf(prediction: Prediction): string {
  return 'label' in prediction ? prediction.label : '';
}
