import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { collectColumns } from '@tidegate/core/data/collect-columns';
import { NoRowsError } from '@tidegate/core/data/no-rows-error';
import { cellsOf } from '@tidegate/core/data/read-columns';
import type { TablePart } from '@tidegate/core/data/table';
import { OperatorError } from '@tidegate/core/errors';
import { openData } from './workspace.ts';

const ID = 'id';

/**
 * Labels by the id of the prediction that they are of; the prediction log has the ids. None where the file has no rows: labels come
 * late, and an export of none yet is no mistake.
 * @throws OperatorError `data-invalid` for a file that is not there, lacks a column, or has two labels for one id
 */
export async function readArrivedLabels(
  workspace: string,
  path: string,
  target: string,
): Promise<ReadonlyMap<string, string>> {
  const table = await readTable(workspace, path, target);
  const labels = cellsOf(table, target);
  const arrived = new Map<string, string>();
  cellsOf(table, ID).forEach((id, row) => {
    const label = labels[row] ?? '';
    if (id === '' || label === '') return;
    const before = arrived.get(id);
    if (before !== undefined && before !== label)
      throw new OperatorError(
        'data-invalid',
        `${path}:${table.lines[row] ?? 0} has a second label for id ${JSON.stringify(id.slice(0, 60))}: ${JSON.stringify(label.slice(0, 60))} after ${JSON.stringify(before.slice(0, 60))}.`,
        'Keep one label for each prediction.',
      );
    arrived.set(id, label);
  });
  return arrived;
}

async function readTable(workspace: string, path: string, target: string): Promise<TablePart> {
  const withoutRows = (header: readonly string[]) => {
    return { source: path, header, rows: 0, cells: new Map(header.map((name) => [name, []])), lines: [] };
  };
  const wanted = [ID, target];
  if (isBare(join(workspace, path))) return withoutRows(wanted);
  try {
    return await collectColumns(openData(workspace, path), wanted);
  } catch (error) {
    if (!(error instanceof NoRowsError)) throw error;
    // A header of other columns is a mistake that should not wait for the first label.
    return withoutRows(error.header.length === 0 ? wanted : error.header);
  }
}

/** Nothing but blanks, or JSON's empty list: no format has columns in it. */
function isBare(file: string): boolean {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? Number.POSITIVE_INFINITY;
  return size <= 16 && /^\s*(\[\s*\])?\s*$/.test(readFileSync(file, 'utf8'));
}
