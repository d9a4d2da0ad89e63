import { existsSync, readFileSync } from 'node:fs';
import { parseTable } from '../data/parse-table.ts';
import type { Table } from '../data/table.ts';
import { OperatorError } from '../errors.ts';
import type { TableEngine } from '../ports/table-engine.ts';

/** Reads a table by the ending of its name: CSV with its own parser, which knows lines; the rest by the engine. */
export async function loadTable(
  engine: TableEngine,
  path: string,
  source: string,
  columns?: readonly string[],
): Promise<Table> {
  if (!existsSync(path)) {
    throw new OperatorError(
      'data-invalid',
      `There is no file ${source}.`,
      'Check the path, and that the file is checked out.',
    );
  }
  return path.toLowerCase().endsWith('.csv')
    ? parseTable(readFileSync(path), source)
    : engine.readTable(path, source, columns);
}
