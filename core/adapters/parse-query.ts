import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteText } from '../data/quote-sql.ts';
import type { ParsedQuery } from '../sql/parsed-query.ts';

/** Parses a query, and runs nothing of it. */
export async function parseQuery(connection: DuckDBConnection, sql: string): Promise<ParsedQuery> {
  const options = 'skip_null := true, skip_empty := true, skip_default := true';
  const answer = await connection.runAndReadAll(
    `SELECT CAST(json_serialize_sql(${quoteText(sql)}, ${options}) AS VARCHAR)`,
  );
  return JSON.parse(String(answer.getRows()[0]?.[0])) as ParsedQuery;
}
