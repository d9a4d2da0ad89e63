import { OperatorError } from '../../errors.ts';
import type { Predictions } from '../../run/predictions.ts';
import type { ParityFact } from '../facts.ts';
import type { ModelScores } from '../open-model.ts';

/**
 * Largest difference between the exported file and the framework that trained it; decisions are compared where a model gives
 * no scores.
 * @throws OperatorError `document-invalid` when the predictions are of other rows or classes
 */
export function measureParity(predictions: Predictions, candidate: ModelScores, source: string): ParityFact {
  const actual: ArrayLike<number> = candidate.scores ?? candidate.decisions ?? [];
  const { rows, values } = predictions;
  if (values.length !== actual.length) {
    throw new OperatorError(
      'document-invalid',
      `${source} has ${values.length} values for ${rows} rows; the evaluation needs ${actual.length}.`,
      'Write a prediction for each evaluation row, in order; several classes: all of their scores, row after row.',
    );
  }
  let [largest, worst] = [0, -1];
  for (let index = 0; index < values.length; index += 1) {
    const difference = Math.abs((actual[index] as number) - (values[index] as number));
    if (difference > largest) [largest, worst] = [difference, index];
  }
  return { rows, maxAbsoluteDifference: largest, worst: worst < 0 ? null : placeOf(worst) };

  function placeOf(index: number): ParityFact['worst'] {
    const width = values.length / rows;
    const place = { row: Math.floor(index / width), value: index % width };
    return { ...place, exported: actual[index] as number, trained: values[index] as number };
  }
}
