import { OperatorError } from '../errors.ts';
import type { Column, Columns } from '../ports/model-runtime.ts';
import type { QueryOptions, Relation, SqlEngine } from '../ports/sql-engine.ts';

/** A column to read: what is no number in a column of numbers is missing. */
export interface WantedColumn {
  readonly name: string;
  readonly kind: 'numeric' | 'categorical';
}

/** Labels in a relation of their own, by the id that rows share with it. */
export interface LabelRows {
  readonly relation: Relation;
  readonly id: string;
  readonly label: WantedColumn;
}

export interface RowsRequest extends Pick<QueryOptions, 'signal' | 'onProgress'> {
  readonly columns: readonly WantedColumn[];
  /** Of more rows, every so many-th. */
  readonly mostRows: number;
  readonly labels?: LabelRows | undefined;
}

export interface ReadRows {
  /** Missing numbers are NaN, missing texts ''. */
  readonly columns: Columns;
  readonly read: number;
  readonly all: number;
}

const PLACE = '"(tidegate place)"';

/**
 * Raw rows in their order, of an engine that keeps it (`keepsOrder`), with the labels that have arrived.
 * @throws OperatorError `input-invalid` for a server: raw rows stay where they are; `data-invalid` for ids with two labels
 */
export async function readRows(engine: SqlEngine, relation: Relation, request: RowsRequest): Promise<ReadRows> {
  const { columns, labels, mostRows, ...options } = request;
  const { dialect } = engine;
  if (dialect.name !== 'duckdb')
    throw new OperatorError(
      'input-invalid',
      `${relation.source} is on a server, from which only counts come; this needs single rows.`,
      'Give a file with the rows, or leave out --target and --multivariate.',
    );
  if (labels) await refuseTwoLabels(engine, labels);
  const [[all] = [0]] = await engine.query(`SELECT count(*) FROM ${relation.from}`, options);
  const most = Math.min(mostRows, Number(all));
  const wanted = columns.map(({ name, kind }) => readAs(`t.${dialect.quoteName(name)}`, kind));
  if (labels) wanted.push(readAs('l.label', labels.label.kind));
  const rows = await engine.query(
    `SELECT ${wanted.join(', ') || '1'} FROM (SELECT *, row_number() OVER () AS ${PLACE} FROM ${relation.from}) t${labels ? joined(engine, labels) : ''}
WHERE (t.${PLACE} * ${most}) // ${Number(all)} <> ((t.${PLACE} - 1) * ${most}) // ${Number(all)} ORDER BY t.${PLACE}`,
    { ...options, mostRows: most },
  );
  const read = labels ? [...columns, labels.label] : columns;
  return {
    columns: Object.fromEntries(
      read.map(({ name, kind }, index): [string, Column] => [
        name,
        kind === 'numeric'
          ? Float64Array.from(rows, (row) => (typeof row[index] === 'number' ? row[index] : Number.NaN))
          : rows.map((row) => String(row[index] ?? '')),
      ]),
    ),
    read: rows.length,
    all: Number(all),
  };
}

/** Labels whose id no row has. */
export async function countUnmatched(
  engine: SqlEngine,
  rows: Relation,
  { relation, id, label }: LabelRows,
): Promise<number> {
  const [key, value] = [engine.dialect.quoteName(id), engine.dialect.quoteName(label.name)];
  const known = `SELECT CAST(${key} AS VARCHAR) FROM ${rows.from} WHERE ${key} IS NOT NULL`;
  const [[count] = [0]] = await engine.query(
    `SELECT count(*) FROM ${relation.from} WHERE ${value} IS NOT NULL AND (${key} IS NULL OR CAST(${key} AS VARCHAR) NOT IN (${known}))`,
  );
  return Number(count);
}

function readAs(column: string, kind: WantedColumn['kind']): string {
  return kind === 'numeric' ? `TRY_CAST(${column} AS DOUBLE)` : `CAST(${column} AS VARCHAR)`;
}

function joined({ dialect }: SqlEngine, { relation, id, label }: LabelRows): string {
  const [key, value] = [dialect.quoteName(id), dialect.quoteName(label.name)];
  return ` LEFT JOIN (SELECT CAST(${key} AS VARCHAR) AS id, min(CAST(${value} AS VARCHAR)) AS label FROM ${relation.from} GROUP BY 1) l ON CAST(t.${key} AS VARCHAR) = l.id`;
}

async function refuseTwoLabels(engine: SqlEngine, { relation, id, label }: LabelRows): Promise<void> {
  const [key, value] = [engine.dialect.quoteName(id), engine.dialect.quoteName(label.name)];
  const [twice] = await engine.query(
    `SELECT count(*) FROM (SELECT 1 AS one FROM ${relation.from} GROUP BY CAST(${key} AS VARCHAR) HAVING count(DISTINCT CAST(${value} AS VARCHAR)) > 1) d`,
  );
  const count = Number(twice?.[0]);
  if (count === 0) return;
  throw new OperatorError(
    'data-invalid',
    `${relation.source} has two labels for ${count === 1 ? 'a value' : `${count} values`} of ${id}.`,
    `Keep one label for each row; GROUP BY ${key} HAVING count(DISTINCT ${value}) > 1 finds them.`,
  );
}
