import { OperatorError } from '../errors.ts';
import type { Relation, SqlColumn, SqlEngine } from '../ports/sql-engine.ts';
import { findRowNumber } from '../sql/find-row-number.ts';
import type { FrozenColumn } from './frozen.ts';

const READABLE: Readonly<Partial<Record<FrozenColumn['kind'], readonly SqlColumn['type'][]>>> = {
  numeric: ['integer', 'double', 'decimal', 'boolean'],
  timestamp: ['date', 'timestamp'],
  embedding: ['list'],
};
const NAMES = { numeric: 'numbers', timestamp: 'dates or times', embedding: 'lists of numbers' } as const;

/** What a column is cast to that holds nothing: a CSV file calls it text, JSON lines have no name for it. */
const EMPTY = { numeric: 'DOUBLE', timestamp: 'TIMESTAMP', embedding: 'DOUBLE[]' } as const;

/** What is read as a time; the engine's cast alone takes other orders and signs too. */
const ISO_TIME =
  '[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?)?';

/**
 * The rows, in which a column without any value has the type that it has in the reference, and texts that are all dates or times as
 * ISO 8601 writes them are such where the reference has some. One wrong cell makes a column of a CSV
 * text: which it is, is told.
 * @throws OperatorError `data-invalid` for a column that holds something else than it did in the reference
 */
export async function readAsFrozen(
  engine: SqlEngine,
  relation: Relation,
  columns: readonly SqlColumn[],
  frozen: readonly FrozenColumn[],
): Promise<Relation> {
  const casts: string[] = [];
  for (const { name, kind } of frozen) {
    if (kind === 'categorical' || kind === 'text') continue;
    const column = columns.find((each) => each.name === name);
    if (!column || READABLE[kind]?.includes(column.type)) continue;
    const { quoteName } = engine.dialect;
    if (engine.dialect.name === 'duckdb' && (await isEmpty(engine, relation, quoteName(name)))) {
      casts.push(`CAST(NULL AS ${EMPTY[kind]}) AS ${quoteName(name)}`);
      continue;
    }
    const isText = column.type === 'text' && kind !== 'embedding' && engine.dialect.name === 'duckdb';
    const wrong = isText ? await findWrong(engine, relation, columns, { name, kind }) : undefined;
    if (wrong?.count === 0) {
      // SQLite has no type for dates. With zones: a cast to TIMESTAMP drops them; without one it is UTC.
      if (kind === 'timestamp') casts.push(`CAST(${quoteName(name)} AS TIMESTAMPTZ) AS ${quoteName(name)}`);
      continue;
    }
    const where = wrong && wrong.count > 0 ? ` ${wrong.text}` : '';
    throw new OperatorError(
      'data-invalid',
      `${relation.source}: column ${JSON.stringify(name)} holds ${NAMES[kind]} in the reference, here it is ${column.nativeType}.${where}`,
      'Mend the cells or leave them empty; or leave the column out with --columns.',
    );
  }
  if (casts.length === 0) return relation;
  const { source, from } = relation;
  return { source, from: `(SELECT * REPLACE (${casts.join(', ')}) FROM ${from}) AS tidegate_rows` };
}

async function isEmpty(engine: SqlEngine, { from }: Relation, column: string): Promise<boolean> {
  const [[count] = []] = await engine.query(
    `SELECT count(*) FROM (SELECT 1 FROM ${from} WHERE ${column} IS NOT NULL LIMIT 1) x`,
  );
  return Number(count) === 0;
}

async function findWrong(
  engine: SqlEngine,
  relation: Relation,
  columns: readonly SqlColumn[],
  { name, kind }: { readonly name: string; readonly kind: 'numeric' | 'timestamp' },
): Promise<{ readonly count: number; readonly text: string }> {
  const value = engine.dialect.quoteName(name);
  const isNone =
    kind === 'numeric'
      ? `TRY_CAST(${value} AS DOUBLE) IS NULL`
      : `(TRY_CAST(${value} AS TIMESTAMPTZ) IS NULL OR NOT regexp_full_match(${value}, '${ISO_TIME}'))`;
  const isWrong = `${value} IS NOT NULL AND ${isNone}`;
  const place = (await findRowNumber(engine, relation, columns)) ?? 'NULL';
  const [row = []] = await engine.query(
    `SELECT count(*) FILTER (w), count(v), min(p) FILTER (w) FROM (SELECT ${isWrong} AS w, ${value} AS v, ${place} AS p FROM ${relation.from}) x`,
  );
  const [count, present, first] = row.map((cell) => (cell === null ? undefined : Number(cell)));
  const noun = kind === 'numeric' ? 'no number' : 'no time';
  const what = `${(count ?? 0).toLocaleString('en-US')} of ${(present ?? 0).toLocaleString('en-US')} values ${count === 1 ? 'is' : 'are'} ${noun}`;
  return {
    count: count ?? 0,
    text: `${what}${first === undefined ? '' : `, first in row ${first + 1} (the first is 1)`}.`,
  };
}
