import type { DatabaseSync } from 'node:sqlite';
import { quoteName } from '../data/quote-sql.ts';
import { chooseTable } from '../sql/choose-table.ts';
import { refuseAlike } from '../sql/refuse-alike.ts';
import { openSqlite, refuseComputed, refuseDamaged } from './open-sqlite.ts';
import type { SqliteCell, SqliteCells, SqliteColumn, SqliteMessage, SqliteRequest } from './sqlite-message.ts';

const MOST_ROWS = 2048;
const MOST_SIZE = 4 * 1024 ** 2;

/**
 * Columns of a table or of a query of a SQLite file, and their rows, some at a time. A step of it may take for ever.
 * @throws OperatorError, and whatever SQLite throws
 */
export async function* readSqlite({ path, source, rows, onlyTables }: SqliteRequest): AsyncGenerator<SqliteMessage> {
  const database = await openSqlite(path, source);
  let from: string;
  if (rows && 'sql' in rows) {
    refuseDamaged(database, source);
    from = `(\n${rows.sql}\n)`;
  } else {
    const table = chooseTable(source, tablesOf(database, onlyTables), rows?.table)[0] ?? '';
    if (onlyTables) refuseComputed(database, source, table);
    refuseDamaged(database, source, onlyTables ? table : undefined);
    from = quoteName(table);
  }
  const names = database
    .prepare(`SELECT * FROM ${from}`)
    .columns()
    .map(({ name }) => name);
  refuseAlike(source, names);
  const columns = typesOf(database, from, names);
  yield { kind: 'columns', columns };
  // Each cell has a type of its own in SQLite; those of a column that is not all numbers are read as text.
  const list = columns.map(({ name, type }) =>
    type === 'text' ? `CAST(${quoteName(name)} AS TEXT)` : quoteName(name),
  );
  const select = database.prepare(`SELECT ${list.join(', ')} FROM ${from}`);
  select.setReturnArrays(true);
  select.setReadBigInts(true);
  yield* inParts(select.iterate() as unknown as Iterable<readonly SqliteCell[]>, columns);
  database.close();
}

function tablesOf(database: DatabaseSync, onlyTables: boolean): readonly (readonly string[])[] {
  const asked = `SELECT name FROM sqlite_master WHERE type IN (${onlyTables ? "'table'" : "'table', 'view'"}) AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`;
  return database
    .prepare(asked)
    .all()
    .map(({ name }) => [String(name)]);
}

function typesOf(database: DatabaseSync, from: string, names: readonly string[]): readonly SqliteColumn[] {
  return names.map((name) => {
    const asked = `SELECT DISTINCT typeof(${quoteName(name)}) AS type FROM ${from}`;
    const types = database
      .prepare(asked)
      .all()
      .map(({ type }) => String(type))
      .filter((type) => type !== 'null');
    if (types.length === 0 || types.some((type) => type !== 'integer' && type !== 'real'))
      return { name, type: 'text' };
    return { name, type: types.includes('real') ? 'double' : 'integer' };
  });
}

function* inParts(cells: Iterable<readonly SqliteCell[]>, columns: readonly SqliteColumn[]): Generator<SqliteMessage> {
  let [rows, size]: [(readonly SqliteCell[])[], number] = [[], 0];
  const pack = (): SqliteMessage => ({
    kind: 'rows',
    rows: rows.length,
    columns: columns.map(({ type }, place) => packColumn(rows, place, type)),
  });
  for (const row of cells) {
    rows.push(row);
    for (const cell of row) size += typeof cell === 'string' ? cell.length : 0;
    if (rows.length < MOST_ROWS && size < MOST_SIZE) continue;
    yield pack();
    [rows, size] = [[], 0];
  }
  if (rows.length > 0) yield pack();
}

function packColumn(rows: readonly (readonly SqliteCell[])[], place: number, type: SqliteColumn['type']): SqliteCells {
  if (type === 'text') return rows.map((row) => (row[place] ?? null) as string | null);
  const isNull = Uint8Array.from(rows, (row) => (row[place] === null ? 1 : 0));
  const numbers =
    type === 'integer'
      ? BigInt64Array.from(rows, (row) => BigInt((row[place] ?? 0) as bigint))
      : Float64Array.from(rows, (row) => Number(row[place] ?? 0));
  return { numbers, isNull };
}
