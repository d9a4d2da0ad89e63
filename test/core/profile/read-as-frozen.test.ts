import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDuckDbEngine } from '../../../core/adapters/duckdb-engine.ts';
import { countWindow } from '../../../core/drift/count-window.ts';
import { buildReference, countAgainst } from '../../../core/profile/build-profile.ts';

let engine: Awaited<ReturnType<typeof openDuckDbEngine>>;
beforeAll(async () => {
  engine = await openDuckDbEngine();
  await engine.query(
    `CREATE TABLE dates AS SELECT DATE '2026-01-01' + CAST(range % 90 AS INTEGER) AS t FROM range(900)`,
  );
  await engine.query('CREATE TABLE texts AS SELECT CAST(t AS VARCHAR) AS t FROM dates');
  await engine.query(
    "CREATE TABLE zoned AS SELECT strftime(t, '%Y-%m-%d') || 'T02:00:00.500+02:00' AS t FROM dates UNION ALL SELECT NULL",
  );
});
afterAll(() => engine.close());

const relation = (table: string) => ({ source: table, from: table });
const referenceOf = () => buildReference({ engine, relation: relation('dates') });
const count = async (table: string) =>
  countAgainst({ engine, relation: relation(table), reference: await referenceOf() });

describe('texts where the reference has dates', () => {
  it('are read as these dates', async () => {
    expect((await count('texts')).columns).toEqual((await referenceOf()).columns);
  });

  it('are read with their zones', async () => {
    const [column] = (await count('zoned')).columns;
    expect(column?.kind === 'timestamp' && [column.numbers.min, column.numbers.missing]).toEqual([
      Date.UTC(2026, 0, 1) / 1000 + 0.5,
      1,
    ]);
  });

  it('cut chunks of time', async () => {
    const window = { engine, relation: relation('texts'), reference: await referenceOf() };
    const { chunks } = await countWindow(window, { segments: [], chunk: { column: 't', by: 'month' } });
    expect(chunks?.parts.map(({ name, current }) => [name, current.source.rows])).toEqual([
      ['2026-01', 310],
      ['2026-02', 280],
      ['2026-03', 310],
    ]);
  });

  it.each(['2026/01/05', '05.01.2026', '2026-02-30', 'soon', ''])('are refused for one like %j', async (odd) => {
    await engine.query(`CREATE OR REPLACE TABLE odd AS SELECT t FROM texts UNION ALL SELECT '${odd}'`);
    await expect(count('odd')).rejects.toMatchObject({
      code: 'data-invalid',
      message: expect.stringContaining('1 of 901 values is no time'),
    });
  });
});
