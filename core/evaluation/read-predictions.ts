import type { DataSet } from '../config/schema.ts';
import type { Task } from '../config/task.ts';
import { cellsOf, readNumbers } from '../data/read-columns.ts';
import type { TablePart } from '../data/table.ts';
import { readGroups, readTruth, readWeights, type Truth } from '../data/truth.ts';
import { OperatorError } from '../errors.ts';
import { buildSample, type Outputs } from './build-sample.ts';
import type { Sample } from './sample.ts';

/** Which columns of a file of predictions hold what. */
export interface PredictionColumns {
  readonly task: Task;
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
  readonly candidate: Sample;
  readonly baseline: Sample | undefined;
  readonly weights: Float64Array | undefined;
  readonly groups: Int32Array | undefined;
}

/**
 * What a file says, and what another with the same rows says of the baseline where there is one.
 * @throws OperatorError `data-invalid` for missing columns, labels or scores that are missing or out of range.
 */
export function readPredictions(table: TablePart, columns: PredictionColumns, other = table): Predictions {
  const { task, target, classes, query } = columns;
  const positive = columns.positive ?? guessPositive(table, target);
  const features = { numeric: [], categorical: [] };
  const data: DataSet = {
    path: table.source,
    target,
    ...(positive !== undefined && { positive }),
    ...(classes && { classes: [...classes] }),
    ...(query !== undefined && { query }),
    features,
    holdout: { fraction: 0.25, salt: '' },
  };
  const truth = readTruth(table, data, task);
  const sampleOf = (from: TablePart, scores: readonly string[] | undefined, prediction: string | undefined): Sample =>
    buildSample(truth, readOutputs(from, truth, scores, prediction), columns.threshold);
  const hasBaseline = columns.baselineScores !== undefined || columns.baselinePrediction !== undefined;
  return {
    truth,
    candidate: sampleOf(table, columns.scores, columns.prediction),
    baseline: hasBaseline ? sampleOf(other, columns.baselineScores, columns.baselinePrediction) : undefined,
    weights: columns.weight === undefined ? undefined : readWeights(table, columns.weight),
    groups: columns.group === undefined ? undefined : readGroups(table, columns.group),
  };
}

/** Names the task that the target looks like: text or few whole numbers are classes, anything else is a value. */
export function guessTask(table: TablePart, columns: Pick<PredictionColumns, 'target' | 'query' | 'scores'>): Task {
  if (columns.query !== undefined) return 'ranking';
  const values = new Set(cellsOf(table, columns.target));
  if (values.size <= 2) return 'binary-classification';
  const areWhole = [...values].every((value) => /^-?\d{1,4}$/.test(value));
  const areNumbers = [...values].every((value) => value.trim() !== '' && Number.isFinite(Number(value)));
  if (!areNumbers || (areWhole && values.size <= 20 && (columns.scores?.length ?? 1) !== 1))
    return 'multiclass-classification';
  return 'regression';
}

/** What people mean where a target is 0 and 1, -1 and 1, false and true, no and yes; undefined for anything else. */
export function guessPositive(table: TablePart, target: string): string | undefined {
  const values = [...new Set(cellsOf(table, target))];
  return values.length === 2 ? values.find((value) => /^(\+?1(\.0)?|true|yes|y)$/i.test(value)) : undefined;
}

function readOutputs(
  table: TablePart,
  truth: Truth,
  scores: readonly string[] | undefined,
  prediction: string | undefined,
): Outputs {
  if (truth.task === 'regression' || truth.task === 'ranking')
    return { scores: readFinite(table, prediction ?? scores?.[0] ?? '') };
  const width = truth.task === 'binary-classification' ? 1 : truth.classes.length;
  if (scores && scores.length !== width) {
    throw new OperatorError(
      'input-invalid',
      `${scores.length} score columns were given for ${width === 1 ? 'a binary target' : `${width} classes`}.`,
      `Give ${width}, in the order ${truth.classes.join(', ')}.`,
    );
  }
  const decisions = prediction === undefined ? undefined : readDecisions(table, truth, prediction);
  return { scores: scores && interleave(scores.map((name) => readProbabilities(table, name))), decisions };
}

function readDecisions(table: TablePart, truth: Truth, column: string): Int32Array | Uint8Array {
  const classes = 'classes' in truth ? truth.classes : [];
  if (truth.task === 'multilabel-classification') {
    const data = { path: '', target: column, classes: [...classes], features: { numeric: [], categorical: [] } };
    const read = readTruth(table, { ...data, holdout: { fraction: 0.25, salt: '' } }, truth.task);
    return read.labels instanceof Float64Array ? new Int32Array() : read.labels;
  }
  const places = new Map(classes.map((name, index) => [name, index]));
  return Int32Array.from(cellsOf(table, column), (cell, row) => {
    const place = places.get(cell);
    if (place !== undefined) return place;
    throw new OperatorError(
      'data-invalid',
      `${table.source}:${table.lines[row] ?? 0} prediction ${JSON.stringify(cell.slice(0, 60))} is no class of the target (${classes.slice(0, 20).join(', ')}).`,
      'Write predictions with the labels of the target.',
    );
  });
}

function readProbabilities(table: TablePart, column: string): Float64Array {
  const values = readFinite(table, column);
  const row = values.findIndex((value) => value < 0 || value > 1);
  if (row < 0) return values;
  throw new OperatorError(
    'data-invalid',
    `${table.source}:${table.lines[row] ?? 0} score ${JSON.stringify(column)} is ${values[row]}; a probability is between 0 and 1.`,
    'Give probabilities: apply the sigmoid or softmax before writing the file.',
  );
}

function readFinite(table: TablePart, column: string): Float64Array {
  const values = readNumbers(table, column);
  const row = values.findIndex(Number.isNaN);
  if (row < 0) return values;
  throw new OperatorError(
    'data-invalid',
    `${table.source}:${table.lines[row] ?? 0} column ${JSON.stringify(column)} has no value.`,
    'Every row needs its prediction: fill the cell or leave the row out.',
  );
}

function interleave(columns: readonly Float64Array[]): Float64Array {
  const [first] = columns;
  if (columns.length === 1 && first) return first;
  const rows = first?.length ?? 0;
  const values = new Float64Array(rows * columns.length);
  columns.forEach((column, place) => {
    for (let row = 0; row < rows; row += 1) values[row * columns.length + place] = column[row] as number;
  });
  return values;
}
