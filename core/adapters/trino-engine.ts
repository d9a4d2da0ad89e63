import type { OperatorError } from '../errors.ts';
import type { QueryOptions, SqlColumn, SqlEngine, SqlRow } from '../ports/sql-engine.ts';
import { TRINO } from '../sql/dialects/trino.ts';
import { type ServerAddress, usesTls } from '../sql/server-address.ts';
import { serverFailure } from '../sql/server-failure.ts';
import { tooManyRows } from '../sql/too-many-rows.ts';
import type { ServerSettings } from './open-server.ts';
import { type Login, MOST_ROWS, readLogin } from './server-login.ts';
import { readTrinoPage, type TrinoColumn, type TrinoPage } from './trino-page.ts';
import { trinoReader, trinoType } from './trino-values.ts';

/** A busy gateway answers with one of these; the protocol says to ask again. */
const AGAIN = [429, 502, 503, 504];
const MOST_TRIES = 10;
const WAIT_MS = 100;

interface Session {
  readonly url: string;
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly secrets: readonly (string | undefined)[];
}

/** Trino's HTTP protocol: a query is posted, its pages are fetched until there is none. @throws OperatorError `engine-failed` */
export async function openTrino(address: ServerAddress, settings: ServerSettings): Promise<SqlEngine> {
  const login = readLogin(address, settings);
  const isSafe = usesTls(address);
  const token = (settings.environment ?? process.env)['TRINO_ACCESS_TOKEN'];
  const session: Session = {
    url: `${isSafe ? 'https' : 'http'}://${address.host ?? '127.0.0.1'}:${address.port ?? (isSafe ? 443 : 8080)}`,
    name: address.name,
    headers: headersOf(address, login, token),
    secrets: [login.password, token],
  };
  if (address.tls === 'unverified')
    throw serverFailure(
      {
        kind: 'refused',
        server: address.name,
        text: 'tls=unverified is not offered for Trino',
        hint: 'Name its certificate in NODE_EXTRA_CA_CERTS.',
      },
      [],
    );
  await ask(session, 'SELECT 1', {});
  return {
    dialect: TRINO,
    describe: async ({ from }): Promise<readonly SqlColumn[]> => {
      const { columns } = await ask(session, `SELECT * FROM ${from} LIMIT 0`, {});
      return columns.map(({ name, type }) => ({ name, nativeType: type, type: trinoType(type) }));
    },
    query: async (sql, options = {}) => (await ask(session, sql, options)).rows,
    close: async () => undefined,
  };
}

function headersOf(
  { path: [catalog, schema] }: ServerAddress,
  login: Login,
  token: string | undefined,
): Readonly<Record<string, string>> {
  const user = login.user ?? 'tidegate';
  const basic =
    login.password === undefined ? undefined : `Basic ${Buffer.from(`${user}:${login.password}`).toString('base64')}`;
  const authorization = token ? `Bearer ${token}` : basic;
  return {
    'X-Trino-User': user,
    'X-Trino-Source': 'tidegate',
    'X-Trino-Client-Tags': login.tag.replaceAll(',', '_'),
    'X-Trino-Time-Zone': 'UTC',
    'X-Trino-Client-Capabilities': 'PARAMETRIC_DATETIME', // otherwise times come rounded to milliseconds
    'X-Trino-Session': `query_max_run_time=${encodeURIComponent(`${Math.ceil(login.timeoutMs / 1000)}s`)}`,
    ...(catalog !== undefined && { 'X-Trino-Catalog': catalog }),
    ...(schema !== undefined && { 'X-Trino-Schema': schema }),
    ...(authorization !== undefined && { authorization }),
  };
}

interface Answer {
  readonly columns: readonly TrinoColumn[];
  readonly rows: readonly SqlRow[];
}

