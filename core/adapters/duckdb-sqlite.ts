import { open } from 'node:fs/promises';
import { BIGINT, DOUBLE, type DuckDBValue, VARCHAR } from '@duckdb/node-api';
import type { DatabaseToRead } from './duckdb-database.ts';
import type { DuckDbSession } from './duckdb-session.ts';
import { fillTable, type TableRows } from './duckdb-table.ts';
import type { SqliteCells, SqliteMessage } from './sqlite-message.ts';
import { askSqlite } from './sqlite-process.ts';

const MAGIC = 'SQLite format 3\0';
const TYPES = { text: VARCHAR, double: DOUBLE, integer: BIGINT };

export async function isSqlite(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, 0);
    return buffer.toString('latin1', 0, bytesRead) === MAGIC;
  } finally {
    await file.close();
  }
}

/** Copies a table or a query of a SQLite file: DuckDB's own reader is an extension from the network. @throws OperatorError */
export async function relateSqlite(
  session: DuckDbSession,
  { path, rows, source, signal, onlyTables = false }: DatabaseToRead,
): Promise<string> {
  const messages = askSqlite({ path, source, rows, onlyTables }, { signal, timeoutMs: session.timeoutMs });
  try {
    const { value: first } = await messages.next();
    const columns = first?.kind === 'columns' ? first.columns : [];
    const described = columns.map(({ name, type }) => ({ name, type: TYPES[type] }));
    return await fillTable(session, described, partsOf(messages), { source, signal });
  } finally {
    await messages.return(undefined);
  }
}

async function* partsOf(messages: AsyncIterable<SqliteMessage>): AsyncGenerator<TableRows> {
  for await (const message of messages)
    if (message.kind === 'rows') yield { rows: message.rows, columns: message.columns.map(readCells) };
}

function readCells(cells: SqliteCells): (row: number) => DuckDBValue {
  if (!('numbers' in cells)) return (row) => cells[row] ?? null;
  const { numbers, isNull } = cells;
  return (row) => (isNull[row] ? null : (numbers[row] ?? null));
}
