import type { Relation, SqlEngine } from '../ports/sql-engine.ts';
import type { Dialect } from '../sql/dialect.ts';

const SAMPLE_ROWS = 20_000;
const QUARTILES = [0.25, 0.5, 0.75] as const;
const VECTOR = 2_048; // rows that DuckDB reads at once

/**
 * Some rows to choose grids from: approximation may enter here only, where it cannot hurt. DuckDB keeps them in a table of its own:
 * whole vectors of a Parquet file, evenly spread, or drawn with a seed. The other engines draw anew in every query.
 */
export async function sampleRows(
  engine: SqlEngine,
  relation: Relation,
  rows: number,
  columns: readonly string[],
): Promise<Relation> {
  const { dialect } = engine;
  if (rows <= SAMPLE_ROWS) return relation;
  const list = columns.map((column) => dialect.quoteName(column)).join(', ');
  if (dialect.name === 'duckdb') {
    await engine.query(
      `CREATE OR REPLACE TEMP TABLE tidegate_sample AS SELECT ${list} FROM ${drawn(relation, rows, columns)}`,
    );
    return { source: relation.source, from: 'tidegate_sample' };
  }
  const share = dialect.double(SAMPLE_ROWS / rows);
  const from = `(SELECT ${list} FROM ${relation.from} WHERE ${randomOf(dialect)} < ${share}) s`;
  return { source: relation.source, from };
}

/** DuckDB skips the vectors that a condition on the row number leaves out: a fifth of the time of a reservoir. */
function drawn({ from, numbered }: Relation, rows: number, columns: readonly string[]): string {
  if (numbered === undefined || columns.includes('file_row_number') || rows < 100 * VECTOR)
    return `${from} USING SAMPLE reservoir(${SAMPLE_ROWS} ROWS) REPEATABLE (7)`;
  const every = Math.floor(rows / SAMPLE_ROWS);
  return `${numbered} WHERE (file_row_number // ${VECTOR}) % ${every} = ${Math.floor(every / 2)}`;
}

function randomOf({ name }: Dialect): string {
  return name === 'clickhouse' ? 'rand() / 4294967296.0' : 'random()';
}

/** Quartiles of a double, each as one of its values. */
export function quartilesOf(value: string, dialect: Dialect): string[] {
  // One aggregate for all: DuckDB sees that they are the same.
  const all = `quantile_disc(${value}, [${QUARTILES.join(', ')}])`;
  return QUARTILES.map((share, place) =>
    dialect.name === 'duckdb' ? `${all}[${place + 1}]` : quantileOf(value, share, dialect.name),
  );
}

function quantileOf(value: string, share: number, name: Exclude<Dialect['name'], 'duckdb'>): string {
  switch (name) {
    case 'clickhouse':
      return `quantileExact(${share})(${value})`;
    case 'postgres':
      return `percentile_disc(${share}) WITHIN GROUP (ORDER BY ${value})`;
    case 'trino':
      return `approx_percentile(${value}, ${share})`;
  }
}
