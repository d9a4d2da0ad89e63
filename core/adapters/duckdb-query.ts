import { existsSync, statSync } from 'node:fs';
import { quoteText } from '../data/quote-sql.ts';
import { OperatorError } from '../errors.ts';
import { filesOfQuery, findHarmful, jsonOfQuery, type ParsedQuery, whyNoSelect } from '../sql/parsed-query.ts';
import { isRemote } from '../sql/reference.ts';
import { checkPacked, packingOf } from './check-packed.ts';
import type { RelateOptions } from './duckdb-relation.ts';
import { reachRemote } from './duckdb-remote.ts';
import type { DuckDbSession } from './duckdb-session.ts';
import { parseQuery } from './parse-query.ts';
import { refuseDeepPackedJson } from './refuse-deep-json.ts';

/** A view of what the user's SELECT gives; the files that it names stay readable when the session is locked. */
export async function relateQuery(
  session: DuckDbSession,
  sql: string,
  source: string,
  options: RelateOptions,
): Promise<string> {
  const query = await parseSelect(session, sql, source);
  const { names, computed } = jsonOfQuery(query);
  if (computed[0] !== undefined) throw refuse(source, `${computed[0]}() takes names of files as texts only`);
  for (const name of names) await refuseDeepFiles(session, name, source, options.signal);
  const named = filesOfQuery(query);
  await reachRemote(session, named.filter(isRemote), source, options);
  for (const name of named) {
    if (isRemote(name)) session.allow(name.replace(/[^/]*[*[].*$/s, ''));
    else if (existsSync(name)) await allowFile(session, name, options.signal);
    else if (/[*?[]/.test(name)) {
      // The pattern is asked for again in every query, and each file that it matches.
      session.allow(name);
      for (const [file] of await session.ask(`SELECT file FROM glob(${quoteText(name)})`, { source }))
        await allowFile(session, String(file), options.signal);
    }
  }
  const view = session.nextName();
  await session.ask(`CREATE TEMP VIEW ${view} AS (\n${sql}\n)`, { source });
  await session.columnsOf(view, source);
  return view;
}

async function allowFile(session: DuckDbSession, path: string, signal: AbortSignal | undefined): Promise<void> {
  const packing = statSync(path).isFile() ? packingOf(path) : undefined;
  if (packing) await checkPacked(path, path, { packing, signal });
  session.allow(path);
}

/** What JSON is read by a query is looked at where it lies, so it must lie on this machine. */
async function refuseDeepFiles(
  session: DuckDbSession,
  name: string,
  source: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (isRemote(name))
    throw new OperatorError(
      'data-invalid',
      'The query reads JSON from an address, where nothing can tell how deep it nests.',
      'Give the address itself as the data, or download the file first and query that.',
    );
  // As the engine looks for it: a name may be a pattern even where a file is called so.
  const files = await session.ask(`SELECT file FROM glob(${quoteText(name)})`, { source });
  if (files.length === 0) throw refuse(source, `there is no file ${name.slice(0, 200)}`);
  // Of lines, too: another format may be asked for, in which a record goes on in the next.
  for (const [file] of files) await refuseDeepPackedJson(String(file), String(file), 'json-array', signal);
}

/** One SELECT that calls nothing harmful. @throws OperatorError `data-invalid` */
export async function parseSelect(session: DuckDbSession, sql: string, source: string): Promise<ParsedQuery> {
  const query = await parseQuery(session.connection, sql);
  const why = whyNoSelect(query);
  if (why !== undefined)
    throw new OperatorError(
      'data-invalid',
      `${source} is no single SELECT: ${why.slice(0, 200)}.`,
      "Write sql:SELECT … FROM 'data.parquet' ….",
    );
  const harmful = findHarmful(query, 'reads-files');
  if (harmful !== undefined) throw refuse(source, `${harmful.slice(0, 200)} is not for queries`);
  return query;
}

function refuse(source: string, why: string): OperatorError {
  return new OperatorError(
    'data-invalid',
    `${source} is refused: ${why}.`,
    "Name each file in the query, as in read_json('rows.json'), and leave out what looks elsewhere or nests JSON.",
  );
}
