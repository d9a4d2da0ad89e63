import { OperatorError } from '../errors.ts';
import { listNames } from '../list-names.ts';
import type { QueryOptions, Relation, SqlEngine } from '../ports/sql-engine.ts';
import { LISTED_MAX_CHARACTERS } from './listed-value.ts';
import { oneFormOf } from './one-form.ts';
import type { Split } from './split.ts';

export const MOST_SEGMENTS = 50;

export interface Segment {
  readonly name: string;
  readonly kind: 'value' | 'other' | 'missing';
}
export interface ValueSplit extends Split {
  readonly segments: readonly Segment[];
}

/** The most frequent values of a column, which both sides of a comparison are split by. @throws OperatorError `data-invalid` */
export async function findSegments(
  engine: SqlEngine,
  relation: Relation,
  column: string,
  options: QueryOptions = {},
): Promise<readonly string[]> {
  await refuseMissing(engine, relation, column);
  const value = oneFormOf(engine.dialect.castToText(engine.dialect.quoteName(column)));
  const counted = `SELECT v, count(*) AS n FROM (SELECT ${value} AS v FROM ${relation.from}) x WHERE v IS NOT NULL GROUP BY v`;
  const isListed = `${engine.dialect.length('v')} <= ${LISTED_MAX_CHARACTERS}`;
  const asked = `SELECT v FROM (${counted}) y WHERE ${isListed} ORDER BY n DESC, v LIMIT ${MOST_SEGMENTS}`;
  const rows = await engine.query(asked, options);
  return rows.map(([text]) => String(text));
}

/** These values, all others together, and rows without one. @throws OperatorError `data-invalid` */
export async function splitByValue(
  engine: SqlEngine,
  relation: Relation,
  column: string,
  values: readonly string[],
): Promise<ValueSplit> {
  await refuseMissing(engine, relation, column);
  const { castToText, quoteName, quoteText } = engine.dialect;
  const text = castToText(quoteName(column));
  const value = values.some((one) => one === 'true' || one === 'false') ? oneFormOf(text) : text;
  const cases = values.map((one, place) => `WHEN ${value} = ${quoteText(one)} THEN ${place}`);
  const [other, missing] = [values.length, values.length + 1];
  const part = `CASE WHEN ${value} IS NULL THEN ${missing} ${cases.join(' ')} ELSE ${other} END`;
  const segments = segmentsOf(values);
  return { part, parts: segments.length, segments };
}

export function segmentsOf(values: readonly string[]): readonly Segment[] {
  return [
    ...values.map((name) => ({ name, kind: 'value' as const })),
    { name: '(other)', kind: 'other' },
    { name: '(missing)', kind: 'missing' },
  ];
}

async function refuseMissing(engine: SqlEngine, relation: Relation, column: string): Promise<void> {
  const columns = await engine.describe(relation);
  if (columns.some(({ name }) => name === column)) return;
  const names = columns.map(({ name }) => name);
  throw new OperatorError(
    'data-invalid',
    `${relation.source} has no column ${JSON.stringify(column)} to cut segments by.`,
    `It has ${listNames(names)}.`,
  );
}
