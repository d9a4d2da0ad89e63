import type { DriftChunk } from '../config/drift.ts';
import { OperatorError } from '../errors.ts';
import type { QueryOptions, Relation, SqlEngine, SqlValue } from '../ports/sql-engine.ts';
import type { Dialect } from '../sql/dialect.ts';
import { type Chunk, MOST_CHUNKS, planCalendar, planStarts } from './plan-chunks.ts';
import { readAs } from './plan-columns.ts';
import type { Split } from './split.ts';

export interface TimeSplit extends Split {
  readonly chunks: readonly Chunk[];
}

/**
 * Splits rows by the time of a column. Calendar arithmetic is ours, in UTC, so that every engine cuts at the same second.
 * @throws OperatorError `data-invalid` for a column that holds no times, or for more than 400 chunks
 */
export async function splitByTime(
  engine: SqlEngine,
  relation: Relation,
  { column, by }: DriftChunk,
  options: QueryOptions = {},
): Promise<TimeSplit> {
  await refuseOtherTypes(engine, relation, column);
  const time = readAs('timestamp', engine.dialect.quoteName(column), engine.dialect);
  const chunks =
    typeof by === 'number'
      ? planStarts(await findStarts(engine, relation, time, by, options))
      : await planBetween(engine, relation, time, by, options);
  if (chunks.length === 0)
    throw new OperatorError(
      'data-invalid',
      `${relation.source} has no times in column ${JSON.stringify(column)}.`,
      'Name a column of dates or times that has values.',
    );
  const part = `CASE WHEN ${time} IS NULL THEN NULL ELSE ${placeOf(time, chunks, 0, chunks.length, engine.dialect)} END`;
  return { part, parts: chunks.length, chunks };
}

async function refuseOtherTypes(engine: SqlEngine, relation: Relation, column: string): Promise<void> {
  const columns = await engine.describe(relation);
  const found = columns.find(({ name }) => name === column);
  if (found?.type === 'date' || found?.type === 'timestamp') return;
  const times = columns.filter(({ type }) => type === 'date' || type === 'timestamp').map(({ name }) => name);
  throw new OperatorError(
    'data-invalid',
    `${relation.source} has no column ${JSON.stringify(column)} of dates or times${found ? `: it is ${found.nativeType}` : ''}.`,
    times.length > 0 ? `Times are in ${times.slice(0, 20).join(', ')}.` : 'Cast one in a query: sql:SELECT …',
  );
}

async function planBetween(
  engine: SqlEngine,
  relation: Relation,
  time: string,
  by: Exclude<DriftChunk['by'], number>,
  options: QueryOptions,
): Promise<Chunk[]> {
  const [[first = null, last = null] = []] = await engine.query(
    `SELECT min(${time}), max(${time}) FROM ${relation.from}`,
    options,
  );
  return isTime(first) && isTime(last) ? planCalendar(by, Number(first), Number(last)) : [];
}

/** Times of every so many-th row; a last chunk of less than half as many rows belongs to the one before. */
async function findStarts(
  engine: SqlEngine,
  relation: Relation,
  time: string,
  rows: number,
  options: QueryOptions,
): Promise<number[]> {
  const timed = `SELECT ${time} AS t FROM ${relation.from}`;
  const ranked = `SELECT t, row_number() OVER (ORDER BY t) - 1 AS r, count(*) OVER () AS n FROM (${timed}) x WHERE t IS NOT NULL`;
  const starts = `SELECT t FROM (${ranked}) y WHERE r % ${rows} = 0 AND (r = 0 OR n - r >= ${Math.ceil(rows / 2)})`;
  const found = await engine.query(`${starts} ORDER BY t LIMIT ${MOST_CHUNKS + 1}`, options);
  return found.flatMap(([start = null]) => (isTime(start) ? [Number(start)] : []));
}

/** Dates may be infinite in an engine. */
function isTime(value: SqlValue): boolean {
  return value !== null && Number.isFinite(Number(value));
}

/** A search in halves, as a tree of conditions. */
function placeOf(time: string, chunks: readonly Chunk[], low: number, high: number, dialect: Dialect): string {
  const middle = (low + high) >> 1;
  const border = chunks[middle]?.from;
  if (high - low < 2 || border === undefined) return String(low);
  const [before, after] = [placeOf(time, chunks, low, middle, dialect), placeOf(time, chunks, middle, high, dialect)];
  return `CASE WHEN ${time} < ${dialect.double(border)} THEN ${before} ELSE ${after} END`;
}
