import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SqlEngine } from '../../../core/ports/sql-engine.ts';
import { checkOne } from './check.ts';
import { openTables } from './open-tables.ts';
import type { ReferenceColumn, ReferenceTable } from './reference-tables.ts';

const column = (type: ReferenceColumn['type'], ...values: ReferenceColumn['values']) => ({ type, values });
const TABLES = {
  orders: {
    columns: {
      id: column('int', 1, 2, 3, 4, 4),
      customer: column('int', 10, 11, null, 13, 13),
      code: column('text', 'a%b', 'axb', 'AXB', null, ''),
      price: column('float', 1, 2.5, 3, 'NaN', 'NaN'),
      at: column(
        'time',
        '2024-03-30T00:00:00',
        '2024-03-31T06:00:00',
        null,
        '2024-01-01T00:00:00',
        '2024-01-01T00:00:00',
      ),
      left: column('text', 'x', 'x', 'y', 'y', 'y'),
      right: column('text', 'p', 'p', 'q', 'q', 'q'),
      same: column('text', 'c', 'c', 'c', 'c', 'c'),
    },
  },
  customers: {
    columns: {
      customer: column('int', 10, 11, 12),
      name: column('text', 'x', 'y', 'z'),
      price: column('int', 1, 7, 8),
      id: column('int', 1, 20, 30),
    },
  },
  future: {
    columns: { near: column('time', '2024-04-01T10:00:00'), far: column('time', '2024-04-01T13:00:00') },
  },
  empty: {
    columns: {
      id: column('int'),
      customer: column('int'),
      at: column('time'),
      left: column('text'),
      right: column('text'),
    },
  },
} as const satisfies Readonly<Record<string, ReferenceTable>>;
const others = {
  customers: { source: 'customers.csv', from: '"customers"' },
  orders: { source: 'orders.csv', from: '"orders"' },
};

