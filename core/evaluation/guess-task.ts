import type { Task } from '../config/task.ts';
import { nameForms } from '../data/label-forms.ts';
import { cellsOf } from '../data/read-columns.ts';
import type { TablePart } from '../data/table.ts';

/** A task and what it was guessed from, to follow "guessed from". */
export interface TaskGuess {
  readonly task: Task;
  readonly from: string;
}

export interface GuessedColumns {
  readonly target: string;
  readonly query?: string | undefined;
  readonly scores?: readonly string[] | undefined;
  readonly prediction?: string | undefined;
}

const MOST_WHOLE_CLASSES = 20;
const LEAST_ROWS_A_CLASS = 5;
const WHOLE = /^[+-]?\d+$/;

/**
 * The task that the columns look like: a query is ranking; two labels are binary, other text and several score columns are
 * classes. Of whole numbers, few that come often are classes where predictions are whole too; other numbers are values.
 */
export function guessTask(table: TablePart, columns: GuessedColumns): TaskGuess {
  const { target, query, scores, prediction } = columns;
  if (query !== undefined) return { task: 'ranking', from: 'the column of queries' };
  const labels = new Set(
    nameForms([...new Set(cellsOf(table, target))].filter((cell) => !/^([+-]?nan)?$/i.test(cell))),
  );
  const several = `${labels.size} distinct labels`;
  if (scores && scores.length > 2) return { task: 'multiclass-classification', from: `${scores.length} score columns` };
  const areCodes = labels.size <= 2 && areWhole(labels);
  if (areCodes && prediction !== undefined && areValues(distinct(table, prediction)))
    return { task: 'regression', from: 'predicted values that are no labels' };
  if (labels.size === 2 || (labels.size === 1 && !isDecimal(labels)))
    return { task: 'binary-classification', from: labels.size === 2 ? 'two distinct labels' : 'one distinct label' };
  if (!areNumbers(labels)) return { task: 'multiclass-classification', from: several };
  if (scores?.length === 2) return { task: 'multiclass-classification', from: '2 score columns' };
  const areFew = labels.size <= MOST_WHOLE_CLASSES && labels.size * LEAST_ROWS_A_CLASS <= table.rows;
  if (areWhole(labels) && areFew && areLabels(table, labels, prediction ?? scores?.[0], prediction === undefined))
    return { task: 'multiclass-classification', from: several };
  return { task: 'regression', from: `${labels.size} distinct numbers` };
}

/** What is predicted of whole labels: other labels, or probabilities of labels that are none themselves. */
function areLabels(
  table: TablePart,
  labels: ReadonlySet<string>,
  column: string | undefined,
  areScores: boolean,
): boolean {
  if (column === undefined) return true;
  const said = distinct(table, column);
  return areScores ? areProbabilities(said) && !areProbabilities(labels) : areWhole(said);
}

function distinct(table: TablePart, column: string): ReadonlySet<string> {
  return new Set(nameForms([...new Set(cellsOf(table, column))]));
}

/** Decimals that are no probabilities either. */
function areValues(said: ReadonlySet<string>): boolean {
  return isDecimal(said) && !areProbabilities(said);
}

function areProbabilities(said: ReadonlySet<string>): boolean {
  return areNumbers(said) && [...said].every((value) => Number(value) >= 0 && Number(value) <= 1);
}

function isDecimal(labels: ReadonlySet<string>): boolean {
  return areNumbers(labels) && !areWhole(labels);
}

function areWhole(labels: ReadonlySet<string>): boolean {
  return [...labels].every((label) => WHOLE.test(label));
}

function areNumbers(labels: ReadonlySet<string>): boolean {
  return [...labels].every((label) => label.trim() !== '' && Number.isFinite(Number(label)));
}
