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

/**
 * What a classifier of several classes answered. A row without a number for each class, or with an answer that is none of them, has no
 * scores. @param served the classes in the order in which the log has their probabilities
 */
export function servedProbabilities(
  predictions: readonly Prediction[],
  classes: readonly string[],
  served: readonly string[],
): ScoredRows {
  const places = classes.map((name) => served.indexOf(name));
  const codes = new Map(classes.map((name, index) => [name, index]));
  const answers = predictions.map((each) => codes.get(labelOf(each)) ?? -1);
  const scores = predictions.flatMap((each, row) => {
    const given = each.task === 'multiclass-classification' ? (each.probabilities ?? []) : [];
    const isWhole = given.length === served.length && answers[row] !== -1;
    return places.map((place) => (isWhole ? (given[place] ?? Number.NaN) : Number.NaN));
  });
  return {
    task: 'multiclass-classification',
    classes,
    rows: predictions.length,
    scores: Float64Array.from(scores),
    predictions: Int32Array.from(answers),
  };
}

export function labelOf(prediction: Prediction): string {
  return 'label' in prediction ? prediction.label : '';
}
