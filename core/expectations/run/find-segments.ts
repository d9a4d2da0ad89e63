import type { SqlEngine } from '../../ports/sql-engine.ts';
import type { ColumnFacts } from '../column-facts.ts';
import { hideSegmentValues } from '../personal/hide-segment-values.ts';
import type { Query } from './run-steps.ts';
import { over, type Rows, type Scope } from './scope.ts';

export interface Segment {
  readonly code: number;
  readonly value: string | null;
  readonly isOther: boolean;
}

export interface SegmentedScope {
  readonly scope: Scope;
  readonly segments: readonly Segment[];
}

/** Values that are told apart, by their number of rows; the others are one segment together. */
export const MOST_SEGMENTS = 50;
const OTHER = MOST_SEGMENTS;
const MISSING = -1;

/** Cuts rows by the values of a column. */
export async function findSegments(
  query: Query,
  rows: Rows,
  column: ColumnFacts,
  { segment, dialect }: { readonly segment: string; readonly dialect: SqlEngine['dialect'] },
): Promise<SegmentedScope> {
  const { text } = column;
  const { from } = rows;
  const found = await query(
    `SELECT ${text}, count(*) FROM ${from} WHERE ${column.sql} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${MOST_SEGMENTS + 1}`,
  );
  const [missing] = await query(`SELECT count(*) FROM ${from} WHERE ${column.sql} IS NULL`);
  const values = found.slice(0, MOST_SEGMENTS).map(([value]) => String(value));
  const cases = values.map((value, code) => `WHEN ${text} = ${dialect.quoteText(value)} THEN ${code}`);
  const code = `CASE WHEN ${column.sql} IS NULL THEN ${MISSING} ${cases.join(' ')} ELSE ${OTHER} END`;
  return {
    scope: {
      ...over(rows, (one) => `(SELECT *, ${code} AS ${segment} FROM ${one}) AS data`),
      segmentCode: segment,
    },
    segments: [
      ...hideSegmentValues(column, values).map((value, index) => ({ code: index, value, isOther: false })),
      ...(found.length > MOST_SEGMENTS ? [{ code: OTHER, value: null, isOther: true }] : []),
      ...(Number(missing?.[0]) > 0 ? [{ code: MISSING, value: null, isOther: false }] : []),
    ],
  };
}
