import type { DataSet } from '../config/schema.ts';
import type { Task } from '../config/task.ts';
import { OperatorError } from '../errors.ts';
import { listNames } from '../list-names.ts';
import { binaryClasses } from './binary-classes.ts';
import { createClassFinder, foldLabels } from './label-forms.ts';
import { cellsOf, readNumbers } from './read-columns.ts';
import { sortedNames } from './sorted-names.ts';
import type { TablePart } from './table.ts';

/** What is true of the rows, as the task needs it. */
export type Truth = ClassTruth | LabelTruth | ValueTruth | RankingTruth;

export interface ClassTruth {
  readonly task: 'binary-classification' | 'multiclass-classification';
  /** Binary: the negative class, then the positive one. */
  readonly classes: readonly string[];
  /** Index into `classes`; shape [rows]. */
  readonly labels: Int32Array;
}
export interface LabelTruth {
  readonly task: 'multilabel-classification';
  readonly classes: readonly string[];
  /** 1 where the row has the label, row-major; shape [rows, classes]. */
  readonly labels: Uint8Array;
}
export interface ValueTruth {
  readonly task: 'regression';
  readonly labels: Float64Array;
}
export interface RankingTruth {
  readonly task: 'ranking';
  readonly labels: Float64Array;
  /** 0 … queries − 1 in order of first appearance; shape [rows]. */
  readonly queries: Int32Array;
}

const SEPARATOR = '|';

/** @throws OperatorError `data-invalid` for targets that the task cannot have: missing, one class only, not a number. */
export function readTruth(table: TablePart, dataSet: DataSet, task: Task): Truth {
  switch (task) {
    case 'binary-classification': {
      const classes = binaryClasses(readClasses(table, dataSet.target), table, dataSet);
      return readClassTruth(table, dataSet.target, { task, classes });
    }
    case 'multiclass-classification': {
      const found = readClasses(table, dataSet.target);
      refuseOneClass(table, dataSet.target, found);
      return readClassTruth(table, dataSet.target, { task, classes: dataSet.classes ?? found });
    }
    case 'multilabel-classification':
      return readLabelSets(table, dataSet);
    case 'regression':
      return { task, labels: readPresent(table, dataSet.target) };
    case 'ranking':
      return { task, labels: readPresent(table, dataSet.target), queries: readCodes(table, dataSet.query ?? '') };
  }
}

/** Classes of a column, each in one spelling, sorted as scikit-learn sorts them. @throws OperatorError `data-invalid` for empty cells */
export function readClasses(table: TablePart, column: string): readonly string[] {
  const cells = cellsOf(table, column);
  refuseMissing(table, column, cells);
  return sortedNames(foldLabels(cells));
}

/** Which of these classes each row is of. @throws OperatorError `data-invalid` for a cell that is none of them */
export function readClassTruth(
  table: TablePart,
  column: string,
  { task, classes }: Pick<ClassTruth, 'task' | 'classes'>,
): ClassTruth {
  const cells = cellsOf(table, column);
  refuseMissing(table, column, cells);
  return { task, classes, labels: Int32Array.from(cells, indexIn(classes, table, column)) };
}

/** Truth of these rows, in this order. Classes and queries keep their codes. */
export function takeTruth(truth: Truth, rows: Int32Array): Truth {
  switch (truth.task) {
    case 'binary-classification':
    case 'multiclass-classification':
      return { ...truth, labels: Int32Array.from(rows, (row) => truth.labels[row] ?? 0) };
    case 'multilabel-classification': {
      const width = truth.classes.length;
      const labels = new Uint8Array(rows.length * width);
      rows.forEach((row, place) => {
        labels.set(truth.labels.subarray(row * width, (row + 1) * width), place * width);
      });
      return { ...truth, labels };
    }
    case 'regression':
      return { ...truth, labels: Float64Array.from(rows, (row) => truth.labels[row] ?? 0) };
    case 'ranking': {
      const queries = Int32Array.from(rows, (row) => truth.queries[row] ?? 0);
      return { ...truth, labels: Float64Array.from(rows, (row) => truth.labels[row] ?? 0), queries };
    }
  }
}

/** Rows with equal cells get equal codes: 0, 1, … in order of first appearance. */
export function readCodes(table: TablePart, column: string): Int32Array {
  const codes = new Map<string, number>();
  return Int32Array.from(cellsOf(table, column), (cell) => {
    const code = codes.get(cell) ?? codes.size;
    codes.set(cell, code);
    return code;
  });
}

const FEWEST_GROUPS = 5;

/** Codes of rows that belong together. @throws OperatorError `data-invalid` when there are too few groups to speak of noise */
export function readGroups(table: TablePart, column: string): Int32Array {
  const codes = readCodes(table, column);
  const groups = new Set(codes).size;
  if (groups >= FEWEST_GROUPS) return codes;
  throw new OperatorError(
    'data-invalid',
    `${table.source}: column ${JSON.stringify(column)} makes ${groups} groups of the rows; at least ${FEWEST_GROUPS} are needed to tell a difference from noise.`,
    'Evaluate rows of more groups, or name a finer column as the group.',
  );
}

