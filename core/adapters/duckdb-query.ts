import { existsSync } from 'node:fs';
import { quoteText } from '../data/quote-sql.ts';
import { OperatorError } from '../errors.ts';
import { filesOfQuery, whyNoSelect } from '../sql/parsed-query.ts';
import { isRemote } from '../sql/reference.ts';
import type { RelateOptions } from './duckdb-relation.ts';
import { reachRemote } from './duckdb-remote.ts';
import type { DuckDbSession } from './duckdb-session.ts';
import { parseQuery } from './parse-query.ts';

/** A view of what the user's SELECT gives; the files that it names stay readable when the session is locked. */
export async function relateQuery(
  session: DuckDbSession,
  sql: string,
  source: string,
  options: RelateOptions,
): Promise<string> {
  const query = await parseQuery(session.connection, sql);
  const why = whyNoSelect(query);
  if (why !== undefined)
    throw new OperatorError(
      'data-invalid',
      `${source} is no single SELECT: ${why.slice(0, 200)}.`,
      "Write sql:SELECT … FROM 'data.parquet' ….",
    );
  const named = filesOfQuery(query);
  await reachRemote(session, named.filter(isRemote), source, options);
  for (const name of named) {
    if (isRemote(name)) session.allow(name.replace(/[^/]*[*[].*$/s, ''));
    else if (existsSync(name)) session.allow(name);
    else if (/[*?[]/.test(name)) {
      // The pattern is asked for again in every query, and each file that it matches.
      session.allow(name);
      for (const [file] of await session.ask(`SELECT file FROM glob(${quoteText(name)})`, { source }))
        session.allow(String(file));
    }
  }
  const view = session.nextName();
  await session.ask(`CREATE TEMP VIEW ${view} AS (\n${sql}\n)`, { source });
  await session.columnsOf(view, source);
  return view;
}
