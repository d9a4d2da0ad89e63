import { nameForms } from '../data/label-forms.ts';
import { cellsOf } from '../data/read-columns.ts';
import type { TablePart } from '../data/table.ts';
import { OperatorError } from '../errors.ts';
import { type Note, nameColumns } from './note.ts';
import type { PredictionColumns } from './read-predictions.ts';

/** Columns of both files that the evaluation reads nothing of. */
export function unreadColumns(table: TablePart, other: TablePart, columns: PredictionColumns): readonly string[] {
  const { target, id, weight, group, query, scores, prediction, baselineScores, baselinePrediction } = columns;
  const said = [...(scores ?? []), prediction, ...(baselineScores ?? []), baselinePrediction];
  const read = [target, id, weight, group, query, ...said];
  return table.header.filter((name) => other.header.includes(name) && !read.includes(name));
}

/**
 * Equal labels in one order do not make the rows the same: what else both files say of a row shows it.
 * @throws OperatorError `evaluation-mismatch` where a column names the rows of both files, in another order
 */
export function noteUnlikeColumns(table: TablePart, other: TablePart, columns: PredictionColumns): readonly Note[] {
  const unlike = unreadColumns(table, other, columns).flatMap((name) => {
    const [here, there] = [readForms(table, name), readForms(other, name)];
    if (!here || !there) return [];
    const row = here.findIndex((cell, place) => cell !== there[place]);
    if (row < 0) return [];
    if (columns.id === undefined && isReordered(here, there)) throw otherOrder(table, other, { name, row });
    return [name];
  });
  if (unlike.length === 0) return [];
  const how = unlike.length === 1 ? 'is' : 'are';
  const message = `${nameColumns(unlike)} ${how} in both files and ${unlike.length === 1 ? 'differs' : 'differ'} in some rows: are they the same rows?${columns.id === undefined ? ' --id matches them by name.' : ''}`;
  return [{ code: 'columns-differ', message }];
}

/** Undefined where the cells were not read. */
function readForms(table: TablePart, name: string): readonly string[] | undefined {
  return table.cells.has(name) || table.numbers?.has(name) ? nameForms(cellsOf(table, name)) : undefined;
}

/** No cell is there twice, and each is there in both: such a column names rows. */
function isReordered(here: readonly string[], there: readonly string[]): boolean {
  const known = new Set(here);
  return known.size === here.length && new Set(there).size === known.size && there.every((cell) => known.has(cell));
}

function otherOrder(
  table: TablePart,
  other: TablePart,
  { name, row }: { readonly name: string; readonly row: number },
): OperatorError {
  const at = ({ source, lines }: TablePart) => `${source}:${lines[row] ?? 0}`;
  return new OperatorError(
    'evaluation-mismatch',
    `${table.source} and ${other.source} have the same rows in another order: column ${JSON.stringify(name)} names each row once in both, and they first differ at ${at(table)} and ${at(other)}.`,
    `Give --id ${name}, and rows are matched by it.`,
  );
}
