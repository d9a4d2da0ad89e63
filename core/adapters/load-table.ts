import { existsSync, readFileSync, statSync } from 'node:fs';
import { createCellBudget } from '../data/cell-budget.ts';
import { joinParts } from '../data/collect-columns.ts';
import { parseTable } from '../data/parse-table.ts';
import { cellsOf } from '../data/read-columns.ts';
import { sourceOf, type Table, type TablePart, type TableSource } from '../data/table.ts';
import { OperatorError } from '../errors.ts';
import { LOADED_MAX_CELLS, LOADED_MAX_CHARACTERS } from '../limits.ts';
import type { TableEngine } from '../ports/table-engine.ts';
import { digestOfFile } from './digest-of-file.ts';
import { findTableFormat } from './table-format.ts';

type Engine = Pick<TableEngine, 'openTable'>;

/** A CSV file up to this size has its own parser, which knows the lines of its cells; the engine reads larger ones in parts. */
const CSV_IN_MEMORY_BYTES = 8 * 1024 ** 2;

/** A table to read part by part, by the ending of its name. */
export function openTable(engine: Engine, path: string, source: string): TableSource {
  refuseMissing(path, source);
  if (!isSmallCsv(path)) return engine.openTable(path, source);
  let table: Promise<TablePart> | undefined;
  return {
    source,
    async *chunks() {
      table ??= parseSmall(path, source);
      yield* sourceOf(await table).chunks();
    },
  };
}

/** Reads a whole table, all columns or these, as text. */
export async function loadTable(
  engine: Engine,
  path: string,
  source: string,
  columns?: readonly string[],
): Promise<Table> {
  refuseMissing(path, source);
  if (isSmallCsv(path)) return parseSmall(path, source);
  const parts: TablePart[] = [];
  const count = createCellBudget(source, { cells: LOADED_MAX_CELLS, characters: LOADED_MAX_CHARACTERS }, 'all');
  for await (const part of engine.openTable(path, source).chunks(columns)) {
    count(part);
    parts.push(part);
  }
  const table = joinParts(source, parts);
  const read = columns ? table.header.filter((name) => columns.includes(name)) : table.header;
  const cells = new Map(read.map((name) => [name, cellsOf(table, name)]));
  return { ...table, cells, numbers: new Map(), digest: await digestOfFile(path) };
}

function isSmallCsv(path: string): boolean {
  return /\.[ct]sv$/i.test(path) && statSync(path).size <= CSV_IN_MEMORY_BYTES;
}

function parseSmall(path: string, source: string): Promise<Table> {
  const format = findTableFormat(path, source);
  return parseTable(readFileSync(path), source, format.kind === 'csv' ? format.delimiter : undefined);
}

function refuseMissing(path: string, source: string): void {
  if (existsSync(path)) return;
  const hint = 'Check the path, and that the file is checked out.';
  throw new OperatorError('data-invalid', `There is no file ${source}.`, hint);
}
