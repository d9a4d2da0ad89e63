import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, ClientConfig, FieldDef } from 'pg';
import { OperatorError } from '../errors.ts';
import type { QueryOptions, SqlColumn, SqlEngine, SqlRow } from '../ports/sql-engine.ts';
import { POSTGRES } from '../sql/dialects/postgres.ts';
import { type ServerAddress, usesTls } from '../sql/server-address.ts';
import { refuseOldServer, serverFailure } from '../sql/server-failure.ts';
import { tooManyRows } from '../sql/too-many-rows.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { ServerSettings } from './open-server.ts';
import { explainPostgres } from './postgres-failure.ts';
import { postgresReader, postgresType } from './postgres-values.ts';
import { type Login, MOST_ROWS, readLogin } from './server-login.ts';

/** From here on doubles are written with the shortest digits that read back. 15 and 18 are what we test with. */
const OLDEST = '12';
const CONNECT_MS = 15_000;
const CANCEL_AGAIN_MS = 250;
/** One snapshot for the whole session: counts add up while others write. */
const BEGIN = 'BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY';

interface Connected {
  readonly client: Client;
  readonly login: Login;
  readonly name: string;
  /** Ends the query that runs, by a connection of its own; resolves when `ended` says that it ended. */
  cancel(ended: AbortSignal): Promise<void>;
}

/** @throws OperatorError `engine-failed` for a server that cannot be reached, refuses us or is too old */
export async function openPostgres(address: ServerAddress, settings: ServerSettings): Promise<SqlEngine> {
  const login = readLogin(address, settings);
  const { environment = process.env } = settings;
  const { Client } = await import('pg');
  const config = configOf(address, login, environment);
  const client = new Client(config);
  // A connection that breaks between two queries would end the process; the next query says so.
  client.on('error', () => undefined);
  const { name } = address;
  const fail = (cause: unknown): OperatorError => serverFailure(explainPostgres(cause, name), [login.password]);
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    refuseOldServer(name, 'PostgreSQL', /^[\d.]+/.exec(rows[0]?.server_version ?? '')?.[0] ?? '0', OLDEST);
    await refuseMighty(client, name);
    await client.query(BEGIN);
  } catch (cause) {
    await client.end().catch(() => undefined);
    throw cause instanceof OperatorError ? cause : fail(cause);
  }
  const connected: Connected = {
    client,
    login,
    name,
    cancel: (ended) => cancelUntil(ended, () => new Client(config), client),
  };
  const inTurn = oneAtATime();
  return {
    dialect: POSTGRES,
    describe: ({ from }) => inTurn(() => describe(connected, from).catch((cause) => restart(client, cause, fail))),
    query: (sql, options = {}) =>
      inTurn(() =>
        ask(connected, sql, options)
          .then(({ rows }) => rows)
          .catch((cause) => restart(client, cause, fail)),
      ),
    close: async () => void (await client.end().catch(() => undefined)),
  };
}

function configOf(
  address: ServerAddress,
  { user, password, timeoutMs, tag }: Login,
  environment: NonNullable<ServerSettings['environment']>,
): ClientConfig {
  const host = address.host ?? environment['PGHOST'];
  const port = address.port ?? (environment['PGPORT'] ? Number(environment['PGPORT']) : undefined);
  const database = address.path[0] ?? environment['PGDATABASE'];
  const tls = address.tls ?? (environment['PGSSLMODE'] === 'disable' ? 'off' : undefined);
  const isSafe = usesTls({ host, tls }) && !host?.startsWith('/');
  return {
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port }),
    ...(database !== undefined && { database }),
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password }),
    ssl: isSafe && { rejectUnauthorized: tls !== 'unverified' },
    application_name: tag.slice(0, 63),
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: timeoutMs,
    lock_timeout: timeoutMs,
    // A session that we forget must not hold its snapshot for ever.
    idle_in_transaction_session_timeout: timeoutMs,
    options: [
      'default_transaction_read_only=on',
      'standard_conforming_strings=on',
      'extra_float_digits=3',
      'TimeZone=UTC',
      'DateStyle=ISO',
    ]
      .map((setting) => `-c ${setting}`)
      .join(' '),
  };
}

