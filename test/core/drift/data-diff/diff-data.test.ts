import { openDuckDbEngine } from '@tidegate/core/adapters/duckdb-engine';
import { DRIFT_DEFAULTS } from '@tidegate/core/config/drift';
import { isUnchanged } from '@tidegate/core/drift/data-diff/data-diff';
import { diffData } from '@tidegate/core/drift/data-diff/diff-data';
import { renderDataDiff } from '@tidegate/core/report/render-data-diff';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const BASE = `SELECT i AS id, i % 100 AS amount, ['new', 'paid', 'sent'][1 + i % 3] AS state,
  CASE WHEN i % 10 > 0 THEN i * 0.5e0 END AS price, 'p' || (i % 2) || '@example.com' AS login FROM range(1000) AS t(i)`;
const TABLES: Readonly<Record<string, string>> = {
  base: BASE,
  moved: `SELECT login, price, state, amount, id FROM (${BASE}) ORDER BY id DESC`,
  grown: `SELECT * FROM (${BASE}) WHERE id >= 10 UNION ALL SELECT id + 5000, amount, state, price, login FROM (${BASE}) WHERE id < 50`,
  shifted: `SELECT id, amount + 60 AS amount, CASE state WHEN 'sent' THEN 'lost' ELSE state END AS state,
    CASE WHEN id % 2 = 0 THEN price END AS price, 'q@example.com' AS login FROM (${BASE})`,
  reshaped: `SELECT id, amount::DOUBLE AS amount, 7 AS state, 'x' AS "added | column" FROM (${BASE})`,
  empty: `SELECT * FROM (${BASE}) WHERE false`,
  stranger: 'SELECT 1 AS one',
  ill: `SELECT * REPLACE (CASE WHEN id = 7 THEN 'ill' WHEN id < 50 THEN 'lost' ELSE state END AS state) FROM (${BASE})`,
  odd: `SELECT 'nan'::DOUBLE AS price, 'infinity'::DOUBLE AS amount, [1.5] AS state FROM range(300)`,
};

describe('diffData', () => {
  let engine: Awaited<ReturnType<typeof openDuckDbEngine>>;
  beforeAll(async () => {
    engine = await openDuckDbEngine({ threads: 2 });
    for (const [name, sql] of Object.entries(TABLES)) await engine.query(`CREATE TABLE ${name} AS ${sql}`);
    await engine.lock();
  });
  afterAll(() => engine.close());

  const diff = (base: string, head: string, settings = DRIFT_DEFAULTS) =>
    diffData({
      engine,
      base: { source: base, from: base },
      head: { source: head, from: head },
      settings,
      clock: { now: () => new Date('2026-01-01T00:00:00Z'), id: () => 'id' },
    });

  it.each(['base', 'moved'])('finds nothing changed in the same rows: %s', async (head) => {
    const found = await diff('base', head);
    expect(isUnchanged(found)).toBe(true);
    expect(renderDataDiff(found)).toBe('The rows are those of the base branch.');
  });

  it('tells no value of few rows and no mean where rows are people', async () => {
    const open = renderDataDiff(await diff('base', 'ill'));
    expect(open).toContain('`ill`');
    const found = await diff('base', 'ill', { ...DRIFT_DEFAULTS, private: true });
    const state = found.columns.find(({ name }) => name === 'state');
    expect(state?.categories).toEqual({ added: 2, gone: 0, addedNames: ['lost'], goneNames: [] });
    expect(found.columns.map(({ mean }) => mean)).toEqual(found.columns.map(() => ({ base: null, head: null })));
    expect(renderDataDiff(found)).not.toContain('ill');
    const back = await diff('ill', 'base', { ...DRIFT_DEFAULTS, private: true });
    expect(back.columns.find(({ name }) => name === 'state')?.categories).toMatchObject({
      gone: 2,
      goneNames: ['lost'],
    });
  });

  it('counts rows that are new and rows that are gone', async () => {
    const found = await diff('base', 'grown');
    expect(found).toMatchObject({ rows: { base: 1000, head: 1040 }, onlyIn: { base: 10, head: 50 } });
    expect(renderDataDiff(found)).toContain(
      '1,000 → 1,040 rows (+40): 50 are new or changed, 10 of the base branch are not there',
    );
  });

  it('tells missing values, means, categories and drift of each column', async () => {
    const found = await diff('base', 'shifted');
    const of = (name: string) => found.columns.find((column) => column.name === name);
    expect(of('amount')).toMatchObject({ mean: { base: 49.5, head: 109.5 }, drift: { decision: 'drift' } });
    expect(of('price')?.missing.base).toBeCloseTo(0.1, 12);
    expect(of('price')?.missing.head).toBeCloseTo(0.6, 12);
    expect(of('state')?.categories).toEqual({ added: 1, gone: 1, addedNames: ['lost'], goneNames: ['sent'] });
    expect(of('id')?.drift?.decision).toBe('none');
    const text = renderDataDiff(found);
    expect(text).toMatch(/`price`.*10\.0 % → 60\.0 %/);
    expect(text).toMatch(/`state`.*1 new: `lost`; 1 gone: `sent`.*🔴 drift/);
  });

  it('tells no value of a column that looks personal', async () => {
    const found = await diff('base', 'shifted');
    const login = found.columns.find(({ name }) => name === 'login');
    expect(login).toMatchObject({ isPersonal: true, categories: { added: 1, gone: 2, addedNames: [], goneNames: [] } });
    expect(renderDataDiff(found)).not.toContain('example.com');
  });

  it('tells columns that were added, removed or changed their type', async () => {
    const found = await diff('base', 'reshaped');
    expect(found.added).toEqual([{ name: 'added | column', type: 'VARCHAR' }]);
    expect(found.removed.map(({ name }) => name)).toEqual(['price', 'login']);
    expect(found.retyped).toEqual([
      { name: 'amount', base: 'BIGINT', head: 'DOUBLE' },
      { name: 'state', base: 'VARCHAR', head: 'INTEGER' },
    ]);
    expect(found.onlyIn).toBeNull();
    // The same numbers under another type are the same.
    expect(found.columns.find(({ name }) => name === 'amount')?.drift?.decision).toBe('none');
    expect(renderDataDiff(found)).toContain('**columns added:** `added ¦ column` (`VARCHAR`)');
  });

  it.each([
    ['base', 'empty'],
    ['empty', 'base'],
    ['empty', 'empty'],
    ['base', 'stranger'],
    ['base', 'odd'],
    ['odd', 'base'],
    ['odd', 'odd'],
  ])('has words and no NaN for %s against %s', async (base, head) => {
    const text = renderDataDiff(await diff(base, head));
    expect(text.length).toBeGreaterThan(20);
    expect(text).not.toMatch(/NaN|undefined|null/);
  });
});
