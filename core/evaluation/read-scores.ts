import { createClassFinder } from '../data/label-forms.ts';
import { readNumbers } from '../data/read-columns.ts';
import type { TablePart } from '../data/table.ts';
import type { ClassTruth, LabelTruth } from '../data/truth.ts';
import { OperatorError } from '../errors.ts';
import { normaliseRows } from './normalise-rows.ts';
import type { OutputColumns } from './read-outputs.ts';

type ScoreColumns = OutputColumns & { readonly scores: readonly string[] };

/** Probabilities that were rounded to three decimals pass. scikit-learn's roc_auc_score refuses more than 1e-5, its log_loss warns. */
const ROUNDED = 5e-4;
const LEAST_TOLERANCE = 1e-3;

/**
 * Probabilities as `buildSample` takes them: of the positive class, or of each class, row-major. Two columns of a binary target
 * are those of its classes in the order that was given.
 */
export function readScores(table: TablePart, truth: ClassTruth | LabelTruth, columns: ScoreColumns): Float64Array {
  const { scores, order } = columns;
  const isBinary = truth.task === 'binary-classification';
  if (isBinary && scores.length === 2 && order) {
    const pair = scores.map((name) => readProbabilities(table, name));
    refuseOtherSums(table, scores, pair);
    const place = createClassFinder(order)(truth.classes[1] ?? '') ?? -1;
    if (place < 0) return refuse(truth, columns);
    return normaliseRows(interleave(pair), 2).filter((_, index) => index % 2 === place);
  }
  if (scores.length !== (isBinary ? 1 : truth.classes.length)) return refuse(truth, columns);
  const read = scores.map((name) => readProbabilities(table, name));
  if (truth.task !== 'multiclass-classification') return interleave(read);
  refuseOtherSums(table, scores, read);
  return normaliseRows(interleave(read), read.length);
}

function refuse({ task, classes }: ClassTruth | LabelTruth, { scores, flag }: ScoreColumns): never {
  if (task !== 'binary-classification') {
    const named = classes.slice(0, 20).map((name) => JSON.stringify(name.slice(0, 60)));
    const columns = `${scores.length} score column${scores.length === 1 ? ' was' : 's were'} given`;
    throw new OperatorError(
      'input-invalid',
      `${columns} for ${classes.length} class${classes.length === 1 ? '' : 'es'} (${named.join(', ')}${classes.length > 20 ? ', …' : ''}).`,
      scores.length > classes.length
        ? `Name the class of each column with --classes and ${scores.length} names with commas, also of those that no row has.`
        : `Give ${classes.length} columns in this order, with commas; or name the class of each with --classes.`,
    );
  }
  const [negative = '', positive = ''] = classes;
  const [, second = scores[0]] = scores;
  throw new OperatorError(
    'input-invalid',
    `${scores.length} score columns were given for a binary target.`,
    scores.length === 2
      ? `Say which class each is of: ${flag} ${scores.join(',')} --classes ${negative},${positive}; or give that of ${JSON.stringify(positive)} alone: ${flag} ${second}.`
      : `Give the probability of ${JSON.stringify(positive)} alone: ${flag} ${second}.`,
  );
}

function refuseOtherSums(table: TablePart, names: readonly string[], columns: readonly Float64Array[]): void {
  const tolerance = Math.max(LEAST_TOLERANCE, ROUNDED * columns.length);
  for (let row = 0; row < table.rows; row += 1) {
    let sum = 0;
    for (const column of columns) sum += column[row] as number;
    if (Math.abs(sum - 1) <= tolerance) continue;
    const shown = names.slice(0, 6).map((name) => JSON.stringify(name));
    throw new OperatorError(
      'data-invalid',
      `${table.source}:${table.lines[row] ?? 0} the scores ${shown.join(', ')}${names.length > shown.length ? ', …' : ''} sum to ${Number(sum.toPrecision(4))}; probabilities of all classes sum to 1.`,
      'Give one column for each class. Scores of each class against the rest are no probabilities: apply the softmax, or divide each row by its sum.',
    );
  }
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

/** @throws OperatorError `data-invalid` for a cell without a number */
export function readFinite(table: TablePart, column: string): Float64Array {
  const values = readCells(table, column);
  const row = values.findIndex(Number.isNaN);
  if (row < 0) return values;
  throw new OperatorError(
    'data-invalid',
    `${table.source}:${table.lines[row] ?? 0} column ${JSON.stringify(column)} has no value.`,
    'Every row needs its prediction: fill the cell or leave the row out.',
  );
}

/** A cell of a feature may be empty or text, one of a prediction is neither. */
function readCells(table: TablePart, column: string): Float64Array {
  try {
    return readNumbers(table, column);
  } catch (error) {
    // A column that is not there has advice of its own.
    if (!(error instanceof OperatorError) || !table.header.includes(column)) throw error;
    throw new OperatorError(
      error.code,
      error.message,
      'Write every prediction as a number: 0.71, not 71%. Labels are given with --prediction.',
      error.cause,
    );
  }
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
