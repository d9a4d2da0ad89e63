import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseQuery } from '../../../core/adapters/parse-query.ts';
import { filesOfQuery, findHarmful, jsonOfQuery, whyNoSelect } from '../../../core/sql/parsed-query.ts';

let instance: DuckDBInstance;
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
});
afterAll(() => instance.closeSync());
const parse = async (sql: string) => parseQuery(await instance.connect(), sql);

describe('a query', () => {
  it.each([
    "SELECT * FROM 'log/*.parquet' a JOIN read_csv(['x.csv', 'y.csv'], header = true) b USING (k) WHERE EXISTS (FROM 'z.json')",
    "WITH w AS (SELECT * FROM 'log/*.parquet'), v AS (FROM read_csv('x.csv')) SELECT * FROM w, v, read_csv('y.csv'), 'z.json'",
    "SELECT (SELECT max(a) FROM 'log/*.parquet') FROM 'z.json' UNION ALL SELECT a FROM read_csv('x.csv') WHERE a IN (SELECT b FROM read_csv('y.csv'))",
  ])('names its files: %s', async (sql) => {
    expect(new Set(filesOfQuery(await parse(sql)))).toEqual(
      expect.objectContaining(new Set(['log/*.parquet', 'x.csv', 'y.csv', 'z.json'])),
    );
  });

  it.each([
    ['SELECT 1', undefined],
    ['WITH a AS (SELECT 1) SELECT * FROM a -- comment', undefined],
    ['FROM range(3)', undefined],
    ['SELECT 1; SELECT 2', 'several statements'],
    ['DROP TABLE a', 'Only SELECT'],
    ['SELECT * FROM (PIVOT t ON a USING sum(b))', 'Only SELECT'],
    ["COPY (SELECT 1) TO 'x'", 'Only SELECT'],
    ['SELECT FROM', 'syntax error'],
    ["SELECT ')", 'unterminated'],
  ])('is one SELECT, or not: %s', async (sql, why) => {
    const found = whyNoSelect(await parse(sql));
    if (why === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(why);
  });

  it.each([
    ['SELECT 1 WHERE (SELECT count(*) FROM enable_logging()) > 0', 'enable_logging()'],
    ["SELECT * FROM query('SELECT ' || '1')", 'query()'],
    ['SELECT * FROM (FROM "Enable_Profiling"(save_location = \'x\'))', 'enable_profiling()'],
    ['SELECT a FROM t ORDER BY (SELECT count(*) FROM duckdb_settings())', 'duckdb_settings()'],
    ['SELECT sum(a) OVER w FROM t WINDOW w AS (ORDER BY (SELECT 1 FROM checkpoint()))', 'checkpoint()'],
    ['SELECT a FROM t LIMIT (SELECT 1 FROM checkpoint())', 'checkpoint()'],
    ['SELECT a FROM t LIMIT 1 OFFSET (SELECT 1 FROM checkpoint())', 'checkpoint()'],
    ['SELECT a FROM t QUALIFY row_number() OVER () = (SELECT 1 FROM checkpoint())', 'checkpoint()'],
    ['SELECT DISTINCT ON ((SELECT 1 FROM checkpoint())) a FROM t', 'checkpoint()'],
    ['SELECT a FROM t GROUP BY ROLLUP (a, (SELECT 1 FROM checkpoint()))', 'checkpoint()'],
    ['SELECT sum(a) FILTER (WHERE (SELECT 1 FROM checkpoint()) = 1) FROM t', 'checkpoint()'],
    ['SELECT list(a ORDER BY (SELECT 1 FROM checkpoint())) FROM t', 'checkpoint()'],
    ['SELECT * REPLACE ((SELECT 1 FROM checkpoint()) AS a) FROM t', 'checkpoint()'],
    ['SELECT COLUMNS(c -> (SELECT true FROM checkpoint())) FROM t', 'checkpoint()'],
    ['SELECT * FROM (VALUES (1), ((SELECT 1 FROM checkpoint()))) v(a)', 'checkpoint()'],
    ['SELECT * FROM t ASOF JOIN u ON t.a >= u.a AND (SELECT 1 FROM checkpoint()) = 1', 'checkpoint()'],
    ['SELECT * FROM t, LATERAL (SELECT * FROM checkpoint())', 'checkpoint()'],
    ['SELECT * FROM (UNPIVOT (FROM checkpoint()) ON a, b)', 'checkpoint()'],
    ['WITH a AS MATERIALIZED (SELECT * FROM checkpoint()) SELECT * FROM a', 'checkpoint()'],
    ['SELECT * FROM (SUMMARIZE SELECT * FROM checkpoint())', 'checkpoint()'],
    ['SELECT * FROM (DESCRIBE SELECT * FROM checkpoint())', 'checkpoint()'],
    ['SELECT * FROM range((SELECT 1 FROM checkpoint()))', 'checkpoint()'],
    ['(SELECT 1) EXCEPT (SELECT * FROM checkpoint())', 'checkpoint()'],
    ['SELECT {a: (SELECT 1 FROM checkpoint())}, MAP {1: [(SELECT 1 FROM checkpoint())]}', 'checkpoint()'],
    ['SELECT a BETWEEN 1 AND (SELECT 1 FROM checkpoint()) FROM t', 'checkpoint()'],
    ['SELECT TRY((SELECT 1 FROM checkpoint()))', 'checkpoint()'],
    ["SELECT write_log('x')", 'write_log()'],
    ['SELECT a FROM t WHERE JSON_STRUCTURE(a) IS NULL', 'json_structure()'],
    ['SELECT (SELECT json_group_structure(a) FROM t), json_valid(a) FROM t', 'json_group_structure()'],
    ["SELECT CASE WHEN a THEN [x FOR x IN [1] IF write_log('x') IS NULL] END FROM t", 'write_log()'],
    ["WITH RECURSIVE a AS (SELECT 1 UNION ALL SELECT 1 FROM glob('*')) SELECT * FROM a", 'glob()'],
    ["SELECT a FROM t WHERE json_contains(a, '9')", 'json_contains()'],
    ['SELECT JSON_MERGE_PATCH(a, a) FROM t', 'json_merge_patch()'],
    ['SELECT json_deserialize_sql(a) FROM t', 'json_deserialize_sql()'],
    ['SELECT a.json_structure() FROM t', 'json_structure()'],
    ['SELECT CAST(CAST(a AS JSON) AS VARIANT) FROM t', 'the type VARIANT'],
    ['SELECT a::JSON::"variant"[] FROM t', 'the type VARIANT'],
    ['SELECT TRY_CAST(a AS STRUCT(b VARIANT)) FROM t', 'the type VARIANT'],
    ['SELECT cast_to_type(a::JSON, v) FROM t', 'cast_to_type()'],
    ['SELECT tidegate_1.m(a) FROM t', 'm() of a database'],
    ['SELECT a::JSON::"Tidegate_1".main.v FROM t', 'v of a database'],
    ['SELECT 1 FROM tidegate_1.main.range(1)', 'range() of a database'],
    ["SELECT t.a.lower(), a::JSON->>'b', json_valid(a) FROM t", undefined],
    [
      "SELECT unnest([1, 2]), sum(b) OVER (), list_transform([1], lambda x: x + 1) FROM read_parquet('x') JOIN range(3) ON true",
      undefined,
    ],
  ])('holds a harmful function, or none: %s', async (sql, name) => {
    const query = await parse(sql);
    expect(whyNoSelect(query)).toBeUndefined();
    expect(findHarmful(query)).toBe(name);
  });

  it('may read files where it is a query of the user', async () => {
    const query = await parse("SELECT * FROM read_text('a'), glob('b'), read_json_objects('c')");
    expect(findHarmful(query, 'reads-files')).toBeUndefined();
    expect(findHarmful(query)).toBe('read_text()');
  });

  it.each([
    ["SELECT * FROM 'a.JSON?b=1', 'c.jsonl.gz', 'd.csv', t", ['a.JSON?b=1', 'c.jsonl.gz'], []],
    ['SELECT * FROM a.json, b."c.d".ndjson', ['a.json', 'b.c.d.ndjson'], []],
    ["SELECT 1 WHERE 1 IN (SELECT 1 FROM read_ndjson_auto(['e', 'f']))", ['e', 'f'], []],
    [
      "SELECT 1 FROM read_json('a', format = 'auto', columns = {a: 'INT'}), read_json('b', format := 'auto')",
      ['a', 'b'],
      [],
    ],
    ["SELECT 1 FROM read_csv('a.csv')", [], []],
    ["SELECT 1 FROM read_json('a' || '.txt')", [], ['read_json']],
    ["SELECT 1 FROM READ_JSON(concat('a', '.txt'))", [], ['read_json']],
    ["SELECT 1 FROM read_json_objects(['a', 'b' || 'c'])", [], ['read_json_objects']],
    ["SELECT 1 FROM read_ndjson_auto((SELECT 'a'))", [], ['read_ndjson_auto']],
    ["SELECT 1 FROM read_json('a' = 'b')", [], ['read_json']],
    ["SELECT 1 FROM read_json(['a'] || ['b'])", [], ['read_json']],
  ])('names what it reads as JSON, or computes it: %s', async (sql, names, computed) => {
    expect(jsonOfQuery(await parse(sql))).toEqual({ names, computed });
  });
});
