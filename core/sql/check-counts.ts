import { OperatorError } from '../errors.ts';
import type { QueryOptions, Relation, SqlEngine } from '../ports/sql-engine.ts';

export async function countRows(engine: SqlEngine, relation: Relation, options: QueryOptions = {}): Promise<number> {
  const [[rows = 0] = []] = await engine.query(`SELECT count(*) FROM ${relation.from}`, options);
  return Number(rows);
}

/**
 * Counts by bin must add up to the rows of the relation: an engine that left some out, or rows that came meanwhile, would make a
 * report wrong in silence.
 * @throws OperatorError `engine-failed`
 */
export function checkCounts(relation: Relation, rows: number, counted: number, what: string): void {
  if (rows === counted) return;
  throw new OperatorError(
    'engine-failed',
    `${relation.source} has ${rows} rows, but ${counted} were counted for ${what}.`,
    'Rows changed meanwhile, or the engine left some out. Ask for a period that is over (sql:SELECT … WHERE …), then run again.',
  );
}
