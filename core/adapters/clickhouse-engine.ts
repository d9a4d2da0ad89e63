import { randomUUID } from 'node:crypto';
import { Agent } from 'node:https';
import type { ClickHouseClient, ClickHouseSettings } from '@clickhouse/client';
import { OperatorError } from '../errors.ts';
import type { QueryOptions, SqlColumn, SqlEngine, SqlRow } from '../ports/sql-engine.ts';
import { CLICKHOUSE } from '../sql/dialects/clickhouse.ts';
import { type ServerAddress, usesTls } from '../sql/server-address.ts';
import { refuseOldServer, serverFailure } from '../sql/server-failure.ts';
import { tooManyRows } from '../sql/too-many-rows.ts';
import { type ClickHouseAnswer, clickHouseType, readAnswer } from './clickhouse-answer.ts';
import { explainClickHouse } from './clickhouse-failure.ts';
import type { ServerSettings } from './open-server.ts';
import { type Login, MOST_ROWS, readLogin } from './server-login.ts';

/** What @clickhouse/client 1.23 is tested with by its authors; 26.7 is what we test with. */
const OLDEST = '24.8';
const PROGRESS_EVERY_MS = 500;

export interface ClickHouseSettingsOfTest extends ServerSettings {
  /** For the test of a cluster of old servers only: the version, and settings that it does not know. */
  readonly old?: { readonly version: string; readonly unknown: readonly string[] } | undefined;
}

interface Connected {
  readonly client: ClickHouseClient;
  readonly login: Login;
  readonly name: string;
  readonly settings: ClickHouseSettings;
}

/** @throws OperatorError `engine-failed` for a server that cannot be reached, refuses us or is too old */
export async function openClickHouse(address: ServerAddress, settings: ClickHouseSettingsOfTest): Promise<SqlEngine> {
  const login = readLogin(address, settings);
  const { ClickHouseLogLevel, createClient } = await import('@clickhouse/client');
  const isSafe = usesTls(address);
  const client = createClient({
    url: `${isSafe ? 'https' : 'http'}://${address.host ?? '127.0.0.1'}:${address.port ?? (isSafe ? 8443 : 8123)}`,
    username: login.user ?? 'default',
    password: login.password ?? '',
    database: address.path[0] ?? 'default',
    application: 'tidegate',
    request_timeout: login.timeoutMs + 10_000, // the server's own limit comes first
    log: { level: ClickHouseLogLevel.OFF },
    ...(address.tls === 'unverified' && { http_agent: new Agent({ keepAlive: true, rejectUnauthorized: false }) }),
  });
  const { old } = settings;
  const all = Object.entries(settingsOf(login));
  const connected: Connected = {
    client,
    login,
    name: address.name,
    settings: Object.fromEntries(all.filter(([name]) => !old?.unknown.includes(name))),
  };
  try {
    const { rows } = await ask({ ...connected, settings: { readonly: '1' } }, 'SELECT version()', {});
    refuseOldServer(address.name, 'ClickHouse', String(rows[0]?.[0]), old?.version ?? OLDEST);
  } catch (error) {
    await client.close();
    throw error;
  }
  return {
    dialect: CLICKHOUSE,
    describe: async ({ from }): Promise<readonly SqlColumn[]> => {
      const { columns } = await ask(connected, `SELECT * FROM ${from} LIMIT 0`, {});
      return columns.map(({ name, type }) => ({ name, nativeType: type, type: clickHouseType(type) }));
    },
    query: async (sql, options = {}): Promise<readonly SqlRow[]> => (await ask(connected, sql, options)).rows,
    close: () => client.close(),
  };
}

function settingsOf({ timeoutMs, tag }: Login): ClickHouseSettings {
  return {
    // Reads only, and no table function that reaches files, addresses or other servers.
    readonly: '1',
    // All or nothing: a shard that is away, a limit or a late error fails the query before a byte of an answer is sent.
    skip_unavailable_shards: 0,
    wait_end_of_query: 1,
    max_execution_time: Math.ceil(timeoutMs / 1000),
    timeout_overflow_mode: 'throw',
    read_overflow_mode: 'throw',
    group_by_overflow_mode: 'throw',
    result_overflow_mode: 'throw',
    use_query_cache: 0,
    cancel_http_readonly_queries_on_client_close: 1,
    // As the SQL standard, and so as the other engines, say.
    cast_keep_nullable: 1,
    join_use_nulls: 1,
    group_by_use_nulls: 1,
    aggregate_functions_null_for_empty: 1,
    prefer_column_name_to_alias: 1,
    union_default_mode: 'DISTINCT',
    session_timezone: 'UTC',
    output_format_json_quote_64bit_integers: 1,
    output_format_json_quote_decimals: 1,
    output_format_json_quote_denormals: 1,
    log_comment: tag,
  };
}

async function ask(connected: Connected, sql: string, options: QueryOptions): Promise<ClickHouseAnswer> {
  const { client, login, name, settings } = connected;
  const { signal, onProgress, mostRows = MOST_ROWS } = options;
  signal?.throwIfAborted();
  const queryId = `tidegate-${randomUUID()}`;
  const timer = onProgress && setInterval(() => void reportProgress(connected, queryId, onProgress), PROGRESS_EVERY_MS);
  try {
    const answer = await client.query({
      query: `/* ${login.tag} */ ${sql}\n`,
      format: 'JSONCompact',
      query_id: queryId,
      clickhouse_settings: { ...settings, max_result_rows: String(mostRows) },
      ...(signal && { abort_signal: signal }),
    });
    const { rows, columns } = readAnswer(await answer.text(), name);
    if (rows.length > mostRows) throw tooManyRows(mostRows);
    return { rows, columns };
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof OperatorError) throw cause;
    const failure = explainClickHouse(cause, name);
    throw failure === 'too-many-rows' ? tooManyRows(mostRows) : serverFailure(failure, [login.password]);
  } finally {
    clearInterval(timer);
  }
}

/** Progress is a courtesy: where it cannot be asked for, nobody hears of it. */
async function reportProgress(
  { client }: Connected,
  queryId: string,
  onProgress: (share: number) => void,
): Promise<void> {
  try {
    const answer = await client.query({
      query: 'SELECT read_rows / greatest(total_rows_approx, 1) FROM system.processes WHERE query_id = {id: String}',
      query_params: { id: queryId },
      format: 'JSONCompact',
    });
    const { data } = await answer.json<readonly number[]>();
    const share = data[0]?.[0];
    if (share !== undefined) onProgress(Math.min(1, share));
  } catch {
    // The query itself goes on.
  }
}