/** Beyond these the square of a weight, or a sum, leaves what float64 holds. */
const USUAL_WEIGHTS = { least: 1e-100, most: 1e100 };

/** Sample weights: finite, none negative, not all zero. */
export function readWeights(table: TablePart, column: string): Float64Array {
  const weights = scaleWeights(readPresent(table, column));
  const row = weights.findIndex((weight) => weight < 0);
  const counted = weights.filter((weight) => weight > 0).length;
  if (row < 0 && counted > 1) return weights;
  throw new OperatorError(
    'data-invalid',
    row < 0
      ? `${table.source}: ${counted} rows have a weight in column ${JSON.stringify(column)} that is not 0; at least 2 are needed.`
      : `${table.source}:${table.lines[row] ?? 0} weight ${JSON.stringify(column)} is ${weights[row]}; weights are ≥ 0.`,
    'Mend the column, or name another one in evaluation.weight.',
  );
}

/** Very small or large ones as shares of the largest, which decide alike. */
function scaleWeights(weights: Float64Array): Float64Array {
  const largest = weights.reduce((most, weight) => Math.max(most, weight), 0);
  if (largest === 0 || (largest >= USUAL_WEIGHTS.least && largest <= USUAL_WEIGHTS.most)) return weights;
  return weights.map((weight) => weight / largest);
}

/** @throws OperatorError `data-invalid` when two rows have one id, or one has none. */
export function refuseRepeatedIds(table: TablePart, column: string): void {
  const seen = new Map<string, number>();
  for (const [row, id] of cellsOf(table, column).entries()) {
    if (id === '')
      throw new OperatorError(
        'data-invalid',
        `${table.source}:${table.lines[row] ?? 0} column ${JSON.stringify(column)} is empty: the row has no id.`,
        'Fill the cell, or leave the row out.',
      );
    const first = seen.get(id);
    if (first !== undefined) {
      throw new OperatorError(
        'data-invalid',
        `${table.source}:${table.lines[row] ?? 0} has the ${JSON.stringify(column)} ${JSON.stringify(id.slice(0, 60))} of line ${table.lines[first] ?? 0} again.`,
        'Remove repeated rows; each would count twice. Rows of one entity are a group (evaluation.group, --group), not an id.',
      );
    }
    seen.set(id, row);
  }
}

function readLabelSets(table: TablePart, dataSet: DataSet): LabelTruth {
  const cells = cellsOf(table, dataSet.target);
  refuseMissing(table, dataSet.target, cells, isNaNText); // an empty cell is a row without labels
  const sets = cells.map((cell) => cell.split(SEPARATOR).filter((label) => label !== ''));
  const classes = dataSet.classes ?? sortedNames(sets.flat());
  const labels = new Uint8Array(sets.length * classes.length);
  const index = indexIn(classes, table, dataSet.target);
  sets.forEach((set, row) => {
    for (const label of set) labels[row * classes.length + index(label, row)] = 1;
  });
  return { task: 'multilabel-classification', classes, labels };
}

function indexIn(classes: readonly string[], table: TablePart, column: string): (label: string, row: number) => number {
  const find = createClassFinder(classes);
  const known = new Map<string, number | undefined>();
  return (label, row) => {
    if (!known.has(label)) known.set(label, find(label));
    const index = known.get(label);
    if (index !== undefined) return index;
    throw new OperatorError(
      'data-invalid',
      `${table.source}:${table.lines[row] ?? 0} column ${JSON.stringify(column)} has the class ${JSON.stringify(label.slice(0, 60))}, which data.classes does not list.`,
      `Add it to data.classes (now ${listNames(classes, 20)}), or mend the cell.`,
    );
  };
}

function readPresent(table: TablePart, column: string): Float64Array {
  const values = readNumbers(table, column);
  const row = values.findIndex(Number.isNaN);
  if (row >= 0) throw emptyCell(table, column, row);
  return values;
}

function emptyCell(table: TablePart, column: string, row: number): OperatorError {
  const found = cellsOf(table, column)[row]?.trim() || 'empty';
  return new OperatorError(
    'data-invalid',
    `${table.source}:${table.lines[row] ?? 0} column ${JSON.stringify(column)} is ${found}.`,
    'Every evaluated row needs its true value: fill the cell or leave the row out.',
  );
}

/** What pandas and Parquet write for a missing value would be a class of its own. */
const isNaNText = (cell: string) => cell.length <= 4 && /^[+-]?nan$/i.test(cell);

function refuseMissing(
  table: TablePart,
  column: string,
  cells: readonly string[],
  isMissing = (cell: string) => cell === '' || isNaNText(cell),
): void {
  const row = cells.findIndex(isMissing);
  if (row >= 0) throw emptyCell(table, column, row);
}

function refuseOneClass(table: TablePart, column: string, classes: readonly string[]): void {
  if (classes.length >= 2) return;
  throw new OperatorError(
    'data-invalid',
    `${table.source}: target ${JSON.stringify(column)} has only one class, ${JSON.stringify(classes[0] ?? '')}.`,
    'With only one class there is nothing to measure: give rows of several.',
  );
}
