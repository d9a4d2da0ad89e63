import { OperatorError } from '../errors.ts';
import type { Relation, SqlEngine } from '../ports/sql-engine.ts';

/** An expression that numbers the rows from 0 in their order; undefined where the engine keeps none. */
export async function findRowNumber(
  engine: Pick<SqlEngine, 'dialect' | 'query'>,
  relation: Relation,
  columns: readonly { readonly name: string }[],
): Promise<string | undefined> {
  if (engine.dialect.name !== 'duckdb') return undefined;
  // DuckDB numbers the rows of a table. A column of the data that is called so numbers nothing.
  if (!columns.some(({ name }) => name.toLowerCase() === 'rowid')) {
    try {
      await engine.query(`SELECT rowid FROM ${relation.from} LIMIT 0`);
      return 'rowid';
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error;
    }
  }
  // Rows of files come in order to a window without one: DuckDB reads them with one thread then.
  return 'row_number() OVER () - 1';
}
