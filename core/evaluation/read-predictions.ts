import type { Task } from '../config/task.ts';
import type { TablePart } from '../data/table.ts';
import { readClassTruth, readGroups, readTruth, readWeights, type Truth } from '../data/truth.ts';
import { buildSample } from './build-sample.ts';
import type { PositiveClass } from './guess-positive.ts';
import { labelsOf, nameBinaryClasses, nameSeveralClasses } from './name-classes.ts';
import { readOutputs } from './read-outputs.ts';
import type { Sample } from './sample.ts';

/** Which columns of a file of predictions hold what. */
export interface PredictionColumns {
  readonly task: Task;
  /** What the task was guessed from, where nobody gave it. */
  readonly taskGuessedFrom?: string | undefined;
  readonly target: string;
  readonly positive?: string | undefined;
  readonly classes?: readonly string[] | undefined;
  /** Scores of the candidate: one column, or one for each class in their order. */
  readonly scores?: readonly string[] | undefined;
  readonly prediction?: string | undefined;
  readonly baselineScores?: readonly string[] | undefined;
  readonly baselinePrediction?: string | undefined;
  /** Names the rows: no two may share one. */
  readonly id?: string | undefined;
  readonly weight?: string | undefined;
  readonly group?: string | undefined;
  readonly query?: string | undefined;
  readonly threshold: number;
}

export interface Predictions {
  readonly truth: Truth;
  /** Of binary classification. */
  readonly positive: PositiveClass | undefined;
  readonly candidate: Sample;
  readonly baseline: Sample | undefined;
  readonly weights: Float64Array | undefined;
  readonly groups: Int32Array | undefined;
}

/**
 * What a file says, and what another with the same rows says of the baseline where there is one.
 * @throws OperatorError `data-invalid` for missing columns, labels or scores that are missing or out of range; `input-invalid`
 * for names of classes and numbers of columns that do not fit
 */
export function readPredictions(table: TablePart, columns: PredictionColumns, other = table): Predictions {
  const { classes: order } = columns;
  const { truth, positive } = readLabels(table, columns, other);
  const sampleOf = (from: TablePart, flag: string, scores?: readonly string[], prediction?: string): Sample =>
    buildSample(truth, readOutputs(from, truth, { scores, prediction, flag, order }), columns.threshold);
  const hasBaseline = columns.baselineScores !== undefined || columns.baselinePrediction !== undefined;
  return {
    truth,
    positive,
    candidate: sampleOf(table, '--score', columns.scores, columns.prediction),
    baseline: hasBaseline
      ? sampleOf(other, '--baseline-score', columns.baselineScores, columns.baselinePrediction)
      : undefined,
    weights: columns.weight === undefined ? undefined : readWeights(table, columns.weight),
    groups: columns.group === undefined ? undefined : readGroups(table, columns.group),
  };
}

/** One class alone is no mistake here: what needs two has no value, and the rest is measured. */
function readLabels(
  table: TablePart,
  columns: PredictionColumns,
  other: TablePart,
): Pick<Predictions, 'truth' | 'positive'> {
  const { task, target, classes, query } = columns;
  if (task === 'binary-classification' || task === 'multiclass-classification') {
    const predicted = [...labelsOf(table, columns.prediction), ...labelsOf(other, columns.baselinePrediction)];
    const nameClasses = task === 'binary-classification' ? nameBinaryClasses : nameSeveralClasses;
    const named = nameClasses(table, { target, positive: columns.positive, classes, predicted });
    return { truth: readClassTruth(table, target, { task, classes: named.classes }), positive: named.positive };
  }
  const data = {
    path: table.source,
    target,
    ...(classes && { classes: [...classes] }),
    ...(query !== undefined && { query }),
    features: { numeric: [], categorical: [] },
    holdout: { fraction: 0.25, salt: '' },
  };
  return { truth: readTruth(table, data, task), positive: undefined };
}
