import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { quoteName, quoteText } from '../data/quote-sql.ts';
import type { TablePart } from '../data/table.ts';
import { OperatorError } from '../errors.ts';
import type { OpenDatabase } from './duckdb.ts';

const CSV = `header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', strict_mode = true`;
const READERS: Readonly<Record<string, (path: string) => string>> = {
  csv: (path) => `read_csv(${path}, ${CSV})`,
  parquet: (path) => `read_parquet(${path})`,
  jsonl: (path) => `read_ndjson(${path})`,
  ndjson: (path) => `read_ndjson(${path})`,
  json: (path) => `read_ndjson(${path})`,
};
/** Whose text and whose float64 say the same; a FLOAT prints shorter than the double it becomes. */
const NUMERIC = ['DOUBLE', 'INTEGER', 'SMALLINT', 'TINYINT', 'UINTEGER', 'USMALLINT', 'UTINYINT'];
const ROWS_A_PART = 16_384;

/** Rows of a file in parts, these columns or all. Such files have no lines of text: lines count rows. */
export async function* readTableFile(
  openDatabase: OpenDatabase,
  file: { readonly path: string; readonly source: string; readonly columns?: readonly string[] | undefined },
): AsyncGenerator<TablePart> {
  const { path, source, columns } = file;
  const from = readerOf(path, source)(quoteText(path));
  const { connection, close } = await openDatabase();
  try {
    const probe = await ask(source, () => connection.runAndReadAll(`SELECT * FROM ${from} LIMIT 0`));
    const types = probe.columnTypes().map(String);
    const header = probe.columnNames();
    const read = header
      .map((name, index) => ({ name, isNumeric: NUMERIC.includes(types[index] ?? '') }))
      .filter(({ name }) => columns === undefined || columns.includes(name));
    // CSV counts its header; a cell that holds a line break moves those after it.
    const firstLine = path.toLowerCase().endsWith('.csv') ? 2 : 1;
    let rows = 0;
    for await (const values of readValues(connection, source, selectList(read), from)) {
      const count = values[0]?.length ?? 0;
      yield { source, header, ...splitColumns(read, values), rows: count, lines: numberLines(firstLine + rows, count) };
      rows += count;
    }
    if (rows === 0) throw new OperatorError('data-invalid', `${source} has zero rows.`, 'Give a file with some rows.');
  } finally {
    close();
  }
}

interface ReadColumn {
  readonly name: string;
  readonly isNumeric: boolean;
}

function readerOf(path: string, source: string): (path: string) => string {
  const reader = Object.entries(READERS).find(([ending]) => path.toLowerCase().endsWith(`.${ending}`))?.[1];
  if (reader) return reader;
  const endings = Object.keys(READERS).map((ending) => `.${ending}`);
  throw new OperatorError('data-invalid', `${source} has no known ending.`, `Give a file in ${endings.join(', ')}.`);
}

function selectList(columns: readonly ReadColumn[]): string {
  const list = columns.map(({ name, isNumeric }) => `CAST(${quoteName(name)} AS ${isNumeric ? 'DOUBLE' : 'VARCHAR'})`);
  return list.join(', ') || "''";
}

/** Values by column, some thousand rows at a time. */
async function* readValues(
  connection: DuckDBConnection,
  source: string,
  list: string,
  from: string,
): AsyncGenerator<DuckDBValue[][]> {
  const result = await ask(source, () => connection.stream(`SELECT ${list} FROM ${from}`));
  let gathered: DuckDBValue[][] = [];
  for (;;) {
    const chunk = await ask(source, () => result.fetchChunk());
    if (!chunk || chunk.rowCount === 0) break;
    if (gathered.length === 0) gathered = chunk.getColumns();
    else chunk.appendToColumns(gathered);
    if ((gathered[0]?.length ?? 0) < ROWS_A_PART) continue;
    yield gathered;
    gathered = [];
  }
  if (gathered.length > 0) yield gathered;
}

/** A number that is not finite stays text, so that whoever reads it says where it stands. */
function splitColumns(
  columns: readonly ReadColumn[],
  values: readonly DuckDBValue[][],
): Pick<TablePart, 'cells'> & { readonly numbers: ReadonlyMap<string, Float64Array> } {
  const cells = new Map<string, readonly string[]>();
  const numbers = new Map<string, Float64Array>();
  columns.forEach(({ name, isNumeric }, index) => {
    const column = values[index] ?? [];
    const read = isNumeric ? readFinite(column) : undefined;
    if (read) numbers.set(name, read);
    else
      cells.set(
        name,
        column.map((value) => (value === null ? '' : String(value))),
      );
  });
  return { cells, numbers };
}

/** Undefined where one is not finite. In a plain loop: every cell of every file comes through here. */
function readFinite(column: readonly DuckDBValue[]): Float64Array | undefined {
  const numbers = new Float64Array(column.length);
  for (let row = 0; row < column.length; row += 1) {
    const value = column[row];
    if (typeof value === 'number' && Number.isFinite(value)) numbers[row] = value;
    else if (value === null) numbers[row] = Number.NaN;
    else return undefined;
  }
  return numbers;
}

function numberLines(first: number, count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, row) => first + row);
}

async function ask<Answer>(source: string, query: () => Promise<Answer>): Promise<Answer> {
  try {
    return await query();
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    throw new OperatorError(
      'data-invalid',
      `${source} cannot be read: ${(text.split('\n')[0] ?? '').slice(0, 300)}`,
      'Check that the file is whole and is what its ending says.',
      cause,
    );
  }
}
