import { quoteName, quoteText } from '../data/quote-sql.ts';
import { OperatorError } from '../errors.ts';
import { chooseTable } from '../sql/choose-table.ts';
import { jsonOfQuery } from '../sql/parsed-query.ts';
import type { RowsOf } from '../sql/reference.ts';
import { parseSelect } from './duckdb-query.ts';
import type { RelateOptions } from './duckdb-relation.ts';
import type { DuckDbSession } from './duckdb-session.ts';

export interface DatabaseToRead extends RelateOptions {
  readonly source: string;
  readonly path: string;
  readonly rows: RowsOf;
}

/** A table or a query of a database file of DuckDB, which is opened for reading only. */
export async function relateDatabase(
  session: DuckDbSession,
  { path, rows, source, onlyTables }: DatabaseToRead,
): Promise<string> {
  const database = session.nextName();
  await session.ask(`ATTACH ${quoteText(path)} AS ${database} (READ_ONLY)`, { source });
  if (rows && 'sql' in rows) {
    const { names, computed } = jsonOfQuery(await parseSelect(session, rows.sql, source));
    if (names.length + computed.length > 0)
      throw new OperatorError(
        'data-invalid',
        `${source} reads files of JSON beside its database.`,
        'Name tables of the database only, or query the files on their own: sql:SELECT ….',
      );
    const view = session.nextName();
    await session.ask(`USE ${database}`, { source });
    await session.ask(`CREATE TEMP VIEW ${view} AS (\n${rows.sql}\n)`, { source });
    await session.columnsOf(view, source);
    return view;
  }
  const listed = await session.ask(
    `SELECT table_schema, table_name FROM information_schema.tables WHERE table_catalog = ${quoteText(database)}${onlyTables ? " AND table_type = 'BASE TABLE'" : ''} ORDER BY ALL`,
    { source },
  );
  const tables = listed.map((row) => row.map(String));
  const parts = chooseTable(source, tables, rows?.table);
  if (onlyTables) await refuseComputed(session, source, [database, ...parts]);
  return [database, ...parts].map(quoteName).join('.');
}

/** Whoever wrote the file says what such a column calls. */
async function refuseComputed(session: DuckDbSession, source: string, parts: readonly string[]): Promise<void> {
  const [written] = await session.ask(
    `SELECT sql FROM duckdb_tables() WHERE [database_name, schema_name, table_name] = [${parts.map(quoteText).join(', ')}]`,
    { source },
  );
  if (!/ GENERATED ALWAYS AS ?\(/.test(String(written?.[0]))) return;
  throw new OperatorError(
    'data-invalid',
    `${source} has a column that DuckDB computes as it is read.`,
    'Keep its values in a plain column, or export the table as Parquet.',
  );
}
