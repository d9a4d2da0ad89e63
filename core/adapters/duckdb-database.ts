import { closest } from '../config/closest.ts';
import { quoteName, quoteText } from '../data/quote-sql.ts';
import { OperatorError } from '../errors.ts';
import { listNames } from '../list-names.ts';
import type { RowsOf } from '../sql/reference.ts';
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
  return [database, ...parts].map(quoteName).join('.');
}

/** The table that is asked for, or the only one. @throws OperatorError `data-invalid` */
export function chooseTable(
  source: string,
  tables: readonly (readonly string[])[],
  asked: readonly string[] | undefined,
): readonly string[] {
  const names = tables.map((parts) => parts.join('.'));
  const isAsked = (parts: readonly string[]) =>
    asked?.every((part, index) => part === parts[parts.length - asked.length + index]);
  const found = tables.filter((parts) => asked === undefined || isAsked(parts));
  const [table] = found;
  if (table && found.length === 1) return table;
  const near = asked && closest(asked.join('.'), names);
  const known = names.length === 0 ? 'It has no table.' : `It has ${listNames(names, 20)}.`;
  throw new OperatorError(
    'data-invalid',
    asked
      ? `${source}: there is ${found.length > 1 ? 'more than one' : 'no'} table ${asked.join('.')}.`
      : `${source} says no table.`,
    near ? `Did you mean ${near}?` : `${known} Write its name behind a #.`,
  );
}
