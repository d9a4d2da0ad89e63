import { afterAll, describe, expect, it } from 'vitest';
import { openData } from '../../core/adapters/open-data.ts';
import { openServer } from '../../core/adapters/open-server.ts';
import { POSTGRES } from '../../core/sql/dialects/postgres.ts';
import { parseServerAddress } from '../../core/sql/server-address.ts';
import { describeSameAnswers } from '../contracts/same-answers-contract.ts';
import { describeSqlEngine, type SqlWorld } from '../contracts/sql-engine-contract.ts';
import { writeTable } from '../contracts/sql-engine-rows.ts';
import { availableOr } from './postgres-install.ts';
import { clientOf, debianPostgres, newestPostgres, OWNER, READER, startPostgres } from './postgres-server.ts';

const TYPES = {
  integer: 'integer',
  bigint: 'bigint',
  double: 'double precision',
  text: 'text',
  date: 'date',
  timestamp: 'timestamp',
  decimal: 'numeric(12, 2)',
};
const SERVERS = {
  'PostgreSQL 18 (npm)': await availableOr('PostgreSQL 18 from npm', async () => startPostgres(newestPostgres())),
  'PostgreSQL 15 (Debian)': await availableOr('PostgreSQL 15 of Debian', async () => startPostgres(debianPostgres())),
};
afterAll(async () => {
  for (const server of Object.values(SERVERS)) await server?.stop();
});

describe.each(Object.entries(SERVERS))('%s', (name, server) => {
  if (!server) return it.fails('is not here', () => expect(server).toBeDefined());
  const { port } = server;
  const environment = { PGUSER: READER.user, PGPASSWORD: READER.password };
  const reference = `postgres://127.0.0.1:${port}/postgres#rows`;

  async function open(): Promise<SqlWorld> {
    const client = clientOf(port);
    await client.connect();
    for (const statement of ['DROP TABLE IF EXISTS rows', ...writeTable('rows', TYPES, POSTGRES), 'CHECKPOINT'])
      await client.query(statement);
    const { engine, relations, close } = await openData([reference], {
      environment,
      timeoutMs: 20_000,
      tag: 'contract */ test',
    });
    const [relation] = relations;
    if (!relation) throw new Error('no relation');
    return {
      engine,
      relation,
      slowly: 'SELECT count(*) FROM rows a, rows b, rows c WHERE a.id + b.id * c.id = 7',
      countPast: async () => Number((await client.query('SELECT count(*) AS n FROM rows')).rows[0]?.n),
      close: async () => {
        await close();
        await client.end();
      },
    };
  }
  describeSqlEngine(name, open);
  describeSameAnswers(name, open);

  it('stops a query whether the server has begun it or not', async () => {
    const { engine, close } = await openData([reference], { environment, timeoutMs: 20_000 });
    for (let delay = 0; delay < 20; delay++) {
      const controller = new AbortController();
      const started = performance.now();
      const slow = engine.query('SELECT count(*) FROM rows a, rows b, rows c WHERE a.id + b.id * c.id = 7', {
        signal: controller.signal,
      });
      setTimeout(() => controller.abort(new Error('stopped by the test')), delay);
      await expect(slow).rejects.toThrow('stopped by the test');
      expect(performance.now() - started).toBeLessThan(10_000);
      expect(await engine.query('SELECT 1')).toEqual([[1]]);
    }
    await close();
  });

  it('counts one snapshot, however many rows come meanwhile', async () => {
    const {
      engine,
      relations: [relation],
      close,
    } = await openData([reference], { environment });
    const client = clientOf(port);
    await client.connect();
    const count = async () => (await engine.query(`SELECT count(*) FROM ${relation?.from}`))[0]?.[0];
    const before = await count();
    await client.query('INSERT INTO rows SELECT * FROM rows WHERE id = 1');
    expect(await count()).toBe(before);
    await client.query('DELETE FROM rows WHERE ctid IN (SELECT max(ctid) FROM rows WHERE id = 1)');
    await client.end();
    await close();
  });

  it('refuses a wrong password, and does not show it', async () => {
    const wrong = openData([`postgres://owner:wrong-password@127.0.0.1:${port}/postgres#rows`]);
    const error = await wrong.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'engine-failed', message: expect.stringContaining('refuses the connection') });
    expect(JSON.stringify([error, String(error), (error as Error).stack])).not.toMatch(/wrong-password/);
  });

  it('stops a statement that takes too long, and says so', async () => {
    const address = parseServerAddress(`postgres://127.0.0.1:${port}/postgres`);
    const engine = await openServer(address, { environment, timeoutMs: 500 });
    await expect(engine.query('SELECT pg_sleep(5)')).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringContaining('statement timeout'),
      hint: 'Give it more time, or ask for fewer rows.',
    });
    await engine.close();
  });

  it('cannot be talked into writing by a condition', async () => {
    const {
      engine,
      relations: [relation],
      close,
    } = await openData([reference], { environment });
    for (const condition of [
      "set_config('transaction_read_only', 'off', true) = 'off' AND nextval('s') > 0",
      "lo_import('/etc/passwd') > 0",
      "length(pg_read_file('/etc/passwd')) > 0",
      'length(lo_get(lo_creat(-1))) < 0',
      'pg_terminate_backend(pid) FROM pg_stat_activity WHERE (1=1',
      "pg_catalog.setval('s', 7) > 0",
      "(SELECT count(*) FROM query_to_xml('DELETE FROM rows', true, true, '')) > 0",
    ]) {
      const client = clientOf(port);
      await client.connect();
      await client.query('CREATE SEQUENCE IF NOT EXISTS s');
      await expect(engine.query(`SELECT count(*) FROM ${relation?.from} WHERE ${condition}`)).rejects.toMatchObject({
        name: 'OperatorError',
      });
      expect((await client.query('SELECT count(*) AS n FROM rows')).rows[0]?.n).toBe('4000');
      await client.end();
    }
    await close();
  });

  it('does not work as a superuser, from whose conditions no file of the server is safe', async () => {
    const mighty = openData([reference], { environment: { PGUSER: OWNER.user, PGPASSWORD: OWNER.password } });
    await expect(mighty).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringContaining('"owner" is a superuser'),
    });
  });

  it('says its tag to the server', async () => {
    const { engine, close } = await openData([reference], { environment, tag: 'tidegate drift churn' });
    const asked = await engine.query(
      'SELECT application_name, query FROM pg_stat_activity WHERE pid = pg_backend_pid()',
    );
    expect(asked[0]).toEqual(['tidegate drift churn', expect.stringMatching(/^\/\* tidegate drift churn \*\/ SELECT/)]);
    await close();
  });

  it('counts what a query selects, and describes its columns', async () => {
    const sql = `sql:SELECT price::real AS p, ARRAY[x, x] AS v, 'a'::"char" AS c, now() AS t, x > 0 AS b FROM rows -- all`;
    const {
      engine,
      relations: [relation],
      close,
    } = await openData([reference.replace(/rows$/, sql)], { environment });
    if (!relation) throw new Error('no relation');
    expect((await engine.describe(relation)).map(({ type }) => type)).toEqual([
      'double',
      'list',
      'other',
      'timestamp',
      'boolean',
    ]);
    expect(await engine.query(`SELECT count(*) FROM ${relation.from}`)).toEqual([[4000]]);
    await close();
  });
});

it('says that nobody is there', async () => {
  await expect(openData(['postgres://127.0.0.1:1/postgres#rows'])).rejects.toMatchObject({
    code: 'engine-failed',
    message: expect.stringMatching(/^postgres:\/\/127\.0\.0\.1:1\/postgres cannot be reached: /),
  });
});
