import type { Dialect } from '../sql/dialect.ts';
import type { ColumnFacts } from './column-facts.ts';

/**
 * 64 bits of a row: equal rows have equal ones, and among ten million rows two different ones share one with a chance of 3 in a
 * million. Numbers of any type are hashed as doubles, so that a file with 1 and one with 1.0 hold the same row.
 */
export function rowHash(columns: readonly ColumnFacts[], dialect: Dialect): string {
  const values = columns.map(({ kind, comparable }) =>
    kind === 'number' || kind === 'boolean' ? dialect.castToDouble(comparable) : comparable,
  );
  // DuckDB hashes numbers as they are, which takes a fraction of the time that writing them does.
  return dialect.hash(dialect.name === 'duckdb' ? values : values.map((value) => dialect.castToText(value)));
}
