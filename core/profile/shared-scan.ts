import type { Dialect } from '../sql/dialect.ts';
import type { CountedRows } from './count-sql.ts';
import { inScans } from './in-scans.ts';

const MOST_BYTES = 48 * 1024 ** 2;
const BYTES = 8; // of a double
/** Planning a query takes as long as the file has columns, keeping values as long as it has rows: about here they are even. */
const ROWS_A_COLUMN = 500;
const SCAN = 'tidegate_scan';

/** What is asked of a column of numbers; the text of the query is written for where the value is then found. */
export interface NumbersQuery {
  readonly value: string;
  readonly sql: (value: string, relation: CountedRows) => string;
  readonly rows: number;
}

/**
 * Queries of many columns, some together. DuckDB plans each SELECT of a UNION anew with all columns of the file: of wide files with
 * few rows, the values of some columns are read once and kept for the query. Longer ones are read column by column, and nothing is kept.
 */
export function* shareScans(
  queries: readonly NumbersQuery[],
  relation: CountedRows,
  columns: number,
  dialect: Dialect,
): Generator<string> {
  const rows = relation.rows.reduce((sum, each) => sum + each, 0);
  const isShared = dialect.name === 'duckdb' && rows <= ROWS_A_COLUMN * columns;
  const most = isShared ? Math.max(1, Math.floor(MOST_BYTES / (BYTES * Math.max(1, rows)))) : undefined;
  for (const some of inScans(queries, most)) {
    const texts = some.map(({ sql, value }, place) =>
      isShared ? sql(nameOf(place), { ...relation, from: SCAN }) : sql(value, relation),
    );
    const scan = isShared ? `WITH ${SCAN} AS MATERIALIZED (${readOnce(some, relation)}) ` : '';
    yield scan + texts.join(' UNION ALL ');
  }
}

function readOnce(queries: readonly NumbersQuery[], { from, part }: CountedRows): string {
  const values = queries.map(({ value }, place) => `${value} AS ${nameOf(place)}`);
  const list = part === undefined ? values : [part, ...values];
  return `SELECT ${list.join(', ')} FROM ${from}`;
}

function nameOf(place: number): string {
  return `tidegate_value_${place}`;
}
