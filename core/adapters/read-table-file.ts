import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { NoRowsError } from '../data/no-rows-error.ts';
import { quoteName, quoteText } from '../data/quote-sql.ts';
import type { TablePart } from '../data/table.ts';
import { OperatorError } from '../errors.ts';
import { FILE_MAX_ROWS } from '../limits.ts';
import { checkCsv } from './check-csv.ts';
import { checkPacked, HELD } from './check-packed.ts';
import { createQuoteCheck } from './check-quotes.ts';
import type { OpenDatabase } from './duckdb.ts';
import { findLongIntegers, refuseAlikeKeys } from './plan-json.ts';
import { readCsvHeader } from './read-csv-header.ts';
import { refuseDeepJson } from './refuse-deep-json.ts';
import { findTableFormat, type TableFormat } from './table-format.ts';

/** Whose text and whose float64 say the same; a FLOAT prints shorter than the double it becomes. */
const NUMERIC = ['DOUBLE', 'INTEGER', 'SMALLINT', 'TINYINT', 'UINTEGER', 'USMALLINT', 'UTINYINT'];
const JSON_NUMBERS = /^(DOUBLE|BIGINT|UBIGINT|HUGEINT|BOOLEAN)$/;
const CSV = `auto_detect = false, header = true, quote = '"', escape = '"', comment = '', strict_mode = true, max_line_size = 16000000`;
const ROWS_A_PART = 16_384;

/** Rows of a file in parts, these columns or all. Such files have no lines of text: lines count rows. */
export async function* readTableFile(
  openDatabase: OpenDatabase,
  file: { readonly path: string; readonly source: string; readonly columns?: readonly string[] | undefined },
): AsyncGenerator<TablePart> {
  const { path, source, columns } = file;
  const format = findTableFormat(path, source);
  if (format.kind === 'json-lines' || format.kind === 'json-array') refuseDeepJson(path, source, format.kind);
  if (format.kind === 'csv')
    await (format.isCompressed
      ? checkPacked(path, source, { look: createQuoteCheck(format.delimiter, source), limits: HELD })
      : checkCsv(path, source, format.delimiter));
  const { connection, close } = await openDatabase();
  try {
    const { from, header, types, keys = header, blankLines = 0 } = await plan(connection, format, path, source);
    const read = header
      .map((name, index) => ({ name, key: keys[index] ?? name, type: types[index] ?? '' }))
      .map((column) => ({ ...column, isNumeric: NUMERIC.includes(column.type) }))
      .filter(({ name }) => columns === undefined || columns.includes(name));
    // CSV counts its header; a cell that holds a line break moves those after it.
    const firstLine = (format.kind === 'csv' ? 2 : 1) + blankLines;
    let rows = 0;
    for await (const values of readValues(connection, source, selectList(read), from)) {
      const count = values[0]?.length ?? 0;
      if (format.kind === 'csv' && header.length === 1) refuseBlank(values, source, firstLine + rows);
      yield { source, header, ...splitColumns(read, values), rows: count, lines: numberLines(firstLine + rows, count) };
      rows += count;
      if (rows > FILE_MAX_ROWS) throw tooManyRows(source);
    }
    if (rows === 0) throw new NoRowsError(`${source} has zero rows.`, 'Give a file with some rows.', header);
  } finally {
    close();
  }
}

/** Of one column, the engine takes an empty line for a row; the parser of small files takes it for none. */
function refuseBlank([column = []]: readonly DuckDBValue[][], source: string, firstLine: number): void {
  const row = column.findIndex((value) => value === null || value === '');
  if (row < 0) return;
  throw new OperatorError(
    'data-invalid',
    `${source}:${firstLine + row} is empty; in a file of one column that may be a row or none.`,
    'Leave empty lines out, or add a column that is never empty.',
  );
}

function tooManyRows(source: string): OperatorError {
  const problem = `${source} has more than ${FILE_MAX_ROWS} rows.`;
  return new OperatorError('data-invalid', problem, 'Give a sample of its rows: so many tell the same.');
}

interface ReadColumn {
  readonly name: string;
  /** What the engine calls it. */
  readonly key: string;
  readonly type: string;
  readonly isNumeric: boolean;
}

