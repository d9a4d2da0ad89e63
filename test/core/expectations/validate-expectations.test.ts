import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDuckDbEngine } from '../../../core/adapters/duckdb-engine.ts';
import { MOST_DISTINCT } from '../../../core/expectations/plan-script.ts';
import type { SqlEngine } from '../../../core/ports/sql-engine.ts';
import { type Asked, check, checkOne } from './check.ts';

const BETWEEN = 'expect_column_values_to_be_between';
const IN_SET = 'expect_column_values_to_be_in_set';
const UNIQUE = 'expect_column_values_to_be_unique';
const NOT_NULL = 'expect_column_values_to_not_be_null';
const SUM = 'expect_column_sum_to_be_between';

describe('validateExpectations', () => {
  let engine: Awaited<ReturnType<typeof openDuckDbEngine>>;
  const asked: string[] = [];
  let watched: SqlEngine;
  beforeAll(async () => {
    engine = await openDuckDbEngine({ threads: 2 });
    await engine.query(
      `CREATE TABLE t AS SELECT i AS id, 'k' || (100 - i) AS key, i % 5 AS part, CASE WHEN i % 10 = 3 THEN NULL ELSE i % 7 END AS v, 'x' || (i % 60) AS many FROM range(100) AS r(i)`,
    );
    await engine.query('CREATE TABLE empty AS SELECT * FROM t LIMIT 0');
    await engine.query(
      `CREATE TABLE wild AS SELECT * FROM (VALUES (1, 9007199254740993, 'NaN'::DOUBLE, 1e308, 'infinity'::DATE), (2, 9007199254740992, 1, 1e308, DATE '2024-01-01'), (3, 1, 'inf'::DOUBLE, -1, NULL)) AS v(id, big, odd, huge, day)`,
    );
    await engine.query(`CREATE TABLE "a ""b""\n;c" AS SELECT 1 AS "x ""y""\n; DROP TABLE t --", 'it''s' AS "'"`);
    await engine.query(`CREATE TABLE lots AS SELECT 'no date ' || i AS text FROM range(${MOST_DISTINCT + 1}) AS r(i)`);
    await engine.lock();
    watched = {
      ...engine,
      query: (sql, options) => {
        asked.push(sql);
        return engine.query(sql, options);
      },
    };
  });
  afterAll(() => engine.close());

  it('gives failed checks the first rows by number or by key, and no values', async () => {
    const expectations = [{ type: BETWEEN, kwargs: { column: 'v', max_value: 5 } }];
    const [byNumber] = (await check(engine, 't', expectations)).results;
    expect(byNumber?.sampleRows).toEqual(['6', '20', '27', '34', '41', '48', '55', '62', '69', '76', '90', '97']);
    const keyed = await check(engine, 't', expectations, { keyColumn: 'key' });
    expect(keyed.sampleKey).toBe('key');
    expect(keyed.results[0]?.sampleRows.slice(0, 3)).toEqual(['k10', 'k24', 'k3']);
    expect(keyed.results[0]?.sentence).toBe('v: expected values at most 5; 12 of 90 (13.33 %) are not.');
    await expect(check(engine, 't', expectations, { keyColumn: 'nowhere' })).rejects.toMatchObject({
      code: 'config-invalid',
    });
  });

  it.each([
    [UNIQUE, { column: 'part' }, 20],
    ['expect_compound_columns_to_be_unique', { column_list: ['part', 'v'] }, 20],
    ['expect_column_values_to_be_decreasing', { column: 'part', mostly: 0.5 }, 20],
    ['expect_column_values_to_not_match_regex', { column: 'key', regex: '^(?=k9)' }, 11],
    ['expect_table_rows_to_be_unique', { column_list: ['part'] }, 20],
    ['expect_column_distinct_values_to_be_in_set', { column: 'part', value_set: [0, 1, 2, 3] }, 20],
  ])('samples rows of %s', async (type, kwargs, rows) => {
    const { sampleRows, status } = await checkOne(engine, 't', type, kwargs);
    expect({ status, rows: sampleRows.length }).toEqual({ status: 'fail', rows });
    expect(sampleRows).toEqual(sampleRows.toSorted((left, right) => Number(left) - Number(right)));
  });

  it('tells a warning, a failure and what cannot be told apart, and lets warnings through', async () => {
    const failing = { type: BETWEEN, kwargs: { column: 'v', max_value: 1 } };
    const open = { type: 'expect_column_values_to_be_dateutil_parseable', kwargs: { column: 'text' } };
    const outcome = async (table: string, expectations: readonly Asked[]) =>
      (await check(engine, table, expectations)).outcome;
    expect(await outcome('t', [{ ...failing, severity: 'warn' }])).toBe('pass');
    expect(await outcome('t', [{ ...failing, severity: 'warn' }, failing])).toBe('fail');
    expect(await outcome('lots', [open])).toBe('cannot-tell');
    expect(await outcome('lots', [{ ...open, severity: 'warn' }])).toBe('pass');
    expect(await outcome('lots', [open, { type: 'expect_table_row_count_to_equal', kwargs: { value: 1 } }])).toBe(
      'fail',
    );
    const { sentence } = await checkOne(engine, 'lots', open.type, open.kwargs);
    expect(sentence).toBe(
      'text: expected texts that are dates; there are more than 100,000 different values to look at.',
    );
  });

  it('answers all plain checks of the same rows with one scan, and up to 150 aggregates with each more', async () => {
    asked.length = 0;
    const bounds = Array.from({ length: 400 }, (_, index) => ({
      type: BETWEEN,
      kwargs: { column: 'id', max_value: 99 + index },
    }));
    const { counts } = await check(watched, 't', [
      ...bounds,
      { type: NOT_NULL, kwargs: { column: 'id' } },
      { type: SUM, kwargs: { column: 'id' } },
    ]);
    expect(counts.pass).toBe(402);
    const scans = asked.filter((sql) => sql.includes('count_if'));
    // count(*), count(id), the sum and 400 conditions, each once.
    expect(scans).toHaveLength(3);
    expect(scans.map((sql) => sql.split('count_if').length - 1)).toEqual([148, 150, 102]);
  });

  it('looks at the rows of a condition only', async () => {
    const result = await check(engine, 't', [
      { type: BETWEEN, kwargs: { column: 'v', max_value: 5 }, 'row-condition': 'part = 1 AND v IS NOT NULL' },
      { type: UNIQUE, kwargs: { column: 'part' }, 'row-condition': 'id < 5' },
      { type: 'expect_table_row_count_to_equal', kwargs: { value: 0 }, 'row-condition': 'id < 0' },
    ]);
    expect(result.results.map(({ status, elementCount, sampleRows }) => [status, elementCount, sampleRows])).toEqual([
      ['fail', 20, ['6', '41', '76']],
      ['pass', 5, []],
      ['pass', null, []],
    ]);
  });

  it('holds an expectation for each segment, in the same scan', async () => {
    asked.length = 0;
    const expectations = [
      { type: BETWEEN, kwargs: { column: 'id', max_value: 98 }, segment: 'part' },
      { type: UNIQUE, kwargs: { column: 'v' }, segment: 'part' },
      { type: 'expect_column_median_to_be_between', kwargs: { column: 'id', min_value: 48 }, segment: 'part' },
      {
        type: 'expect_column_value_z_scores_to_be_less_than',
        kwargs: { column: 'id', threshold: 1.6, double_sided: true },
        segment: 'part',
      },
    ];
    const { results } = await check(watched, 't', expectations);
    expect(results.map(({ status }) => status).slice(0, 10)).toEqual([
      'pass',
      'pass',
      'pass',
      'pass',
      'fail',
      'fail',
      'fail',
      'fail',
      'fail',
      'fail',
    ]);
    expect(results[4]).toMatchObject({
      segment: { column: 'part', value: '4', isOther: false },
      sampleRows: ['99'],
      elementCount: 20,
      sentence: 'id: expected values at most 98 where part is 4; 1 of 20 (5 %) is not.',
    });
    const rest = results.slice(10).map(({ status }) => status);
    expect(rest).toEqual(['fail', 'pass', 'pass', 'pass', 'pass', ...Array(5).fill('fail')]);
    expect(asked.filter((sql) => sql.includes('count_if') && sql.includes('<= 98'))).toHaveLength(1);
  });

  it('keeps 50 segments and puts the rest together; a missing value is a segment of its own', async () => {
    const many = await check(engine, 't', [
      { type: 'expect_table_row_count_to_equal', kwargs: { value: 2 }, segment: 'many' },
    ]);
    expect(many.results).toHaveLength(51);
    expect(many.results[50]).toMatchObject({ segment: { value: null, isOther: true }, observed: 10 });
    const missing = await check(engine, 't', [{ type: NOT_NULL, kwargs: { column: 'v' }, segment: 'v' }]);
    expect(missing.results.at(-1)).toMatchObject({
      status: 'fail',
      segment: { value: null, isOther: false },
      unexpectedCount: 10,
    });
    const none = await check(engine, 'empty', [{ type: NOT_NULL, kwargs: { column: 'v' }, segment: 'v' }]);
    expect(none.results).toMatchObject([{ status: 'pass', segment: null, elementCount: 0 }]);
  });

  it('says one value and one row where it is one', async () => {
    const sentenceOf = async (type: string, kwargs: Readonly<Record<string, unknown>>) =>
      (await checkOne(engine, 'wild', type, kwargs)).sentence;
    const set = { column: 'id', value_set: [1, 2] };
    expect(await sentenceOf('expect_column_distinct_values_to_equal_set', set)).toContain(
      '1 other value in 1 row, 0 of',
    );
    const none = { column: 'id', value_set: [1] };
    expect(await sentenceOf('expect_column_distinct_values_to_equal_set', none)).toContain('2 other values in 2 rows,');
    const own = { unexpected_rows_query: 'SELECT * FROM {batch} WHERE huge < 0', description: 'no negative amounts' };
    expect(await sentenceOf('unexpected_rows_expectation', own)).toBe(
      'expected no rows from the query "no negative amounts"; it gives 1.',
    );
  });

  it('takes a column that is not there for a failure, and says which is near', async () => {
    const { results, outcome } = await check(engine, 't', [
      { type: NOT_NULL, kwargs: { column: 'idd' } },
      { type: NOT_NULL, kwargs: { column: 'ID' } },
      { type: NOT_NULL, kwargs: { column: 'id' }, segment: 'prt' },
      { type: NOT_NULL, kwargs: { column: 'id' } },
    ]);
    expect(outcome).toBe('fail');
    expect(results.map(({ status }) => status)).toEqual(['fail', 'fail', 'fail', 'pass']);
    expect(results[0]?.sentence).toBe('idd: expected rows with a value; there is no column idd; the nearest is id.');
  });

  it.each([
    // NaN is missing, as in pandas; an infinity is a value.
    [NOT_NULL, { column: 'odd' }, 'fail'],
    [BETWEEN, { column: 'odd', min_value: 0 }, 'pass'],
    ['expect_column_max_to_be_between', { column: 'odd', max_value: 1e308 }, 'fail'],
    ['expect_column_mean_to_be_between', { column: 'odd', min_value: 1 }, 'pass'],
    ['expect_column_stdev_to_be_between', { column: 'odd', min_value: 0 }, 'fail'],
    ['expect_column_stdev_to_be_between', { column: 'huge', min_value: 1e308 }, 'pass'],
    [SUM, { column: 'huge', max_value: 1e308 }, 'fail'],
    // Integers keep all their digits where they are compared.
    [BETWEEN, { column: 'big', max_value: 9007199254740991 }, 'fail'],
    [UNIQUE, { column: 'big' }, 'pass'],
    // An infinite date has no place on the scale.
    [BETWEEN, { column: 'day', min_value: '2000-01-01' }, 'fail'],
    [BETWEEN, { column: 'day', min_value: '2000-01-01', mostly: 0.5 }, 'pass'],
    ['expect_multicolumn_sum_to_equal', { column_list: ['huge', 'huge'], sum_total: 1 }, 'fail'],
  ])('%s %j on wild numbers: %s', async (type, kwargs, status) => {
    const result = await checkOne(engine, 'wild', type, kwargs);
    expect(result.status).toBe(status);
    expect(JSON.stringify(result)).not.toContain('NaN');
  });

  it('quotes whatever stands in names and values', async () => {
    const table = 'a "b"\n;c';
    const column = 'x "y"\n; DROP TABLE t --';
    const result = await check(
      engine,
      table,
      [
        { type: BETWEEN, kwargs: { column, min_value: 2 } },
        { type: IN_SET, kwargs: { column: "'", value_set: ["it's", "'; DROP TABLE t; --"] } },
        { type: NOT_NULL, kwargs: { column }, segment: "'" },
        { type: 'expect_column_values_to_match_regex', kwargs: { column: "'", regex: "^it's$" } },
        { type: 'expect_column_pair_values_to_be_equal', kwargs: { column_A: column, column_B: "'" } },
      ],
      { keyColumn: column },
    );
    expect(result.results.map(({ status }) => status)).toEqual(['fail', 'pass', 'pass', 'pass', 'fail']);
    expect(result.results[0]?.sampleRows).toEqual(['1']);
    expect((await check(engine, 't', [])).rows).toBe(100);
  });

  it('lets one check that the engine refuses fail alone', async () => {
    const { results } = await check(engine, 't', [
      { type: 'expect_column_values_to_match_regex', kwargs: { column: 'key', regex: 'k{2000}' } },
      { type: 'expect_column_values_to_match_regex', kwargs: { column: 'key', regex: '^k' } },
      { type: BETWEEN, kwargs: { column: 'id', min_value: 0 } },
    ]);
    expect(results.map(({ status }) => status)).toEqual(['cannot-tell', 'pass', 'pass']);
    expect(results[0]?.sentence).toContain('the engine refused to compute it (Invalid Input Error)');
  });

  it('says nothing of the texts of the data', async () => {
    const { results } = await check(engine, 't', [
      { type: 'expect_column_max_to_be_between', kwargs: { column: 'key', max_value: 'k' } },
      { type: 'expect_column_min_to_be_between', kwargs: { column: 'key', min_value: 'z' } },
      { type: 'expect_column_most_common_value_to_be_in_set', kwargs: { column: 'key', value_set: ['z'] } },
      { type: 'expect_column_distinct_values_to_equal_set', kwargs: { column: 'key', value_set: ['z'] } },
      { type: IN_SET, kwargs: { column: 'key', value_set: ['z'] } },
    ]);
    expect(results.every(({ status }) => status === 'fail')).toBe(true);
    expect(JSON.stringify(results)).not.toMatch(/k\d/);
  });

  it('refuses what no suite that was read would hold', async () => {
    await expect(check(engine, 't', [{ type: 'expect_nothing' }])).rejects.toMatchObject({ code: 'config-invalid' });
    await expect(check(engine, 't', [{ type: BETWEEN, kwargs: { column: 'id' } }])).rejects.toThrow(
      'expected min_value or max_value',
    );
    await expect(check(engine, 'nowhere', [])).rejects.toMatchObject({ code: 'data-invalid' });
  });

  it('stops when it is told to, and tells how far it is', async () => {
    const stopped = check(engine, 't', [{ type: NOT_NULL, kwargs: { column: 'id' } }], { signal: AbortSignal.abort() });
    await expect(stopped).rejects.toThrow('aborted');
    const shares: number[] = [];
    await check(engine, 't', [{ type: UNIQUE, kwargs: { column: 'id' } }], {
      onProgress: (share) => shares.push(share),
    });
    expect(shares).toEqual([0, 1]);
  });
});
