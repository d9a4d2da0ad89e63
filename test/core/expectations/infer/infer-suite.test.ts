import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDuckDbEngine } from '../../../../core/adapters/duckdb-engine.ts';
import { inferSuite } from '../../../../core/expectations/infer/infer-suite.ts';
import { renderInferred } from '../../../../core/expectations/infer/render-inferred.ts';
import { parseSuite } from '../../../../core/expectations/suite/parse-suite.ts';
import type { SqlEngine } from '../../../../core/ports/sql-engine.ts';
import { check } from '../check.ts';

const TABLES: Readonly<Record<string, string>> = {
  orders: `SELECT i AS id, CASE i % 3 WHEN 0 THEN 'new' WHEN 1 THEN 'paid' ELSE 'sent' END AS state,
    CASE WHEN i % 10 = 0 THEN NULL ELSE i * 0.37e0 END AS price, (i % 2)::INTEGER AS flag, i % 13 AS items,
    TIMESTAMP '2024-02-29 13:00:00' + to_hours(i::INTEGER) AS at, i % 2 = 0 AS late, NULL::VARCHAR AS nothing,
    CASE i % 3 WHEN 0 THEN 404 WHEN 1 THEN 500 ELSE 200 END AS code, 'line ' || (i % 77) AS note,
    [i, i] AS pair FROM range(1000) AS t(i)`,
  people: `SELECT i AS "row", CASE i % 2 WHEN 0 THEN 'ada@example.com' ELSE 'bob@example.org' END AS login,
    CASE i % 2 WHEN 0 THEN '4111 1111 1111 1111' ELSE '5555 5555 5555 4444' END AS paid_with,
    CASE i % 2 WHEN 0 THEN 'Ada' ELSE 'Émile' END AS "firstName" FROM range(500) AS t(i)`,
  days: "SELECT DATE '2024-02-29' + (i % 90)::INTEGER AS day FROM range(500) AS t(i)",
  empty: 'SELECT 1 AS a, 2.5e0 AS b, NULL::VARCHAR AS c WHERE false',
  one: "SELECT 7 AS id, 'x' AS c, 1e308::DOUBLE AS huge, -0.0::DOUBLE AS zero",
  odd: `SELECT 'infinity'::DOUBLE AS inf, 'nan'::DOUBLE AS nan, 9223372036854775807 AS big, 123.456::DECIMAL(18, 3) AS exact,
    'infinity'::TIMESTAMP AS ever, DATE '0044-03-15 (BC)' AS ides, e'a\\nb: "c" # {d}' AS "a: # ""q""", chr(8232) || chr(127) AS "new
line" FROM range(50)`,
};