/** A transaction that only reads still lets a role with these rights read and write files of the server, from any condition. */
async function refuseMighty(client: Client, name: string): Promise<void> {
  const rights = ['pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program'];
  const { rows } = await client.query<{ role: string; mighty: boolean }>(
    `SELECT current_user AS role, bool_or(pg_has_role(current_user, oid, 'MEMBER')) AS mighty FROM pg_roles WHERE rolname = ANY($1)`,
    [rights],
  );
  if (!rows[0]?.mighty) return;
  throw new OperatorError(
    'engine-failed',
    `${name}: the role ${JSON.stringify(rows[0].role)} is a superuser or may reach files of the server; conditions must not run as such.`,
    'Use a role that reads: CREATE ROLE tidegate LOGIN PASSWORD …; GRANT SELECT ON the_table TO tidegate;',
  );
}

async function describe({ client, login }: Connected, from: string): Promise<readonly SqlColumn[]> {
  const { fields } = await client.query({ text: `/* ${login.tag} */ SELECT * FROM ${from} LIMIT 0`, rowMode: 'array' });
  const oids = [...new Set(fields.map(({ dataTypeID }) => dataTypeID))];
  const { rows } = await client.query<[string, string, string]>({
    text: 'SELECT CAST(oid AS text), format_type(oid, NULL), CAST(typcategory AS text) FROM pg_type WHERE oid = ANY($1)',
    values: [oids],
    rowMode: 'array',
  });
  const types = new Map(rows.map(([oid, name, category]) => [Number(oid), { name, category }]));
  return fields.map(({ name, dataTypeID }) => {
    const { name: nativeType = 'unknown', category = 'X' } = types.get(dataTypeID) ?? {};
    return { name, nativeType, type: postgresType(nativeType, category) };
  });
}

async function ask(
  { client, login, cancel }: Connected,
  sql: string,
  { signal, mostRows = MOST_ROWS }: QueryOptions,
): Promise<{ readonly rows: readonly SqlRow[] }> {
  signal?.throwIfAborted();
  const ended = new AbortController();
  let cancelled: Promise<void> | undefined;
  const stop = () => {
    cancelled = cancel(ended.signal);
  };
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const asText = { getTypeParser: () => (value: string) => value };
    // Inside a SELECT nothing else can stand, and the extended protocol takes one statement.
    const query = {
      text: `/* ${login.tag} */ SELECT * FROM (\n${sql}\n) AS answer LIMIT ${mostRows + 1}`,
      rowMode: 'array' as const,
      types: asText as never,
      queryMode: 'extended',
    };
    const { rows, fields } = await client.query<(string | null)[]>(query);
    if (rows.length > mostRows) throw tooManyRows(mostRows);
    const readers = fields.map(({ dataTypeID }: FieldDef) => postgresReader(dataTypeID));
    return {
      rows: rows.map((row) => row.map((cell, index) => (cell === null ? null : (readers[index] ?? String)(cell)))),
    };
  } catch (cause) {
    signal?.throwIfAborted();
    throw cause;
  } finally {
    signal?.removeEventListener('abort', stop);
    ended.abort();
    // One that is still under way would end the next query instead.
    await cancelled;
  }
}

/** After an error a transaction answers nothing any more: a new one, on a snapshot of its own. */
async function restart(client: Client, cause: unknown, fail: (cause: unknown) => OperatorError): Promise<never> {
  await client.query(`ROLLBACK; ${BEGIN}`).catch(() => undefined);
  const isOurs = cause instanceof OperatorError || (cause instanceof Error && cause.name === 'AbortError');
  throw isOurs ? cause : fail(cause);
}

/** A server that has not begun the query yet ignores the first request: asks again until the query has ended. */
async function cancelUntil(ended: AbortSignal, open: () => Client, running: Client): Promise<void> {
  const { processID } = running as Client & { readonly processID?: number };
  while (!ended.aborted) {
    const other = open();
    other.on('error', () => undefined);
    try {
      await other.connect();
      while (!ended.aborted) {
        await other.query('SELECT pg_cancel_backend($1)', [processID]);
        await sleep(CANCEL_AGAIN_MS, undefined, { signal: ended });
      }
    } catch {
      // Asked again by a new connection; at the latest the statement timeout ends the query.
      await sleep(CANCEL_AGAIN_MS, undefined, { signal: ended }).catch(() => undefined);
    } finally {
      await other.end().catch(() => undefined);
    }
  }
}
