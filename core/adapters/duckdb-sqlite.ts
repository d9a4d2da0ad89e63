import { open } from 'node:fs/promises';
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { BIGINT, DOUBLE, type DuckDBType, type DuckDBValue, VARCHAR } from '@duckdb/node-api';
import { quoteName } from '../data/quote-sql.ts';
import { OperatorError } from '../errors.ts';
import { refuseAlike } from '../sql/refuse-alike.ts';
import { chooseTable, type DatabaseToRead } from './duckdb-database.ts';
import type { DuckDbSession } from './duckdb-session.ts';
import { fillTable, type TableRows } from './duckdb-table.ts';

const MAGIC = 'SQLite format 3\0';
const ROWS_AT_ONCE = 2048;

export async function isSqlite(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, 0);
    return buffer.toString('latin1', 0, bytesRead) === MAGIC;
  } finally {
    await file.close();
  }
}

/** Copies a table or a query of a SQLite file: DuckDB's own reader is an extension from the network. */
export async function relateSqlite(
  session: DuckDbSession,
  { path, rows, source, signal, onlyTables }: DatabaseToRead,
): Promise<string> {
  const database = await openSqlite(path, source);
  try {
    const from =
      rows && 'sql' in rows
        ? `(\n${rows.sql}\n)`
        : quoteName(chooseTable(source, tablesOf(database, onlyTables), rows?.table)[0] ?? '');
    const names = database
      .prepare(`SELECT * FROM ${from}`)
      .columns()
      .map(({ name }) => name);
    refuseAlike(source, names);
    const columns = typesOf(database, from, names);
    // Each cell has a type of its own in SQLite; those of a column that is not all numbers are read as text.
    const list = columns.map(({ name, type }) =>
      type === VARCHAR ? `CAST(${quoteName(name)} AS TEXT)` : quoteName(name),
    );
    const select = database.prepare(`SELECT ${list.join(', ')} FROM ${from}`);
    select.setReturnArrays(true);
    select.setReadBigInts(true);
    const cells = select.iterate() as unknown as Iterable<readonly SQLOutputValue[]>;
    return await fillTable(session, columns, inParts(cells, columns.length), { source, signal });
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof OperatorError) throw cause;
    throw new OperatorError(
      'data-invalid',
      `${source} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      'Check that the file is whole, and the names in the query.',
      cause,
    );
  } finally {
    database.close();
  }
}

async function openSqlite(path: string, source: string): Promise<DatabaseSync> {
  const { DatabaseSync: Database } = await import('node:sqlite').catch((cause: unknown) => {
    throw new OperatorError(
      'engine-failed',
      `${source} is a SQLite file, which Node reads from version 22.13 on; this is ${process.version}.`,
      'Use a newer Node, or export the table as CSV or Parquet.',
      cause,
    );
  });
  return new Database(path, { readOnly: true });
}

function tablesOf(database: DatabaseSync, onlyTables = false): readonly (readonly string[])[] {
  const asked = `SELECT name FROM sqlite_master WHERE type IN (${onlyTables ? "'table'" : "'table', 'view'"}) AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`;
  return database
    .prepare(asked)
    .all()
    .map(({ name }) => [String(name)]);
}

function typesOf(
  database: DatabaseSync,
  from: string,
  names: readonly string[],
): readonly { readonly name: string; readonly type: DuckDBType }[] {
  return names.map((name) => {
    const asked = `SELECT DISTINCT typeof(${quoteName(name)}) AS type FROM ${from}`;
    const types = database
      .prepare(asked)
      .all()
      .map(({ type }) => String(type))
      .filter((type) => type !== 'null');
    if (types.length === 0 || types.some((type) => type !== 'integer' && type !== 'real'))
      return { name, type: VARCHAR };
    return { name, type: types.includes('real') ? DOUBLE : BIGINT };
  });
}

function* inParts(cells: Iterable<readonly SQLOutputValue[]>, width: number): Generator<TableRows> {
  let part: (readonly SQLOutputValue[])[] = [];
  const rowsOf = (rows: typeof part): TableRows => ({
    rows: rows.length,
    columns: Array.from({ length: width }, (_, column) => (row: number) => rows[row]?.[column] as DuckDBValue),
  });
  for (const row of cells) {
    part.push(row);
    if (part.length < ROWS_AT_ONCE) continue;
    yield rowsOf(part);
    part = [];
  }
  if (part.length > 0) yield rowsOf(part);
}
