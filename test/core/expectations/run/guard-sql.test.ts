import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDuckDbEngine } from '../../../../core/adapters/duckdb-engine.ts';
import { CLICKHOUSE } from '../../../../core/sql/dialects/clickhouse.ts';
import { check } from '../check.ts';
import { openTables } from '../open-tables.ts';

const folder = mkdtempSync(join(tmpdir(), 'tidegate-guard-'));
const secret = join(folder, 'secret.csv');
writeFileSync(secret, 'a,b\n1,2\n');
const TABLES = {
  rows: { columns: { id: { type: 'int', values: [1, 2, 3] }, name: { type: 'text', values: ['a', 'b', null] } } },
  hidden: { columns: { id: { type: 'int', values: [1] } } },
} as const;

describe('SQL of a suite', () => {
  let engine: Awaited<ReturnType<typeof openTables>>;
  beforeAll(async () => {
    engine = await openTables(TABLES);
  });
  afterAll(async () => {
    await engine.close();
    rmSync(folder, { recursive: true });
  });
  const withCondition = (condition: string) =>
    check(engine, 'rows', [
      { type: 'expect_table_row_count_to_equal', kwargs: { value: 2 }, 'row-condition': condition },
    ]);
  const withQuery = (query: string) =>
    check(engine, 'rows', [{ type: 'unexpected_rows_expectation', kwargs: { unexpected_rows_query: query } }]);

  it.each([
    'id > 1',
    'name IS NOT NULL -- two',
    "id BETWEEN 1 AND 2 OR name = 'x;y'",
    'id IN (1, 3)',
    "length(coalesce(name, '')) = 1",
    'id > 1) AND (1 = 1',
  ])('takes the condition %s', async (condition) => expect((await withCondition(condition)).outcome).toBe('pass'));

  it.each([
    "id IN (SELECT column0 FROM read_csv('/etc/passwd'))",
    `EXISTS (FROM '${secret}')`,
    `id = (SELECT a FROM "${secret}")`,
    'id IN (SELECT id FROM hidden)',
    '1 = 1; DROP TABLE rows',
    '1 = 1) ; DROP TABLE rows; SELECT (1',
    "getenv('HOME') = '/root'",
    "current_setting('home_directory') = ''",
    `1 = 1); COPY rows TO '${folder}/out.csv'; --`,
    `1 = 1); ATTACH '${folder}/x.duckdb'; --`,
    '1 = 1) UNION SELECT (1 = 1',
    'true) ORDER BY (id',
    'true) LIMIT (1',
    'true) GROUP BY (id',
    'true), (true',
    '*/ 1',
    'id >',
    "read_text('/etc/passwd') = ''",
    'id > 0\0) ; DROP TABLE rows',
    "query('SELECT 1') = 1",
    'random() < 0.5',
    'SELECT 1',
  ])('refuses the condition %s', async (condition) => {
    await expect(withCondition(condition)).rejects.toMatchObject({ code: 'config-invalid' });
    expect((await withCondition('id < 3')).rows).toBe(3);
  });

  it.each([
    "SELECT * FROM {batch} WHERE id IN (SELECT column0 FROM read_csv('/etc/passwd'))",
    `SELECT * FROM {batch}, '${secret}'`,
    'SELECT * FROM {batch} WHERE id IN (SELECT id FROM hidden)',
    'SELECT * FROM {batch}, main.hidden',
    'SELECT * FROM {batch}; DROP TABLE rows',
    'SELECT * FROM {batch}) AS own; DROP TABLE rows; SELECT count(*) FROM (SELECT 1',
    `COPY {batch} TO '${folder}/out.csv'`,
    'DELETE FROM {batch}',
    'FROM duckdb_settings(), {batch}',
    "SELECT getenv('HOME') FROM {batch}",
    "SELECT * FROM query_table('hidden'), {batch}",
    "SELECT * FROM {batch}, glob('/etc/*')",
    'SELECT * FROM {batch}, information_schema.tables',
    'SELECT * FROM {batch}, (DESCRIBE hidden)',
    'SELECT * FROM {batch}, (SHOW TABLES)',
  ])('refuses the query %s', async (query) => {
    await expect(withQuery(query)).rejects.toMatchObject({ code: 'config-invalid' });
    expect((await withCondition('id < 3')).rows).toBe(3);
  });

  it.each(['SELECT * FROM rows', 'SELECT * FROM {batch} WHERE {more}', 'SELECT {batch', '{batch}}'])(
    'asks for {batch} and no other name in braces: %s',
    async (query) => {
      await expect(withQuery(query)).rejects.toMatchObject({ code: 'config-invalid' });
    },
  );

  it.each([
    'SELECT * FROM sqlite_master, (WITH sqlite_master AS (SELECT 1) SELECT * FROM sqlite_master) q, {batch}',
    'WITH sqlite_master AS (SELECT name FROM sqlite_master) SELECT * FROM sqlite_master, {batch}',
    'WITH a AS (SELECT * FROM hidden), hidden AS (SELECT 1) SELECT * FROM a, {batch}',
    'WITH RECURSIVE hidden AS (SELECT id FROM hidden UNION ALL SELECT 1 FROM hidden WHERE false) SELECT * FROM hidden, {batch}',
  ])('knows names of WITH only where they are: %s', async (query) => {
    await expect(withQuery(query)).rejects.toThrow(/it reads "(sqlite_master|hidden)"/);
  });

  it.each([
    'WITH a AS (SELECT * FROM {batch}), b AS (SELECT * FROM A WHERE id > 1) SELECT * FROM b',
    'WITH RECURSIVE n AS (SELECT 1 AS k UNION ALL SELECT k + 1 FROM n WHERE k < 2) SELECT * FROM n, {batch}',
    'SELECT * FROM (WITH a AS (SELECT * FROM {batch}) SELECT * FROM a WHERE id IN (SELECT id FROM a)) q',
  ])('takes %s', async (query) => expect((await withQuery(query)).outcome).toBe('fail'));

  it('says where and why it refuses', async () => {
    await expect(withCondition('id IN (SELECT id FROM hidden)')).rejects.toThrow(
      'expectations[0].row-condition: "id IN (SELECT id FROM hidden)" is refused: it has a query inside.',
    );
    await expect(withQuery('SELECT * FROM {batch}, hidden')).rejects.toThrow(
      'expectations[0].kwargs.unexpected_rows_query: "SELECT * FROM \\"tidegate_batch\\", hidden" is refused: it reads "hidden".',
    );
  });

  it('is one expectation that is not met where its condition names a column that is not there', async () => {
    const asked = { type: 'expect_table_row_count_to_equal', kwargs: { value: 2 } };
    const other = { type: 'expect_column_to_exist', kwargs: { column: 'id' } };
    const { results } = await check(engine, 'rows', [{ ...asked, 'row-condition': 'nobody > 1' }, other]);
    expect(results.map(({ status, rowCondition }) => [status, rowCondition])).toEqual([
      ['fail', 'nobody > 1'],
      ['pass', null],
    ]);
    expect(results[0]?.sentence).toContain(
      'row-condition does not work on the data: Binder Error: Referenced column "nobody"',
    );
    await expect(withCondition('nosuch(id) > 1')).rejects.toThrow('"nosuch(id) > 1" does not work on the data');
  });

  it('runs on an engine that is locked, and on DuckDB only', async () => {
    const open = await openDuckDbEngine();
    await open.query('CREATE TABLE rows AS SELECT 1 AS id');
    const own = { type: 'expect_table_row_count_to_equal', kwargs: { value: 1 }, 'row-condition': 'id = 1' };
    await expect(check(open, 'rows', [own])).rejects.toThrow('the engine could read other files');
    const other = { ...open, dialect: { ...CLICKHOUSE, castToText: open.dialect.castToText } };
    await expect(check(other, 'rows', [own])).rejects.toThrow('which run on DuckDB only, not on clickhouse');
    await open.lock();
    expect((await check(open, 'rows', [own])).outcome).toBe('pass');
    await open.close();
  });
});
