import { afterAll, beforeAll, expect, it } from 'vitest';
import { check } from '../check.ts';
import { openTables } from '../open-tables.ts';

const TABLES = {
  people: {
    columns: {
      email: { type: 'text', values: ['ada@example.com', 'ada@example.com', 'bob@example.com'] },
      plan: { type: 'text', values: ['a', 'b', 'b'] },
    },
  },
} as const;

let engine: Awaited<ReturnType<typeof openTables>>;
beforeAll(async () => {
  engine = await openTables(TABLES);
});
afterAll(() => engine.close());
const rowCount = { type: 'expect_table_row_count_to_equal', kwargs: { value: 1 } };

it.each([
  'CAST(email AS INTEGER) > 1',
  'CAST(email AS DATE) IS NULL',
  'CAST(email AS TIMESTAMP) IS NULL',
  "regexp_matches(email, email || '(')",
  "date_part(email, DATE '2026-01-01') = 1",
])('cannot tell where the condition %s stumbles over a value, and does not say the value', async (condition) => {
  const result = await check(engine, 'people', [{ ...rowCount, 'row-condition': condition }, rowCount]);
  expect(result.results.map(({ status }) => status)).toEqual(['cannot-tell', 'fail']);
  expect(result.results[0]?.sentence).toMatch(/the engine refused to compute it \([A-Z][a-zA-Z ]+ Error\)\.$/);
  expect(JSON.stringify(result)).not.toMatch(/ada|bob/);
});

it.each([
  ['row-condition', { ...rowCount, 'row-condition': 'error(email) IS NULL' }],
  [
    'query',
    { type: 'unexpected_rows_expectation', kwargs: { unexpected_rows_query: 'SELECT error(email) FROM {batch}' } },
  ],
])('refuses error() in a %s: it says what it is given', async (_, asked) => {
  await expect(check(engine, 'people', [asked])).rejects.toMatchObject({
    code: 'config-invalid',
    message: expect.stringContaining('it calls error'),
  });
});

it('names segments by their value, but not where it looks personal', async () => {
  const { results } = await check(engine, 'people', [
    { ...rowCount, segment: 'email' },
    { ...rowCount, segment: 'plan' },
  ]);
  expect(results.map(({ segment }) => segment?.value)).toEqual([
    'value 1 (not shown: it looks personal)',
    'value 2 (not shown: it looks personal)',
    'b',
    'a',
  ]);
  expect(JSON.stringify(results)).not.toMatch(/@example/);
});

it('says of text that is held against numbers that it is text', async () => {
  const between = { type: 'expect_column_values_to_be_between', kwargs: { column: 'email', min_value: 0 } };
  const { results } = await check(engine, 'people', [between]);
  expect(results.map(({ status, unexpectedCount }) => [status, unexpectedCount])).toEqual([['fail', 3]]);
  expect(results[0]?.sentence).toMatch(
    /3 of 3 .* are not: the column is VARCHAR, which the bounds cannot be compared with\.$/,
  );
});
