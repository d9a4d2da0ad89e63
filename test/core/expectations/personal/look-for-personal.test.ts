import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDuckDbEngine } from '../../../../core/adapters/duckdb-engine.ts';
import type { SqlEngine } from '../../../../core/ports/sql-engine.ts';
import { renderValidation } from '../../../../core/report/render-validation.ts';
import { check, checkOne } from '../check.ts';

/** Name of a column, its values in SQL over the row number i, and what it should look like. */
const COLUMNS: readonly (readonly [name: string, sql: string, ...looks: string[]])[] = [
  ['login', "'user' || i || '@mail.example.com'", 'e-mail addresses'],
  ['note', "CASE WHEN i % 100 = 0 THEN 'write to x.y@example.org!' ELSE 'all fine' END", 'e-mail addresses'],
  ['rare', "CASE WHEN i = 5000 THEN 'x@example.org' ELSE 'all fine' END"],
  ['handle', "'@user' || i"],
  ['call', "'+49 30 ' || (1234567 + i)", 'phone numbers'],
  ['us', "printf('(415) 555-%04d', i % 10000)", 'phone numbers'],
  ['mobile_number', '(4915100000000 + i)::VARCHAR', 'phone numbers'],
  ['phoneNr', '4915100000000 + i', 'phone numbers'],
  ['mobile_calls', '1000000 + i'],
  ['card', "['4111111111111111', '5555 5555 5555 4444', '378282246310005'][1 + i % 3]", 'numbers of payment cards'],
  ['number_of_card', '4111111111111111', 'numbers of payment cards'],
  ['order_number', '(4000000000000000 + i * 7919)::VARCHAR'],
  ['millis', '1700000000000 + i * 1000'],
  ['account', "['GB82WEST12345698765432', 'DE89370400440532013000'][1 + i % 2]", 'bank accounts (IBAN)'],
  ['part', "printf('AB%02dXY%011d', i % 90, i * 104729)"],
  ['tax', "printf('%03d-%02d-%04d', 100 + i % 400, 1 + i % 90, 1 + i % 9000)", 'US social security numbers'],
  ['first_name', "['Ada', 'Grace', 'Émile'][1 + i % 3]", 'names'],
  ['name', "['Ada Lovelace', 'Grace Hopper'][1 + i % 2]", 'names'],
  ['product_name', "['Red Chair', 'Blue Table'][1 + i % 2]"],
  ['area_code', "['area_code_415', 'area_code_510'][1 + i % 2]"],
  ['day', "(DATE '2024-01-01' + (i % 300)::INTEGER)::VARCHAR"],
  ['address', "'192.168.' || (i % 255) || '.' || (i * 7 % 255)"],
  ['price', 'i * 1.25e0'],
  ['uuid', 'md5(i::VARCHAR)'],
  ['missing', 'NULL::VARCHAR'],
];
const ROWS = 6000;
const COLUMN = 'expect_column_values_to_not_look_personal';
const TABLE = 'expect_table_columns_to_not_look_personal';

describe('what looks personal', () => {
  let engine: SqlEngine;
  const asked: string[] = [];
  beforeAll(async () => {
    const duckdb = await openDuckDbEngine({ threads: 2 });
    const columns = COLUMNS.map(([name, sql]) => `${sql} AS ${name}`);
    await duckdb.query(`CREATE TABLE people AS SELECT ${columns.join(', ')} FROM range(${ROWS}) AS t(i)`);
    await duckdb.query('CREATE TABLE nobody AS SELECT * FROM people WHERE false');
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

  it.each(COLUMNS)('%s of %s', async (column, _, ...looks) => {
    const { status, sentence } = await checkOne(engine, 'people', COLUMN, { column });
    expect(status).toBe(looks.length > 0 ? 'fail' : 'pass');
    for (const look of looks) expect(sentence).toContain(`look like ${look}`);
  });

  it('finds all of them in one scan, and a query for each kind with check digits', async () => {
    asked.length = 0;
    const { observed } = await checkOne(engine, 'people', TABLE);
    expect(observed).toEqual(COLUMNS.filter(([, , look]) => look !== undefined).map(([name]) => name));
    const scans = asked.filter((sql) => sql.includes('regexp_matches') && !sql.includes('GROUP BY 1 ORDER BY'));
    expect(scans.length).toBeLessThanOrEqual(2);
  });

  it('counts from a share on, looks for some kinds, leaves named columns out', async () => {
    expect((await checkOne(engine, 'people', COLUMN, { column: 'note' })).observed).toBe(0.01);
    expect((await checkOne(engine, 'people', COLUMN, { column: 'note', min_share: 0.02 })).status).toBe('pass');
    expect((await checkOne(engine, 'people', COLUMN, { column: 'rare', min_share: 0 })).status).toBe('fail');
    expect((await checkOne(engine, 'people', COLUMN, { column: 'login', kinds: ['iban'] })).status).toBe('pass');
    const except = COLUMNS.filter(([, , look]) => look !== undefined).map(([name]) => name);
    expect((await checkOne(engine, 'people', TABLE, { except })).status).toBe('pass');
    expect((await checkOne(engine, 'nobody', TABLE)).status).toBe('pass');
  });

  it('keeps to a condition and to each segment', async () => {
    const { results } = await check(engine, 'people', [
      { type: COLUMN, kwargs: { column: 'note' }, 'row-condition': "note = 'all fine'" },
      { type: COLUMN, kwargs: { column: 'card' }, segment: 'first_name' },
    ]);
    expect(results.map(({ status }) => status)).toEqual(['pass', 'fail', 'fail', 'fail']);
  });

  it('tells no value: neither the document nor the Markdown holds one', async () => {
    const columns = COLUMNS.map(([column]) => ({ type: COLUMN, kwargs: { column, min_share: 0 } }));
    const result = await check(engine, 'people', [...columns, { type: TABLE, kwargs: {} }]);
    const written = `${JSON.stringify(result)}\n${renderValidation(result)}`;
    const rows = await engine.query(
      'SELECT DISTINCT unnest([login, call, us, mobile_number, card, account, tax]) FROM people',
      {
        mostRows: 100_000,
      },
    );
    expect(rows.length).toBeGreaterThan(20_000);
    const found = rows.filter(([value]) => written.includes(String(value)));
    expect(found).toEqual([]);
    for (const value of ['x@example.org', 'x.y@', 'Lovelace', 'Grace', 'WEST', '4111'])
      expect(written).not.toContain(value);
    expect(result.results.every(({ sampleRows }) => sampleRows.length === 0)).toBe(true);
  });
});