describe('expectations that great_expectations does not have on pandas', () => {
  let engine: SqlEngine;
  beforeAll(async () => {
    engine = await openTables(TABLES);
  });
  afterAll(() => engine.close());

  const LIKE = 'expect_column_values_to_match_like_pattern';
  const NOT_LIKE = 'expect_column_values_to_not_match_like_pattern';
  const FRESH = 'expect_column_max_to_be_fresher_than';
  const KEY = 'expect_column_values_to_be_in_other_table';
  const OVERLAP = 'expect_table_to_not_overlap_with';
  const UNIQUE = 'expect_table_rows_to_be_unique';
  const PHI = 'expect_column_pair_cramers_phi_value_to_be_less_than';
  const OWN = 'unexpected_rows_expectation';

  it.each([
    ['orders', LIKE, { column: 'code', like_pattern: 'a%', mostly: 0.5 }, 'pass', 2],
    ['orders', LIKE, { column: 'code', like_pattern: 'a%' }, 'fail', 2],
    ['orders', LIKE, { column: 'code', like_pattern: 'a!%b', escape: '!', mostly: 0.25 }, 'pass', 3],
    ['orders', NOT_LIKE, { column: 'code', like_pattern: "'; DROP TABLE orders; --" }, 'pass', 0],
    ['orders', NOT_LIKE, { column: 'code', like_pattern: '___' }, 'fail', 3],
    ['orders', `${LIKE}_list`, { column: 'code', like_pattern_list: ['a%', 'A%', ''] }, 'pass', 0],
    ['orders', `${LIKE}_list`, { column: 'code', like_pattern_list: ['a%', '%b'], match_on: 'all' }, 'fail', 2],
    ['orders', `${NOT_LIKE}_list`, { column: 'code', like_pattern_list: ['z%', '%z'] }, 'pass', 0],
    ['orders', `${NOT_LIKE}_list`, { column: 'code', like_pattern_list: ['z%', 'a%'] }, 'fail', 2],
    ['orders', FRESH, { column: 'at', max_age: '6h' }, 'pass', null],
    ['orders', FRESH, { column: 'at', max_age: '5.9h' }, 'fail', null],
    ['future', FRESH, { column: 'near', max_age: '6h' }, 'pass', null],
    ['future', FRESH, { column: 'far', max_age: '6h' }, 'fail', null],
    ['orders', FRESH, { column: 'id', max_age: '6h' }, 'fail', null],
    ['empty', FRESH, { column: 'at', max_age: '6h' }, 'fail', null],
    ['orders', KEY, { column: 'customer', other_table: 'customers' }, 'fail', 2],
    ['orders', KEY, { column: 'customer', other_table: 'customers', mostly: 0.5 }, 'pass', 2],
    ['orders', KEY, { column: 'left', other_table: 'customers', other_column: 'name' }, 'pass', 0],
    ['orders', KEY, { column: 'customer', other_table: 'customers', other_column: 'name' }, 'fail', null],
    ['empty', KEY, { column: 'customer', other_table: 'customers' }, 'pass', 0],
    ['orders', 'expect_table_row_count_to_equal_other_table', { other_table_name: 'customers' }, 'fail', null],
    ['orders', 'expect_table_row_count_to_equal_other_table', { other_table_name: 'orders' }, 'pass', null],
    ['orders', UNIQUE, {}, 'pass', 0],
    ['orders', UNIQUE, { column_list: ['id', 'customer', 'price', 'at'] }, 'fail', 2],
    ['orders', UNIQUE, { column_list: ['left', 'id'], mostly: 0.6 }, 'pass', 2],
    ['orders', UNIQUE, { column_list: ['code'] }, 'pass', 0],
    ['empty', UNIQUE, {}, 'pass', 0],
    // The integer 1 there is the double 1 here.
    ['orders', OVERLAP, { other_table: 'customers', column_list: ['id', 'price'] }, 'fail', 1],
    ['orders', OVERLAP, { other_table: 'customers' }, 'fail', 1],
    ['orders', OVERLAP, { other_table: 'customers', mostly: 0.8 }, 'pass', 1],
    ['orders', OVERLAP, { other_table: 'orders' }, 'fail', 5],
    ['empty', OVERLAP, { other_table: 'orders' }, 'pass', 0],
    ['orders', PHI, { column_A: 'left', column_B: 'right', threshold: 0.9 }, 'pass', null],
    ['orders', PHI, { column_A: 'left', column_B: 'right' }, 'fail', null],
    ['orders', PHI, { column_A: 'left', column_B: 'same' }, 'cannot-tell', null],
    ['orders', PHI, { column_A: 'id', column_B: 'left', bins_A: [1, 2, 4] }, 'fail', null],
    ['empty', PHI, { column_A: 'left', column_B: 'right' }, 'cannot-tell', null],
    ['orders', OWN, { unexpected_rows_query: 'SELECT * FROM {batch} WHERE price > 3; ' }, 'pass', null],
    ['orders', OWN, { unexpected_rows_query: 'SELECT * FROM {batch} WHERE price > 2 -- why' }, 'fail', null],
    [
      'orders',
      OWN,
      {
        unexpected_rows_query: 'WITH own AS (SELECT * FROM {batch}) SELECT id FROM own GROUP BY id HAVING count(*) > 1',
      },
      'fail',
      null,
    ],
    [
      'orders',
      OWN,
      { unexpected_rows_query: 'SELECT * FROM {batch} ANTI JOIN customers USING (customer)' },
      'fail',
      null,
    ],
  ] as const)('%s %s %j: %s', async (table, type, kwargs, status, unexpected) => {
    const result = await checkOne(engine, table, type, kwargs, { others });
    expect({ status: result.status, unexpected: result.unexpectedCount }).toEqual({ status, unexpected });
  });

  it('takes Cramér’s phi from chi-square as SciPy does, with the correction of Yates for two by two', async () => {
    // scipy.stats.chi2_contingency([[2, 0], [0, 3]]).statistic = 1.7013888888888884; √(1.7013… / 5) = 0.58333…
    const { observed } = await checkOne(engine, 'orders', PHI, { column_A: 'left', column_B: 'right' });
    expect(observed).toBeCloseTo(0.5833333333333333, 12);
  });

  it('names the tables and columns that are there where another is asked for', async () => {
    const other = (kwargs: object) => checkOne(engine, 'orders', KEY, { column: 'customer', ...kwargs }, { others });
    await expect(other({ other_table: 'custmers' })).rejects.toMatchObject({
      code: 'config-invalid',
      hint: 'Did you mean "customers"?',
    });
    await expect(other({ other_table: 'customers', other_column: 'nam' })).rejects.toMatchObject({
      hint: 'Did you mean "name"?',
    });
  });
});