interface Plan {
  readonly from: string;
  readonly header: readonly string[];
  readonly types: readonly string[];
  readonly keys?: readonly string[];
  /** Before the header. */
  readonly blankLines?: number;
}

/** How a file is read, so that it is the same whatever its size: types are never guessed from its first rows. */
async function plan(connection: DuckDBConnection, format: TableFormat, path: string, source: string): Promise<Plan> {
  const file = quoteText(escapeGlob(path));
  const describe = async (from: string) => {
    const probe = await ask(source, () => connection.runAndReadAll(`SELECT * FROM ${from} LIMIT 0`));
    return { header: probe.columnNames(), types: probe.columnTypes().map(String) };
  };
  if (format.kind === 'csv') {
    const { head, delimiter, isCompressed } = format;
    const header = readCsvHeader(head, delimiter, source);
    // Names of our own: the engine takes "Y" and "y" for one.
    const keys = header.map((_, index) => `c${index}`);
    const columns = keys.map((key) => `${key}: 'VARCHAR'`).join(', ');
    const blankLines = /^(\r\n|\n|\r)*/.exec(head)?.[0].match(/\r\n|\n|\r/g)?.length ?? 0;
    return {
      from: `read_csv(${file}, ${CSV}, delim = ${quoteText(delimiter)}, compression = '${isCompressed ? 'gzip' : 'none'}', skip = ${blankLines}, columns = {${columns}})`,
      header,
      keys,
      types: keys.map(() => 'VARCHAR'),
      blankLines,
    };
  }
  if (format.kind === 'parquet') {
    const from = `read_parquet(${file})`;
    return { from, ...(await describe(from)) };
  }
  const json = `${file}, format = '${format.kind === 'json-array' ? 'array' : 'newline_delimited'}'`;
  const { header, types } = await describe(`read_json(${json}, records = true, sample_size = -1)`);
  if (types.length > 0 && types.every((type) => /^(STRUCT|MAP)\b/.test(type)))
    throw new OperatorError(
      'data-invalid',
      `${source} holds columns, not rows: the values of ${JSON.stringify(header[0])} are objects.`,
      "Write rows: to_json(orient='records') of pandas.",
    );
  const askRows = (query: string) => ask(source, async () => (await connection.runAndReadAll(query)).getRows());
  await refuseAlikeKeys(askRows, header, json, source);
  const doubles = header.filter((_, index) => types[index] === 'DOUBLE');
  const long = await findLongIntegers(askRows, doubles, json);
  // Text that looks like a date or an identifier stays as it is written; of mixed values too.
  const kept = types.map((type, index) =>
    JSON_NUMBERS.test(type) && !long.has(header[index] ?? '') ? type : 'VARCHAR',
  );
  const columns = header.map((name, index) => `${quoteText(name)}: ${quoteText(kept[index] ?? 'VARCHAR')}`);
  return { from: `read_json(${json}, records = true, columns = {${columns.join(', ')}})`, header, types: kept };
}

/** A name is a name, whatever signs are in it. */
function escapeGlob(path: string): string {
  return path.replace(/[*?[]/g, '[$&]');
}

function selectList(columns: readonly ReadColumn[]): string {
  const list = columns.map(({ key, isNumeric }) => `CAST(${quoteName(key)} AS ${isNumeric ? 'DOUBLE' : 'VARCHAR'})`);
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
  columns.forEach(({ name, isNumeric, type }, index) => {
    const column = values[index] ?? [];
    const read = isNumeric ? readFinite(column) : undefined;
    if (read) numbers.set(name, read);
    else
      cells.set(
        name,
        column.map((value) => (value === null ? '' : textOf(String(value), type))),
      );
  });
  return { cells, numbers };
}

/** A FLOAT prints a whole number with its point, no other type does. */
function textOf(text: string, type: string): string {
  return type === 'FLOAT' && text.endsWith('.0') ? text.slice(0, -2) : text;
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
      'Check that the file is whole and is what its ending says; JSON is one object a line, or one list of objects.',
      cause,
    );
  }
}