describe('inferSuite', () => {
  let engine: SqlEngine;
  const asked: string[] = [];
  beforeAll(async () => {
    const duckdb = await openDuckDbEngine({ threads: 2 });
    for (const [name, sql] of Object.entries(TABLES)) await duckdb.query(`CREATE TABLE ${name} AS ${sql}`);
    await duckdb.lock();
    engine = {
      ...duckdb,
      query: (sql, options) => {
        asked.push(sql);
        return duckdb.query(sql, options);
      },
    };
  });
  afterAll(() => engine.close());

  const infer = async (table: string) => {
    const relation = { source: `${table}.csv`, from: engine.dialect.quoteName(table) };
    const text = renderInferred(await inferSuite({ engine, relation }));
    return { text, suite: parseSuite(text, 'expectations.yml').suite };
  };
  const expectationsOf = (suite: Awaited<ReturnType<typeof infer>>['suite'], column: string) =>
    suite.expectations
      .filter(({ kwargs }) => kwargs['column'] === column)
      .map(({ type, kwargs: { column: _, ...kwargs }, severity }) => [
        type.replace('expect_column_', ''),
        kwargs,
        severity,
      ]);

  it.each(Object.keys(TABLES))('writes what the same rows meet, byte for byte the same: %s', async (table) => {
    const { text, suite } = await infer(table);
    const result = await check(engine, table, suite.expectations);
    expect(result.results.filter(({ status }) => status !== 'pass')).toEqual([]);
    expect((await infer(table)).text).toBe(text);
  });

  it('finds types, missing values, ranges with slack, sets and ids', async () => {
    const { suite } = await infer('orders');
    const present = ['values_to_not_be_null', {}, 'fail'];
    const typed = (type_: string) => ['values_to_be_of_type', { type_ }, 'fail'];
    const between = 'values_to_be_between';
    expect(expectationsOf(suite, 'id')).toEqual([typed('int'), present, ['values_to_be_unique', {}, 'fail']]);
    expect(expectationsOf(suite, 'state')).toEqual([
      typed('str'),
      present,
      ['values_to_be_in_set', { value_set: ['new', 'paid', 'sent'] }, 'fail'],
    ]);
    expect(expectationsOf(suite, 'price')).toEqual([
      typed('float'),
      ['values_to_not_be_null', { mostly: 0.871 }, 'fail'],
      [between, { min_value: 0, max_value: 407, mostly: 0.99 }, 'fail'],
    ]);
    expect(expectationsOf(suite, 'flag')[2]).toEqual(['values_to_be_in_set', { value_set: [0, 1] }, 'fail']);
    expect(expectationsOf(suite, 'code')[2]).toEqual(['values_to_be_in_set', { value_set: [200, 404, 500] }, 'fail']);
    expect(expectationsOf(suite, 'items')[2]).toEqual([between, { min_value: 0, max_value: 14, mostly: 0.99 }, 'fail']);
    expect(expectationsOf(suite, 'at')).toEqual([
      typed('timestamp'),
      present,
      [between, { min_value: '2024-02-29T00:00:00Z' }, 'warn'],
    ]);
    expect(expectationsOf(suite, 'late')).toEqual([typed('bool'), present]);
    expect(expectationsOf(suite, 'nothing')).toEqual([typed('str')]);
    expect(expectationsOf(suite, 'note')[2]).toEqual([
      'value_lengths_to_be_between',
      { min_value: 3, max_value: 14, mostly: 0.99 },
      'fail',
    ]);
  });

  it('fails rows that broke: a column gone, a new state, prices missing, ids twice', async () => {
    const { suite } = await infer('orders');
    const broken = await openDuckDbEngine();
    await broken.query(`CREATE TABLE orders AS SELECT * EXCLUDE (flag) REPLACE (id % 900 AS id,
      CASE WHEN id < 5 THEN 'lost' ELSE state END AS state, CASE WHEN id % 4 = 0 THEN price END AS price)
      FROM (${TABLES['orders']})`);
    const { results } = await check(broken, 'orders', suite.expectations);
    await broken.close();
    const failed = results.filter(({ status }) => status === 'fail').map(({ type, columns }) => [type, ...columns]);
    expect(failed).toEqual([
      ['expect_table_columns_to_match_set'],
      ['expect_column_values_to_be_unique', 'id'],
      ['expect_column_values_to_be_in_set', 'state'],
      ['expect_column_values_to_not_be_null', 'price'],
      ['expect_column_values_to_be_of_type', 'flag'],
      ['expect_column_values_to_not_be_null', 'flag'],
      ['expect_column_values_to_be_in_set', 'flag'],
    ]);
  });

  it('writes no value of a column that looks personal, and names the column', async () => {
    const { text, suite } = await infer('people');
    expect(text).not.toMatch(/ada|bob|example\.|4111|5555|mile/i);
    const guard = suite.expectations.find(({ type }) => type === 'expect_table_columns_to_not_look_personal');
    expect(guard?.kwargs).toEqual({ except: ['login', 'paid_with', 'firstName'] });
    expect(text).toContain('# "login": text, none missing, 2 different, looks like e-mail addresses');
  });

  it('writes dates for a column of dates, which the same dates as texts meet', async () => {
    const { text, suite } = await infer('days');
    const range = suite.expectations.filter(({ type }) => type === 'expect_column_values_to_be_between');
    expect(range.map(({ kwargs }) => kwargs)).toEqual([{ column: 'day', min_value: '2024-02-29' }]);
    expect(text).toContain('# 2024-02-29 to 2024-05-28 was seen.');
    const texts = await openDuckDbEngine();
    await texts.query(`CREATE TABLE days AS SELECT CAST(day AS VARCHAR) AS day FROM (${TABLES['days']})`);
    const { results } = await check(texts, 'days', range);
    await texts.close();
    expect(results.map(({ status }) => status)).toEqual(['pass']);
  });

  it('reads the rows in few queries', async () => {
    asked.length = 0;
    await infer('orders');
    // Extremes, five columns with few values or more, two for what is unique, one for what looks personal.
    expect(asked.length).toBeLessThanOrEqual(11);
  });
});
