import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { quoteName, quoteText } from '../data/quote-sql.ts';
import type { Table } from '../data/table.ts';
import { sha256 } from '../digest.ts';
import { OperatorError } from '../errors.ts';
import type { TableEngine } from '../ports/table-engine.ts';

const READERS = { parquet: 'read_parquet', jsonl: 'read_ndjson', ndjson: 'read_ndjson', json: 'read_ndjson' } as const;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const LONGEST_PREDICATE_MS = 60_000;

/** DuckDB in this process. A file is read by a database of its own; predicates run in one that can reach nothing outside. */
export function createDuckDb(): TableEngine {
  return {
    readTable: (path, source, columns) => withDatabase((connection) => readTable(connection, path, source, columns)),
    selectRows: (table, predicate) => withDatabase((connection) => selectRows(connection, table, predicate)),
  };
}

async function withDatabase<T>(use: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  // Extensions would be fetched from the network; Parquet and JSON are built in.
  const config = { autoinstall_known_extensions: 'false', autoload_known_extensions: 'false', threads: '2' };
  const instance = await DuckDBInstance.create(':memory:', config);
  try {
    return await use(await instance.connect());
  } finally {
    instance.closeSync();
  }
}

async function readTable(
  connection: DuckDBConnection,
  path: string,
  source: string,
  columns?: readonly string[],
): Promise<Table> {
  const reader = Object.entries(READERS).find(([ending]) => path.toLowerCase().endsWith(`.${ending}`))?.[1];
  if (!reader) {
    const endings = ['.csv', ...Object.keys(READERS).map((ending) => `.${ending}`)];
    throw new OperatorError('data-invalid', `${source} has no known ending.`, `Give a file in ${endings.join(', ')}.`);
  }
  const file = `${reader}(${quoteText(path)})`;
  const present = (await ask(connection, `SELECT * FROM ${file} LIMIT 0`, source)).columnNames();
  const header = columns ? present.filter((name) => columns.includes(name)) : present;
  // Doubles print with the fewest digits that read back to the same double.
  const list = header.map((name) => `CAST(${quoteName(name)} AS VARCHAR)`).join(', ') || "''";
  const result = await ask(connection, `SELECT ${list} FROM ${file}`, source);
  const rows = result.currentRowCount;
  if (rows === 0) throw new OperatorError('data-invalid', `${source} has zero rows.`, 'Give a file with some rows.');
  const cells = result.getColumns().map((column) => column.map((cell) => (cell === null ? '' : String(cell))));
  return {
    source,
    header,
    rows,
    cells: new Map(header.map((name, index) => [name, cells[index] ?? []])),
    lines: Array.from({ length: rows }, (_, row) => row + 1), // rows from 1: such files have no lines of text
    digest: await sha256(JSON.stringify([header, cells])),
  };
}

async function selectRows(connection: DuckDBConnection, table: Table, predicate: string): Promise<Uint8Array> {
  await fillRows(connection, table);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
  const timer = setTimeout(() => connection.interrupt(), LONGEST_PREDICATE_MS);
  try {
    // On a line of its own, so that a comment at its end closes nothing.
    const query = `SELECT CAST((\n${predicate}\n) AS BOOLEAN) FROM rows ORDER BY rowid`;
    const { count } = await connection.extractStatements(query);
    if (count !== 1) throw new Error('expected one expression');
    const [column] = (await connection.runAndReadAll(query)).getColumns();
    return Uint8Array.from(column ?? [], (value) => (value === true ? 1 : 0));
  } catch (cause) {
    throw new OperatorError(
      'config-invalid',
      `The predicate ${JSON.stringify(predicate.slice(0, 200))} does not work on ${table.source}: ${firstLine(cause)}`,
      `Write a condition as after WHERE, over the columns ${table.header.slice(0, 40).join(', ')}.`,
      cause,
    );
  } finally {
    clearTimeout(timer);
  }
}

async function fillRows(connection: DuckDBConnection, table: Table): Promise<void> {
  const columns = table.header.map((name) => {
    const cells = table.cells.get(name) ?? [];
    return { name, cells, isNumeric: cells.every((cell) => cell === '' || NUMBER.test(cell)) };
  });
  const types = columns.map(({ name, isNumeric }) => `${quoteName(name)} ${isNumeric ? 'DOUBLE' : 'VARCHAR'}`);
  await connection.run(`CREATE TABLE rows (${types.join(', ')})`);
  const appender = await connection.createAppender('rows');
  for (let row = 0; row < table.rows; row += 1) {
    for (const { cells, isNumeric } of columns) {
      const cell = cells[row] ?? '';
      if (cell === '') appender.appendNull();
      else if (isNumeric) appender.appendDouble(Number(cell));
      else appender.appendVarchar(cell);
    }
    appender.endRow();
  }
  appender.closeSync();
}

async function ask(connection: DuckDBConnection, query: string, source: string) {
  return connection.runAndReadAll(query).catch((cause: unknown) => {
    const problem = `${source} cannot be read: ${firstLine(cause)}`;
    throw new OperatorError(
      'data-invalid',
      problem,
      'Check that the file is whole and is what its ending says.',
      cause,
    );
  });
}

function firstLine(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return (text.split('\n')[0] ?? '').slice(0, 300);
}
