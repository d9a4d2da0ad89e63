import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';

/** What the coordinator does to one query, in place of answering it well. */
export type Fault = 'late-error' | 'no-last-state' | 'cut-page' | 'busy' | 'other-host' | 'gone' | 'user-error';

export interface FakeTrino {
  readonly port: number;
  readonly connection: DuckDBConnection;
  /** Headers of the latest query. */
  readonly headers: () => IncomingMessage['headers'];
  /** Queries that were ended by DELETE. */
  readonly ended: () => number;
  fault: Fault | undefined;
  close(): Promise<void>;
}

interface Query {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly DuckDBValue[])[];
}
const ROWS_A_PAGE = 500;
const MACROS = [
  'is_nan(x) AS isnan(x)',
  'is_infinite(x) AS isinf(x)',
  'to_unixtime(x) AS epoch(x)',
  'regexp_like(x, p) AS regexp_matches(x, p)',
  'json_format(x) AS CAST(x AS VARCHAR)',
  'to_utf8(x) AS CAST(x AS VARCHAR)',
  'xxhash64(x) AS md5(x)',
  'to_hex(x) AS x',
];
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^(HUGEINT|UBIGINT)$/, 'decimal(38,0)'],
  [/^TIMESTAMP WITH TIME ZONE$/, 'timestamp(6) with time zone'],
  [/^TIMESTAMP.*$/, 'timestamp(6)'],
  [/^DECIMAL\((\d+),(\d+)\)$/, 'decimal($1,$2)'],
  [/^FLOAT$/, 'real'],
];

/**
 * The HTTP protocol of a Trino coordinator, page by page as it was recorded (queued without columns, running, finished), over rows
 * that DuckDB holds: Trino's own names of functions are macros there.
 */
export async function startTrino(): Promise<FakeTrino> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  for (const macro of MACROS) await connection.run(`CREATE MACRO ${macro}`);
  const queries = new Map<string, Promise<Query>>();
  let [latest, ended, busy]: [IncomingMessage['headers'], number, number] = [{}, 0, 0];
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const fake: FakeTrino = {
    port,
    connection,
    headers: () => latest,
    ended: () => ended,
    fault: undefined,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      instance.closeSync();
    },
  };
  return fake;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (page: object) => response.writeHead(200, { 'content-type': 'application/json' }).end(writeJson(page));
    if (request.method === 'DELETE') {
      ended += 1;
      connection.interrupt();
      return void response.writeHead(204).end();
    }
    if (fake.fault === 'busy' && busy++ < 2) return void response.writeHead(503).end();
    if (request.method === 'POST') {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      latest = request.headers;
      const id = `20261121_${queries.size}`;
      queries.set(id, run(Buffer.concat(chunks).toString('utf8')));
      queries.get(id)?.catch(() => undefined);
      const host = fake.fault === 'other-host' ? 'localhost' : '127.0.0.1';
      return void send({
        id,
        nextUri: `http://${host}:${port}/v1/statement/queued/${id}/0`,
        stats: { state: 'QUEUED', progressPercentage: 0 },
      });
    }
    const [, id = '', number = '0'] = /\/([^/]+)\/(\d+)$/.exec(request.url ?? '') ?? [];
    const page = Number(number);
    const next = `http://127.0.0.1:${port}/v1/statement/executing/${id}/${page + 1}`;
    try {
      const { columns, rows } = (await queries.get(id)) ?? { columns: [], rows: [] };
      const from = page * ROWS_A_PAGE;
      const part = rows.slice(from, from + ROWS_A_PAGE);
      const isLast = from + ROWS_A_PAGE >= rows.length;
      const stats = {
        state: isLast ? 'FINISHED' : 'RUNNING',
        progressPercentage: Math.min(100, (100 * (from + part.length)) / Math.max(1, rows.length)),
      };
      if (fake.fault === 'gone' && page > 0) return void response.writeHead(410).end('gone');
      if (fake.fault === 'late-error' && page > 0)
        return void send({
          id,
          columns,
          stats: { state: 'FAILED' },
          error: {
            message: 'Could not communicate with the remote task',
            errorName: 'REMOTE_TASK_ERROR',
            errorType: 'INTERNAL_ERROR',
          },
        });
      if (fake.fault === 'no-last-state' && page > 0)
        return void send({ id, columns, data: part, stats: { state: 'RUNNING' } });
      if (fake.fault === 'cut-page' && page > 0)
        return void response.writeHead(200).end(writeJson({ id, columns, data: part, stats }).slice(0, -40));
      send({ id, columns, ...(part.length > 0 && { data: part }), ...(!isLast && { nextUri: next }), stats });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      send({ id, stats: { state: 'FAILED' }, error: { message, errorName: 'SYNTAX_ERROR', errorType: 'USER_ERROR' } });
    }
  }

  async function run(sql: string): Promise<Query> {
    // A coordinator takes one statement.
    if ((await connection.extractStatements(sql)).count !== 1) throw new Error("mismatched input ';'");
    const result = await connection.runAndReadAll(sql.replaceAll('TIMESTAMP(6) WITH TIME ZONE', 'TIMESTAMPTZ'));
    const types = result
      .columnTypes()
      .map((type) => NAMES.reduce((text, [pattern, name]) => text.replace(pattern, name), String(type)).toLowerCase());
    return {
      columns: result.columnNames().map((name, index) => ({ name, type: types[index] ?? 'unknown' })),
      rows: result.getRows(),
    };
  }
}

/** Long integers as JSON numbers, NaN and infinities as strings: so Trino writes them. */
function writeJson(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? JSON.stringify(value) : `"${value}"`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(writeJson).join(',')}]`;
  if (Object.getPrototypeOf(value) !== Object.prototype) return JSON.stringify(String(value));
  return `{${Object.entries(value)
    .map(([key, one]) => `${JSON.stringify(key)}:${writeJson(one)}`)
    .join(',')}}`;
}
