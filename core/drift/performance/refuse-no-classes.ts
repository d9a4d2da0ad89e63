import { OperatorError } from '../../errors.ts';
import { listNames } from '../../list-names.ts';
import type { Columns } from '../../ports/model-runtime.ts';
import type { Prediction } from '../../serving/prediction.ts';
import { readClasses, type ScoredColumns } from './read-scored.ts';
import { labelOf } from './served-scores.ts';

const MOST_SHOWN = 5;

/** Counted as wrong answers or as negatives they would make a metric of nothing. @throws OperatorError `data-invalid` */
export function refuseNoClasses(
  columns: Columns,
  { prediction, classes, target }: Pick<ScoredColumns, 'prediction' | 'classes' | 'target'>,
  side: string,
): void {
  const column = prediction === undefined ? undefined : columns[prediction];
  if (prediction === undefined || !column) return;
  const { strange } = readClasses(column, classes, column.length);
  if (strange.size === 0) return;
  throw new OperatorError(
    'data-invalid',
    `--prediction ${prediction}: ${listNames([...strange].toSorted(), MOST_SHOWN)} in ${side} ${strange.size === 1 ? 'is' : 'are'} no class of target ${JSON.stringify(target)} (${listNames(classes, 20)}).`,
    [...strange].every((value) => /^0?\.\d+$/.test(value))
      ? `--prediction takes labels: if these are probabilities, give --score ${prediction}.`
      : 'Give the column of labels that the model gave; of more than two classes, --classes lists those that no row has.',
  );
}

/** The same of what a server logged. @throws OperatorError `data-invalid` */
export function refuseStrangeAnswers(predictions: readonly Prediction[], classes: readonly string[]): void {
  const known = new Set(classes);
  const strange = new Set(predictions.map(labelOf).filter((label) => !known.has(label)));
  if (strange.size === 0) return;
  throw new OperatorError(
    'data-invalid',
    `The prediction log has labels that are no class of the release (${listNames(classes, 20)}): ${listNames(strange, MOST_SHOWN)}.`,
    "Keep only what the release's own server wrote in the log, and run again.",
  );
}
