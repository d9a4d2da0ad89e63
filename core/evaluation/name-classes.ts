import { createClassFinder, foldLabels } from '../data/label-forms.ts';
import { cellsOf } from '../data/read-columns.ts';
import { sortedNames } from '../data/sorted-names.ts';
import type { TablePart } from '../data/table.ts';
import { readClasses } from '../data/truth.ts';
import { OperatorError } from '../errors.ts';
import { guessPositive, type PositiveClass } from './guess-positive.ts';

/** Classes of a target, and of a binary one which of the two is positive; it comes last. */
export interface NamedClasses {
  readonly classes: readonly string[];
  readonly positive: PositiveClass | undefined;
}

export interface ClassColumns {
  readonly target: string;
  readonly positive?: string | undefined;
  readonly classes?: readonly string[] | undefined;
  /** Labels that models predicted: where all rows are of one class they may name the other. */
  readonly predicted: readonly string[];
}

/** @throws OperatorError `data-invalid` for more than two labels, `input-invalid` for names that are not among them */
export function nameBinaryClasses(table: TablePart, columns: ClassColumns): NamedClasses {
  const { target, positive, classes, predicted } = columns;
  const found = readClasses(table, target);
  if (found.length > 2) throw tooMany(table, target, found);
  if (classes && (classes.length !== 2 || found.some((label) => createClassFinder(classes)(label) === undefined)))
    throw otherNames(`--classes names ${quote(classes)}`, table, target, found);
  const known = classes ?? (found.length === 2 ? found : sortedNames(foldLabels([...found, ...predicted])));
  const [first, second] = known.length > 2 ? found : known;
  if (first !== undefined && second !== undefined) return pair(first, second);
  const only = first ?? '';
  if (positive !== undefined)
    return createClassFinder([only])(positive) === undefined ? pair(only, positive) : pair(`not ${only}`, only);
  if (/^(true|yes|y)$/i.test(only) || Number(only) > 0) return pair(`not ${only}`, only, only);
  if (/^(false|no|n)$/i.test(only) || Number(only) <= 0) return pair(only, `not ${only}`, `not ${only}`);
  throw new OperatorError(
    'input-invalid',
    `${table.source}: target ${JSON.stringify(target)} has only one class, ${JSON.stringify(only)}; whether it is the positive one is not known.`,
    `Give --positive ${JSON.stringify(only)} if it is, or --positive with the name of the other class.`,
  );

  function pair(one: string, other: string, guessed = guessPositive([one, other])): NamedClasses {
    const place = createClassFinder([one, other])(positive ?? guessed);
    if (place === undefined)
      throw otherNames(`--positive names ${JSON.stringify(positive)}`, table, target, [one, other]);
    const label = positive ?? guessed;
    return { classes: [place === 0 ? other : one, label], positive: { label, isGuessed: positive === undefined } };
  }
}

/** Classes of the target, or of target and predictions where all rows are of one. */
export function nameSeveralClasses(table: TablePart, { target, classes, predicted }: ClassColumns): NamedClasses {
  const found = readClasses(table, target);
  const named = found.length > 1 ? found : sortedNames(foldLabels([...found, ...predicted]));
  return { classes: classes ?? named, positive: undefined };
}

/** Labels of a column that is there. */
export function labelsOf(table: TablePart, column: string | undefined): readonly string[] {
  return column === undefined ? [] : [...new Set(cellsOf(table, column))].filter((label) => label !== '');
}

function tooMany(table: TablePart, target: string, found: readonly string[]): OperatorError {
  return new OperatorError(
    'data-invalid',
    `${table.source}: target ${JSON.stringify(target)} has ${found.length} distinct labels (${quote(found)}); a binary one has two classes.`,
    'Give --task multiclass-classification, or name another column.',
  );
}

function otherNames(problem: string, table: TablePart, target: string, found: readonly string[]): OperatorError {
  return new OperatorError(
    'input-invalid',
    `${problem}; the labels in column ${JSON.stringify(target)} of ${table.source} are ${quote(found)}.`,
    'Write the names as they stand in the file.',
  );
}

function quote(labels: readonly string[]): string {
  const named = labels.slice(0, 6).map((label) => JSON.stringify(label.slice(0, 60)));
  return `${named.join(', ')}${labels.length > named.length ? ', …' : ''}`;
}
