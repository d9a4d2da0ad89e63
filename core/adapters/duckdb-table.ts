import {
  type DuckDBAppender,
  DuckDBDataChunk,
  type DuckDBType,
  type DuckDBValue,
  DuckDBVector,
} from '@duckdb/node-api';
import { quoteName } from '../data/quote-sql.ts';
import { explainDuckDb } from '../sql/explain-duckdb.ts';
import type { DuckDbSession } from './duckdb-session.ts';

export interface TableColumn {
  readonly name: string;
  readonly type: DuckDBType;
}
/** Some rows by column; a column gives the value of a row. */
export interface TableRows {
  readonly rows: number;
  readonly columns: readonly ((row: number) => DuckDBValue)[];
}

/** Copies rows into a table of the session, which spills to disk where they do not fit; gives its name. @throws OperatorError */
export async function fillTable(
  session: DuckDbSession,
  columns: readonly TableColumn[],
  parts: AsyncIterable<TableRows> | Iterable<TableRows>,
  { source, signal }: { readonly source: string; readonly signal?: AbortSignal | undefined },
): Promise<string> {
  const table = session.nextName();
  const list = columns.map(({ name, type }) => `${quoteName(name)} ${type}`).join(', ');
  await session.ask(`CREATE TEMP TABLE ${table} (${list})`, { source });
  const appender = await session.connection.createAppender(table);
  try {
    for await (const part of parts) {
      signal?.throwIfAborted();
      writeThrough(source, session, () => append(appender, columns, part));
    }
  } catch (error) {
    closeQuietly(appender);
    throw error;
  }
  writeThrough(source, session, () => appender.closeSync());
  return table;
}

function append(appender: DuckDBAppender, columns: readonly TableColumn[], part: TableRows): void {
  const atOnce = DuckDBVector.standardSize();
  for (let start = 0; start < part.rows; start += atOnce) {
    const count = Math.min(atOnce, part.rows - start);
    const chunk = DuckDBDataChunk.create(
      columns.map(({ type }) => type),
      count,
    );
    part.columns.forEach((valueAt, index) => {
      const vector = chunk.getColumnVector(index);
      for (let row = 0; row < count; row += 1) vector.setItem(row, valueAt(start + row));
      vector.flush();
    });
    appender.appendDataChunk(chunk);
  }
  appender.flushSync();
}

/** DuckDB says here too that rows do not fit into its memory. */
function writeThrough(source: string, { secrets }: DuckDbSession, write: () => void): void {
  try {
    write();
  } catch (cause) {
    throw explainDuckDb(cause, source, secrets);
  }
}

/** What could not be written before cannot be now, which is told already. */
function closeQuietly(appender: DuckDBAppender): void {
  try {
    appender.closeSync();
  } catch {}
}
