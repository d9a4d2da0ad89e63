import { afterAll, describe, expect, it } from 'vitest';
import { openClickHouse } from '../../core/adapters/clickhouse-engine.ts';
import { openData } from '../../core/adapters/open-data.ts';
import type { SqlEngine } from '../../core/ports/sql-engine.ts';
import { checkCounts, countRows } from '../../core/sql/check-counts.ts';
import { CLICKHOUSE } from '../../core/sql/dialects/clickhouse.ts';
import { parseServerAddress } from '../../core/sql/server-address.ts';
import { describeSameAnswers } from '../contracts/same-answers-contract.ts';
import { describeSqlEngine, type SqlWorld } from '../contracts/sql-engine-contract.ts';
import { countInJs, countInSql, makeRows, writeTable } from '../contracts/sql-engine-rows.ts';
import { CHDB_VERSION, startChdb, startCluster } from './clickhouse-server.ts';
import { availableOr } from './postgres-install.ts';

const TYPES = {
  integer: 'Nullable(Int64)', bigint: 'Int64', double: 'Nullable(Float64)', text: 'Nullable(String)',
  date: 'Date', timestamp: "DateTime64(6, 'UTC')", decimal: 'Decimal(12, 2)',
}; // biome-ignore format: one line a thought
const chdb = await availableOr('ClickHouse (npm chdb)', startChdb);
const cluster = await availableOr('ClickHouse 18.16 (Debian)', startCluster);
afterAll(async () => {
  await chdb?.stop();
  for (const server of cluster ?? []) await server.stop();
});

describe.skipIf(!chdb)(`ClickHouse of chdb ${CHDB_VERSION}`, () => {
  const { port = 0, run = async () => '' } = chdb ?? {};

  async function open(): Promise<SqlWorld> {
    const engineOf = 'ENGINE = MergeTree ORDER BY id SETTINGS allow_nullable_key = 1';
    for (const statement of ['DROP TABLE IF EXISTS rows', ...writeTable('rows', TYPES, CLICKHOUSE, engineOf)])
      await run(statement);
    const { engine, relations, close } = await openData([`clickhouse://127.0.0.1:${port}/default#rows`], {
      timeoutMs: 20_000,
    });
    const [relation] = relations;
    if (!relation) throw new Error('no relation');
    return {
      engine,
      relation,
      slowly: 'SELECT sum(sleepEachRow(0.5)) FROM numbers(6)', // chdb ends no query early
      countPast: async () =>
        Number((JSON.parse(await run('SELECT count() FROM rows')) as { data: string[][] }).data[0]?.[0]),
      close,
    };
  }
  describeSqlEngine('the contract', open);
  describeSameAnswers('ClickHouse', open, { quantiles: 'approximate' });

  it('reaches no file, no address and no other server from a condition', async () => {
    const { engine, close } = await openData([`clickhouse://127.0.0.1:${port}/default#rows`]);
    for (const table of [
      "file('/etc/passwd', 'LineAsString')",
      "url('http://127.0.0.1:1/', 'CSV', 'a String')",
      "remote('127.0.0.1', 'system', 'one')",
      "s3('http://127.0.0.1:1/b/k.csv')",
      "executable('id', 'TSV', 'a String')",
    ])
      await expect(
        engine.query(`SELECT count(*) FROM rows WHERE (SELECT count(*) FROM ${table}) > 0`),
      ).rejects.toMatchObject({ name: 'OperatorError' });
    await expect(engine.query('SELECT 1 SETTINGS skip_unavailable_shards = 1')).rejects.toMatchObject({
      message: expect.stringContaining('readonly'),
    });
    await close();
  });
});

/** Settings that came after 18.16: without them it can answer, but not as well. */
const UNKNOWN = [
  'cancel_http_readonly_queries_on_client_close',
  'cast_keep_nullable', 'group_by_use_nulls', 'aggregate_functions_null_for_empty', 'prefer_column_name_to_alias', 'union_default_mode',
  'session_timezone', 'output_format_json_quote_decimals', 'log_comment', 'use_query_cache', 'join_use_nulls',
]; // biome-ignore format: a list of names

