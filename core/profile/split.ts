import { OperatorError } from '../errors.ts';
import type { QueryOptions, Relation, SqlEngine } from '../ports/sql-engine.ts';
import type { CountedRows } from './count-sql.ts';

const PART = 'tidegate_part';
/** Parts times columns: what is held in memory of them stays below some 200 MB. */
const MOST_COUNTED = 20_000;

/** Rows in parts that are counted apart: segments of a column, or chunks of time. */
export interface Split {
  /** SQL of a whole number: the part that a row is of, from 0 on; NULL for none. */
  readonly part: string;
  readonly parts: number;
}

/**
 * Rows with the part that each is of, on a query level of its own: no alias of what is counted can stand for a column of the user.
 * @throws OperatorError `data-invalid` when so many parts of so many columns would be counted that memory is at risk
 */
export async function splitRows(
  engine: SqlEngine,
  { from, source }: Relation,
  { part, parts }: Split,
  columns: number,
  options: QueryOptions = {},
): Promise<CountedRows> {
  if (parts * columns > MOST_COUNTED)
    throw new OperatorError(
      'data-invalid',
      `${source} would be counted in ${parts} parts of ${columns} columns, ${parts * columns} counts; ${MOST_COUNTED} are allowed.`,
      'Take longer chunks, or fewer columns.',
    );
  const split = `(SELECT *, ${part} AS ${PART} FROM ${from}) AS tidegate_split`;
  const rows = new Array<number>(parts).fill(0);
  const counted = `SELECT ${PART}, count(*) FROM ${split} WHERE ${PART} IS NOT NULL GROUP BY ${PART}`;
  for (const [place, count] of await engine.query(counted, options)) rows[Number(place)] = Number(count);
  return { source, from: split, part: PART, rows };
}
