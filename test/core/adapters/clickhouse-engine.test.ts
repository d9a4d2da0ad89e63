import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openClickHouse } from '../../../core/adapters/clickhouse-engine.ts';
import { openServer } from '../../../core/adapters/open-server.ts';
import { parseServerAddress } from '../../../core/sql/server-address.ts';

// A server that says what it is told to; a real one is asked in the interop suite.
interface Said {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  readonly breaksOff?: boolean;
  readonly waitMs?: number;
}
interface Asked {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly authorization: string | undefined;
  readonly url: string;
}
let server: Server;
let port: number;
let say: (sql: string) => Said;
let version: string;
const asked: Asked[] = [];

const compact = (types: readonly string[], rows: readonly (readonly unknown[])[]) =>
  JSON.stringify({ meta: types.map((type, index) => ({ name: `c${index}`, type })), data: rows, rows: rows.length });

beforeAll(async () => {
  server = createServer((request, response) => {
    let sql = '';
    request.on('data', (chunk) => (sql += String(chunk)));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      asked.push({
        sql,
        url: request.url ?? '',
        parameters: Object.fromEntries(url.searchParams),
        authorization: request.headers.authorization,
      });
      const said: Said = sql.includes('SELECT version()') ? { body: compact(['String'], [[version]]) } : say(sql);
      const { status = 200, headers = {}, body, breaksOff, waitMs = 0 } = said;
      setTimeout(() => {
        response.writeHead(status, { 'content-type': 'application/json', ...headers });
        if (!breaksOff) return void response.end(body);
        response.write(body);
        setTimeout(() => response.destroy(), 50);
      }, waitMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' && address ? address.port : 0;
});
beforeEach(() => {
  asked.length = 0;
  version = '26.7.2.1';
  say = () => ({ body: compact(['UInt64'], [['1']]) });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const open = (user = '', environment = {}) =>
  openClickHouse(parseServerAddress(`clickhouse://${user}127.0.0.1:${port}/shop`), {
    environment,
    timeoutMs: 90_000,
    tag: 'drift */ churn',
  });

describe('ClickHouse', () => {
  it('is asked to read only, all or nothing, within a time, under a name', async () => {
    const engine = await open('ada@', { CLICKHOUSE_PASSWORD: 'secret-word' });
    await engine.query('SELECT count(*) FROM t', { mostRows: 7 });
    const { sql, parameters, authorization, url } = asked.at(-1) ?? {
      sql: '',
      parameters: {},
      authorization: '',
      url: '',
    };
    expect(sql).toMatch(/^\/\* drift _\/ churn \*\/ SELECT count\(\*\) FROM t\s+FORMAT JSONCompact$/);
    expect(parameters).toMatchObject({
      database: 'shop', readonly: '1', skip_unavailable_shards: '0', wait_end_of_query: '1', max_execution_time: '90',
      timeout_overflow_mode: 'throw', read_overflow_mode: 'throw', group_by_overflow_mode: 'throw', result_overflow_mode: 'throw',
      max_result_rows: '7', cast_keep_nullable: '1', session_timezone: 'UTC', log_comment: 'drift _/ churn',
      query_id: expect.stringMatching(/^tidegate-/),
    }); // biome-ignore format: pairs
    expect(authorization).toBe(`Basic ${Buffer.from('ada:secret-word').toString('base64')}`);
    expect(url).not.toContain('secret');
    await engine.close();
  });

  it.each(['24.7.9.1', '23.8', '18.16.1', '9.1'])('of version %s is too old', async (old) => {
    version = old;
    await expect(open()).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringContaining(`runs ClickHouse ${old}; Tidegate needs 24.8 or newer`),
    });
  });

  it.each(['24.8.1.1', '25.3', '26.10.2'])('of version %s is new enough', async (fine) => {
    version = fine;
    await (await open()).close();
  });

  const EXCEPTION =
    'Code: 279. DB::Exception: All connection tries failed. (ALL_CONNECTION_TRIES_FAILED) (version 26.7.2.1)';
  const whole = compact(
    ['UInt64', 'UInt64'],
    [
      ['1', '10'],
      ['2', '20'],
    ],
  );
  it.each<[string, Said]>([
    ['an exception behind its rows', { body: `${whole.slice(0, 60)}\n${EXCEPTION}` }],
    [
      'an exception behind the whole',
      {
        body: `${whole}\n__exception__\r\nabc\r\n${EXCEPTION}\n54 abc\r\n__exception__\r\n`,
        headers: { 'x-clickhouse-exception-tag': 'abc' },
      },
    ],
    ['an exception as a field', { body: JSON.stringify({ ...JSON.parse(whole), exception: EXCEPTION }) }],
    ['an exception in place of rows', { body: EXCEPTION }],
    ['fewer rows than it says', { body: whole.replace('"rows":2', '"rows":3') }],
    ['no count of rows', { body: whole.replace(',"rows":2', '') }],
    ['half of its bytes', { body: whole.slice(0, -30) }],
    ['a broken connection', { body: whole.slice(0, 40), breaksOff: true, headers: { 'content-length': '4000' } }],
    ['nothing', { body: '' }],
    ['an exception, as it should', { status: 500, body: EXCEPTION, headers: { 'x-clickhouse-exception-code': '279' } }],
  ])('gives no counts where the answer 200 holds %s', async (_, said) => {
    const engine = await open();
    say = () => said;
    await expect(engine.query('SELECT b, count(*) FROM t GROUP BY b')).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringContaining('gave no whole answer'),
    });
    await engine.close();
  });

  it.each([
    [
      'Code: 60. DB::Exception: Table shop.t does not exist. (UNKNOWN_TABLE)',
      'data-invalid',
      'cannot answer the query',
    ],
    [
      'Code: 516. DB::Exception: ada: Authentication failed. (AUTHENTICATION_FAILED)',
      'engine-failed',
      'refuses the connection',
    ],
    ['Code: 159. DB::Exception: Timeout exceeded. (TIMEOUT_EXCEEDED)', 'engine-failed', 'gave no whole answer'],
    [
      'Code: 396. DB::Exception: Limit for result exceeded. (TOO_MANY_ROWS_OR_BYTES)',
      'engine-failed',
      'more than 100000 rows',
    ],
    ['Code: 164. DB::Exception: Cannot modify setting in readonly mode. (READONLY)', 'data-invalid', 'readonly'],
  ])('is understood: %s', async (body, code, message) => {
    const engine = await open();
    say = () => ({ status: 500, body, headers: { 'x-clickhouse-exception-code': /\d+/.exec(body)?.[0] ?? '' } });
    await expect(engine.query('SELECT 1')).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
    await engine.close();
  });

  it('repeats no password that the server repeats', async () => {
    const engine = await open('ada@', { CLICKHOUSE_PASSWORD: 'secret-word' });
    say = () => ({ status: 500, body: 'Code: 1. DB::Exception: IDENTIFIED BY secret-word' });
    const error = await engine.query('SELECT 1').catch((thrown: unknown) => thrown);
    expect(String(error)).toContain('IDENTIFIED BY ***');
    expect(JSON.stringify([error, (error as Error).stack])).not.toContain('secret-word');
    await engine.close();
  });

  it('is asked how far it is while it counts', async () => {
    const engine = await open();
    let counts = 0;
    say = (sql) => {
      if (sql.includes('system.processes')) return { body: compact(['Float64'], [[0.4]]) };
      counts += 1;
      return { body: compact(['UInt64'], [['1']]), waitMs: 1200 };
    };
    const shares: number[] = [];
    expect(await engine.query('SELECT 1', { onProgress: (share) => shares.push(share) })).toEqual([[1]]);
    expect([counts, new Set(shares)]).toEqual([1, new Set([0.4])]);
    await engine.close();
  });

  it('that computes otherwise is refused before it counts anything', async () => {
    say = () => ({ body: compact(['Int32', 'UInt64'], [[128, '1538']]) });
    await expect(openServer(parseServerAddress(`clickhouse://127.0.0.1:${port}/shop`), {})).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringContaining('computes otherwise than IEEE 754 says'),
    });
  });
});
