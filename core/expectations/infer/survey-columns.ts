import type { SqlValue } from '../../ports/sql-engine.ts';
import type { Dialect } from '../../sql/dialect.ts';
import type { ColumnFacts } from '../column-facts.ts';
import { rowHash } from '../row-hash.ts';
import { MOST_AGGREGATES } from '../run/ask-scans.ts';
import type { Query } from '../run/run-steps.ts';
import { countOf, numberOf } from '../step.ts';
import type { DescribedTable } from '../table-context.ts';

/** What the rows of a reference show of a column. */
export interface ColumnSurvey {
  readonly column: ColumnFacts;
  readonly present: number;
  /** Of numbers and, as seconds since 1970, of times; undefined where there is none. */
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly shortest: number | undefined;
  readonly longest: number | undefined;
  /** All different values, sorted; undefined where there are more than `MOST_VALUES`. */
  readonly values: readonly string[] | undefined;
  readonly isUnique: boolean;
}

export interface TableSurvey {
  readonly rows: number;
  readonly hasEqualRows: boolean;
  readonly columns: readonly ColumnSurvey[];
}

/** Different values of a column that are told apart. */
export const MOST_VALUES = 30;
const TRIED_ROWS = 10_000;

/**
 * One scan for counts and extremes, a query that stops early for the values of each column that may have few, and one more for
 * what may be unique.
 */
export async function surveyTable(table: DescribedTable, dialect: Dialect, query: Query): Promise<TableSurvey> {
  const { columns, from } = table;
  const measured = await measureColumns(table, dialect, query);
  const values = new Map<ColumnFacts, readonly string[]>();
  for (const column of columns.filter(mayHaveFewValues)) {
    const most = MOST_VALUES + 1;
    const distinct = `SELECT DISTINCT ${column.text} AS v FROM ${from} WHERE ${column.sql} IS NOT NULL LIMIT ${most}`;
    const rows = await query(distinct, most);
    if (rows.length <= MOST_VALUES) values.set(column, rows.map(([value]) => String(value)).sort());
  }
  const rows = measured.rows;
  const candidates = columns.filter((column) => mayBeUnique(column) && !values.has(column));
  const tried = await findUnique(candidates, `(SELECT * FROM ${from} LIMIT ${TRIED_ROWS}) AS data`, query);
  const unique = rows <= TRIED_ROWS ? tried : await findUnique(tried, from, query);
  const hash = columns.length > 0 ? rowHash(columns, dialect) : '0';
  const [distinct] = unique.length > 0 ? [] : await query(`SELECT count(DISTINCT ${hash}) FROM ${from}`);
  return {
    rows,
    hasEqualRows: unique.length === 0 && countOf(distinct?.[0]) < rows,
    columns: measured.columns.map((one) => ({
      ...one,
      values: values.get(one.column),
      isUnique: unique.includes(one.column),
    })),
  };
}

async function measureColumns(
  { columns, from }: DescribedTable,
  dialect: Dialect,
  query: Query,
): Promise<{
  readonly rows: number;
  readonly columns: readonly Omit<ColumnSurvey, 'values' | 'isUnique'>[];
}> {
  const asked = columns.map((column) => aggregatesOf(column, dialect));
  const aggregates = ['count(*)', ...asked.flat()];
  const answers: SqlValue[] = [];
  for (let start = 0; start < aggregates.length; start += MOST_AGGREGATES) {
    const [row] = await query(`SELECT ${aggregates.slice(start, start + MOST_AGGREGATES).join(', ')} FROM ${from}`);
    answers.push(...(row ?? []));
  }
  let place = 1;
  return {
    rows: countOf(answers[0]),
    columns: columns.map((column) => {
      const { length } = aggregatesOf(column, dialect);
      const [present, low = null, high = null] = answers.slice(place, place + length);
      place += length;
      const [first, last] = [numberOf(low), numberOf(high)];
      const isText = column.kind === 'text';
      return {
        column,
        present: countOf(present),
        min: isText ? undefined : first,
        max: isText ? undefined : last,
        shortest: isText ? first : undefined,
        longest: isText ? last : undefined,
      };
    }),
  };
}

function aggregatesOf(column: ColumnFacts, dialect: Dialect): readonly string[] {
  const present = `count(${column.sql})`;
  if (column.kind === 'text') {
    const length = dialect.length(column.text);
    return [present, `min(${length})`, `max(${length})`];
  }
  if (column.kind !== 'number' && column.kind !== 'time') return [present];
  const value = dialect.castToDouble(column.comparable);
  // An infinite value is no end of a range.
  const finite = column.isDouble ? `CASE WHEN ${dialect.isInfinite(value)} THEN NULL ELSE ${value} END` : value;
  return [present, `min(${finite})`, `max(${finite})`];
}

function mayHaveFewValues({ kind, isInteger }: ColumnFacts): boolean {
  return kind === 'text' || (kind === 'number' && isInteger);
}

function mayBeUnique({ kind, isInteger }: ColumnFacts): boolean {
  return kind === 'text' || (kind === 'number' && isInteger);
}

async function findUnique(
  columns: readonly ColumnFacts[],
  from: string,
  query: Query,
): Promise<readonly ColumnFacts[]> {
  if (columns.length === 0) return [];
  const counts = columns.flatMap(({ sql }) => [`count(${sql})`, `count(DISTINCT ${sql})`]);
  const [row] = await query(`SELECT count(*), ${counts.join(', ')} FROM ${from}`);
  const rows = countOf(row?.[0]);
  return columns.filter((_, index) => rows > 0 && [1, 2].every((part) => countOf(row?.[2 * index + part]) === rows));
}