async function ask(
  session: Session,
  sql: string,
  { signal, onProgress, mostRows = MOST_ROWS }: QueryOptions,
): Promise<Answer> {
  signal?.throwIfAborted();
  // Inside a SELECT nothing else can stand: Trino has no session that only reads.
  const text = `SELECT * FROM (\n${sql}\n) AS answer LIMIT ${mostRows + 1}`;
  let columns: readonly TrinoColumn[] | undefined;
  const rows: SqlRow[] = [];
  let next: string | undefined;
  try {
    for (
      let page = await fetchPage(session, `${session.url}/v1/statement`, text, signal);
      ;
      page = await fetchPage(session, next, undefined, signal)
    ) {
      next = page.nextUri;
      refuseFailed(session, page);
      columns ??= page.columns;
      const readers = columns?.map(({ type }) => trinoReader(type)) ?? [];
      for (const row of page.data ?? [])
        rows.push(row.map((cell, index) => (cell === null ? null : (readers[index] ?? String)(cell))));
      if (rows.length > mostRows) throw tooManyRows(mostRows);
      if (page.stats?.progressPercentage !== undefined) onProgress?.(Math.min(1, page.stats.progressPercentage / 100));
      if (next === undefined) return { columns: columns ?? [], rows: refuseUnfinished(session, page, columns, rows) };
    }
  } catch (error) {
    if (next !== undefined) await fetch(next, { method: 'DELETE', headers: session.headers }).catch(() => undefined);
    signal?.throwIfAborted();
    throw error;
  }
}

async function fetchPage(
  session: Session,
  url: string,
  sql: string | undefined,
  signal: AbortSignal | undefined,
): Promise<TrinoPage> {
  // Name and password go where the user sent them, wherever a page points.
  if (new URL(url).origin !== new URL(session.url).origin)
    throw fail(
      session,
      `a page of the answer is at ${new URL(url).origin}`,
      'Set http-server.process-forwarded on the coordinator behind a proxy.',
    );
  const init = {
    method: sql === undefined ? 'GET' : 'POST',
    headers: session.headers,
    redirect: 'error' as const,
    ...(sql !== undefined && { body: sql }),
    ...(signal && { signal }),
  };
  for (let tries = 1; ; tries += 1) {
    const response = await fetch(url, init).catch((cause: unknown) => {
      signal?.throwIfAborted();
      throw unreachable(session, cause, sql);
    });
    if (AGAIN.includes(response.status) && tries < MOST_TRIES) {
      await response.body?.cancel();
      await new Promise((resolve) => setTimeout(resolve, WAIT_MS * tries));
      continue;
    }
    const body = await response.text();
    if (response.status === 401 || response.status === 403)
      throw serverFailure(
        { kind: 'refused', server: session.name, text: `HTTP ${response.status} ${body.slice(0, 200)}` },
        session.secrets,
      );
    if (response.status !== 200) throw fail(session, `HTTP ${response.status} ${body.slice(0, 200)}`);
    return (
      readTrinoPage(body) ??
      Promise.reject(fail(session, `a page that is no JSON object: ${JSON.stringify(body.slice(0, 80))}`))
    );
  }
}

function refuseFailed(session: Session, { error }: TrinoPage): void {
  if (!error) return;
  const isOurs = error.errorType === 'USER_ERROR';
  const said = `${error.message ?? 'no message'} (${error.errorName ?? 'unknown error'})`;
  throw serverFailure({ kind: isOurs ? 'invalid' : 'stopped', server: session.name, text: said }, session.secrets);
}

/** The last page says how the query ended; without that, rows may be missing. */
function refuseUnfinished(
  session: Session,
  { stats }: TrinoPage,
  columns: readonly TrinoColumn[] | undefined,
  rows: readonly SqlRow[],
): readonly SqlRow[] {
  if (stats?.state === 'FINISHED' && columns !== undefined) return rows;
  throw fail(session, `the answer ended in state ${JSON.stringify(stats?.state ?? 'unknown')}`);
}

function fail({ name, secrets }: Session, text: string, hint?: string): OperatorError {
  return serverFailure({ kind: 'stopped', server: name, text, hint }, secrets);
}

function unreachable({ name, secrets }: Session, cause: unknown, sql: string | undefined): OperatorError {
  const { message, cause: inner } = cause instanceof Error ? cause : { message: String(cause), cause: undefined };
  const text = inner instanceof Error && inner.message !== '' ? `${message}: ${inner.message}` : message;
  return serverFailure({ kind: sql === undefined ? 'stopped' : 'unreachable', server: name, text }, secrets);
}
