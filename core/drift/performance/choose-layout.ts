import type { Task } from '../../config/task.ts';
import { OperatorError } from '../../errors.ts';
import { listNames } from '../../list-names.ts';
import type { Column, Columns } from '../../ports/model-runtime.ts';
import { oneForm } from '../../profile/one-form.ts';
import type { PredictedColumns } from './measure-regressor.ts';
import type { ScoredColumns } from './read-scored.ts';

/** What a person says of columns; the rest is read from the reference. */
export interface LayoutFlags {
  readonly task?: Task | undefined;
  readonly target: string;
  readonly scores: readonly string[];
  readonly prediction?: string | undefined;
  readonly positive?: string | undefined;
  readonly classes?: readonly string[] | undefined;
  readonly threshold: number;
  /** Columns that a regression model may have read. */
  readonly features: readonly string[];
}

export type Layout = ScoredColumns | (PredictedColumns & { readonly task: 'regression' });

const POSITIVE = /^(\+?1(\.0)?|true|yes|y)$/i;
const MOST_CLASSES = 1000;

/** Which columns hold what. @throws OperatorError `input-invalid`, `data-invalid` */
export function chooseLayout(flags: LayoutFlags, reference: Columns): Layout {
  const { target, scores, prediction, threshold } = flags;
  const column = reference[target];
  if (!column) throw new Error(`the reference was read without ${target}`);
  const found = classesOf(column);
  const task = flags.task ?? guessTask(flags, column, found);
  if (task === 'regression') {
    const value = prediction ?? scores[0] ?? '';
    refuseText(reference, [value, target]);
    return { task, prediction: value, target, features: flags.features };
  }
  if (task === 'multilabel-classification' || task === 'ranking')
    throw new OperatorError(
      'input-invalid',
      `Performance of ${task} cannot be watched here.`,
      'It can for binary-classification, multiclass-classification and regression.',
    );
  refuseText(reference, scores);
  const classes = task === 'binary-classification' ? twoClasses(flags, found) : severalClasses(flags, found);
  const width = task === 'binary-classification' ? 1 : classes.length;
  if (scores.length > 0 && scores.length !== width)
    throw new OperatorError(
      'input-invalid',
      `${scores.length} score columns were given for ${width === 1 ? 'a binary target' : `${width} classes`}.`,
      width === 1
        ? 'Give the column of the probability of the positive class.'
        : `Give ${width}, in the order ${listNames(classes, 20)}.`,
    );
  return { task, classes, scores, target, prediction, threshold };
}

function guessTask({ scores }: LayoutFlags, column: Column, found: readonly string[]): Task {
  if (scores.length > 1) return 'multiclass-classification';
  if (found.length <= 2) return 'binary-classification';
  return column instanceof Float64Array ? 'regression' : 'multiclass-classification';
}

function twoClasses({ positive, target }: LayoutFlags, found: readonly string[]): readonly string[] {
  const chosen =
    (positive === undefined ? undefined : oneForm(positive)) ??
    (found.length === 2 ? found.find((name) => POSITIVE.test(name)) : undefined);
  const negative = found.find((name) => name !== chosen);
  if (found.length === 2 && chosen !== undefined && negative !== undefined && found.includes(chosen))
    return [negative, chosen];
  throw new OperatorError(
    found.length === 2 ? 'input-invalid' : 'data-invalid',
    `Target ${JSON.stringify(target)} of the reference must have two classes${chosen === undefined ? '' : `, one of them ${JSON.stringify(chosen)}`}; it has ${listNames(found, 6) || 'none'}.`,
    found.length === 2
      ? 'Name the value that counts as positive with --positive.'
      : 'Give a reference with rows of both classes, or --task for other tasks.',
  );
}

/** What is no probability is the wrong column. @throws OperatorError `data-invalid` that names the first such row */
export function refuseNoProbabilities(
  columns: Columns,
  scores: readonly string[],
  side: { readonly name: string; readonly isWhole: boolean },
): void {
  for (const name of scores) {
    const column = columns[name];
    if (!(column instanceof Float64Array)) continue;
    const row = column.findIndex((value) => value < 0 || value > 1);
    if (row < 0) continue;
    const where = side.isWhole ? `row ${row + 1} of ${side.name}` : `a row of ${side.name}`;
    throw new OperatorError(
      'data-invalid',
      `--score ${name}: ${column[row]} in ${where} is no probability.`,
      'Give a column of numbers from 0 to 1; labels or values go with --prediction.',
    );
  }
}

function severalClasses({ classes, target }: LayoutFlags, found: readonly string[]): readonly string[] {
  const all = classes?.map(oneForm) ?? found;
  if (all.length >= 2 && all.length <= MOST_CLASSES) return all;
  throw new OperatorError(
    'data-invalid',
    `Target ${JSON.stringify(target)} of the reference has ${all.length} classes; 2 to ${MOST_CLASSES} are expected.`,
    'Check --target, or give --task regression.',
  );
}

/** Sorted, without what is missing. */
function classesOf(column: Column): readonly string[] {
  const values = new Set<string>();
  for (const value of column as readonly (string | number)[]) {
    if (value !== '' && !Number.isNaN(value)) values.add(oneForm(String(value)));
    if (values.size > MOST_CLASSES) break;
  }
  return [...values].toSorted();
}

function refuseText(reference: Columns, names: readonly string[]): void {
  const text = names.find((name) => !(reference[name] instanceof Float64Array));
  if (text === undefined) return;
  throw new OperatorError(
    'data-invalid',
    `Column ${JSON.stringify(text)} of the reference holds text; numbers are expected.`,
    'Give probabilities with --score, labels with --prediction; a regression needs numbers in both.',
  );
}