describe.skipIf(!cluster)('two shards of ClickHouse 18.16', () => {
  const [first, second] = cluster ?? [];
  const address = parseServerAddress(`clickhouse://reader@127.0.0.1:${first?.port}/default`);
  const environment = { CLICKHOUSE_PASSWORD: 'only-reads-9' };
  const old = { version: '18.16', unknown: UNKNOWN };
  const rows = makeRows();
  const grid = { center: 3.1, scale: 1.3 };
  const all = { source: 'both', from: 'everywhere' };

  async function fill(): Promise<void> {
    for (const [shard, server] of [first, second].entries()) {
      await server?.run('CREATE TABLE part (id Int64, x Nullable(Float64)) ENGINE = MergeTree ORDER BY id');
      const mine = rows
        .filter(([id]) => id % 2 === shard)
        .map(
          ([id, x]) =>
            `(${id}, ${x === null ? 'NULL' : Number.isFinite(x) ? x : Number.isNaN(x) ? 'nan' : x > 0 ? 'inf' : '-inf'})`,
        );
      await server?.run(`INSERT INTO part VALUES ${mine.join(', ')}`);
      await server?.run('CREATE TABLE everywhere AS part ENGINE = Distributed(two, default, part)');
    }
  }
  const connect = (): Promise<SqlEngine> => openClickHouse(address, { environment, timeoutMs: 60_000, old });

  it('are refused, being too old', async () => {
    await expect(
      openData([`clickhouse://reader@127.0.0.1:${first?.port}/default#part`], { environment }),
    ).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringMatching(/runs ClickHouse 18\.16\.1; Tidegate needs 24\.8 or newer\.$/),
    });
  });

  it('refuse a wrong password, which is not shown', async () => {
    const error = await openData([`clickhouse://reader:wrong-password@127.0.0.1:${first?.port}/default#part`]).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: 'engine-failed', message: expect.stringContaining('refuses the connection') });
    expect(JSON.stringify([error, String(error), (error as Error).stack])).not.toContain('wrong-password');
  });

  it('count together what one engine counts, bin by bin', async () => {
    await fill();
    const engine = await connect();
    const found = await engine.query(countInSql('x', all.from, grid, CLICKHOUSE));
    expect(new Map(found.map(([bin, count]) => [Number(bin), Number(count)]))).toEqual(
      countInJs(
        rows.map((row) => row[1]),
        grid,
      ),
    );
    await engine.close();
  });

  it('give a clear error and no count when one is killed in the middle of a query', async () => {
    const engine = await connect();
    // Each shard sleeps for two seconds over its rows.
    const slow = engine.query(
      `SELECT b, count(*) FROM (SELECT sleepEachRow(0.001) AS b, id FROM everywhere) GROUP BY b`,
    );
    setTimeout(() => void second?.kill(), 700);
    const started = performance.now();
    const error = await slow.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'engine-failed',
      message: expect.stringMatching(/gave no whole answer: Code: (32|209|210|279)\b/),
    });
    expect(performance.now() - started).toBeGreaterThan(500);
    await engine.close();
  });

  it('give a clear error as long as one is away, though their own settings would leave it out', async () => {
    await second?.kill();
    // What the server answers to whoever trusts it: half of the rows, and no word about it.
    expect(Number(await first?.run('SELECT count() FROM everywhere'))).toBe(rows.length / 2);
    const engine = await connect();
    await expect(engine.query(countInSql('x', all.from, grid, CLICKHOUSE))).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringMatching(/gave no whole answer: Code: (32|209|210|279)\b/),
      hint: expect.stringContaining('Nothing was counted'),
    });
    await expect(countRows(engine, all)).rejects.toMatchObject({ code: 'engine-failed' });
    expect(() => checkCounts(all, rows.length, rows.length / 2, 'x')).toThrow('4000 rows, but 2000 were counted');
    await engine.close();
  });
});

it('says that nobody is there', async () => {
  await expect(openData(['clickhouse://127.0.0.1:1/default#rows'])).rejects.toMatchObject({
    code: 'engine-failed',
    message: expect.stringMatching(/^clickhouse:\/\/127\.0\.0\.1:1\/default cannot be reached: /),
  });
});
