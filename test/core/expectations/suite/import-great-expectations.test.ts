import { describe, expect, it } from 'vitest';
import { OperatorError } from '../../../../core/errors.ts';
import { parseSuite } from '../../../../core/expectations/suite/parse-suite.ts';

const SUITE_1X = {
  name: 'passengers',
  id: '2b0a',
  meta: { great_expectations_version: '1.24.1' },
  notes: null,
  suite_parameters: {},
  expectations: [
    {
      type: 'expect_column_values_to_be_between',
      kwargs: { column: 'Age', min_value: 0, max_value: 120, mostly: 0.9, batch_id: 'x', strict_max: null },
      meta: { owner: 'me' },
      id: '1',
      severity: 'warning',
    },
    {
      type: 'expect_column_values_to_not_be_null',
      kwargs: { column: 'Age', row_condition: 'PClass=="1st" and Sex != \'male\'', condition_parser: 'pandas' },
    },
    {
      type: 'unexpected_rows_expectation',
      kwargs: { unexpected_rows_query: 'SELECT * FROM {batch} WHERE Age < 0' },
      description: 'no negative age',
    },
  ],
};
const SUITE_0X = {
  expectation_suite_name: 'old',
  data_asset_type: null,
  ge_cloud_id: null,
  evaluation_parameters: {},
  expectations: [
    {
      expectation_type: 'expect_table_row_count_to_be_between',
      kwargs: { min_value: 1, max_value: null, result_format: 'BASIC' },
      meta: {},
    },
    {
      expectation_type: 'expect_column_pair_values_A_to_be_greater_than_B',
      kwargs: { column_A: 'a', column_B: 'b', ignore_row_if: 'neither' },
      meta: {},
    },
  ],
};

const read = (suite: unknown) => parseSuite(JSON.stringify(suite, undefined, 2), 'suite.json').suite.expectations;
const refusal = (suite: unknown): string => {
  try {
    read(suite);
  } catch (error) {
    if (error instanceof OperatorError) return error.message;
    throw error;
  }
  return '';
};
const one = (kwargs: object, more: object = {}) => ({
  name: 'one',
  expectations: [{ type: 'expect_column_values_to_not_be_null', kwargs: { column: 'a', ...kwargs }, ...more }],
});
const conditionOf = (condition: unknown, parser?: string) =>
  read(one({ row_condition: condition, condition_parser: parser }))[0]?.['row-condition'];

describe('suites of great_expectations', () => {
  it('are read as 1.x writes them', () => {
    expect(read(SUITE_1X)).toEqual([
      {
        type: 'expect_column_values_to_be_between',
        kwargs: { column: 'Age', min_value: 0, max_value: 120, mostly: 0.9 },
        severity: 'warn',
      },
      {
        type: 'expect_column_values_to_not_be_null',
        kwargs: { column: 'Age' },
        severity: 'fail',
        'row-condition': `(COALESCE("PClass" = '1st', 1 = 0) AND COALESCE("Sex" <> 'male', 1 = 1))`,
      },
      {
        type: 'unexpected_rows_expectation',
        kwargs: { unexpected_rows_query: 'SELECT * FROM {batch} WHERE Age < 0', description: 'no negative age' },
        severity: 'fail',
      },
    ]);
  });

  it('are read as 0.x writes them', () => {
    expect(read(SUITE_0X)).toEqual([
      { type: 'expect_table_row_count_to_be_between', kwargs: { min_value: 1 }, severity: 'fail' },
      {
        type: 'expect_column_pair_values_a_to_be_greater_than_b',
        kwargs: { column_A: 'a', column_B: 'b', ignore_row_if: 'neither' },
        severity: 'fail',
      },
    ]);
    const camel = { name: 'x', expectations: [{ type: 'ExpectColumnValuesToNotBeNull', kwargs: { column: 'a' } }] };
    expect(read(camel)[0]?.type).toBe('expect_column_values_to_not_be_null');
  });

  it.each([
    ['col("a b") > 5', 'great_expectations', 'COALESCE("a b" > 5, 1 = 0)'],
    ['col("a").notNull()', 'great_expectations', '"a" IS NOT NULL'],
    [`col("a") == "it's"`, 'great_expectations__experimental__', undefined],
    [
      'a in [1, 2.5] or not (b == True)',
      'pandas',
      '(("a" IS NOT NULL AND "a" IN (1, 2.5)) OR NOT (COALESCE("b" = TRUE, 1 = 0)))',
    ],
    [
      '`a b` not in ("x",) & c.isnull() | d >= -1e3',
      'pandas',
      `((NOT ("a b" IS NOT NULL AND "a b" IN ('x')) AND "c" IS NULL) OR COALESCE("d" >= -1000, 1 = 0))`,
    ],
    ['a < b', 'pandas', 'COALESCE("a" < "b", 1 = 0)'],
    ['a == ["x", "y"]', 'pandas', `("a" IS NOT NULL AND "a" IN ('x', 'y'))`],
    ["name == 'O\\'Hara'", 'pandas', `COALESCE("name" = 'O''Hara', 1 = 0)`],
    [
      { type: 'comparison', column: { name: 'a' }, operator: '<=', parameter: 3 },
      undefined,
      'COALESCE("a" <= 3, 1 = 0)',
    ],
    [
      {
        type: 'or',
        conditions: [
          { type: 'nullity', column: { name: 'a' }, is_null: true },
          { type: 'comparison', column: { name: 'b' }, operator: 'IN', parameter: ['x'] },
        ],
      },
      undefined,
      `("a" IS NULL OR ("b" IS NOT NULL AND "b" IN ('x')))`,
    ],
  ])('say the condition %j in SQL', (condition, parser, sql) => {
    if (sql === undefined)
      expect(refusal(one({ row_condition: condition, condition_parser: parser }))).toContain('is not read');
    else expect(conditionOf(condition, parser)).toBe(sql);
  });

  it.each([
    [
      one({}, { type: 'expect_column_chisquare_test_p_value_to_be_greater_than' }),
      'suite.json:5 expectations[0].type: "expect_column_chisquare_test_p_value_to_be_greater_than" is not offered.',
    ],
    [
      one({ mostly: { $PARAMETER: 'share' } }),
      'suite.json:8 expectations[0].kwargs.mostly: parameters are filled in at run time',
    ],
    [
      one({ parse_strings_as_datetimes: true }),
      'suite.json:8 expectations[0].kwargs.parse_strings_as_datetimes: unknown key.',
    ],
    [
      one({ row_condition: 'a.str.len() > 3', condition_parser: 'pandas' }),
      'suite.json:8 expectations[0].kwargs.row_condition: "a.str.len() > 3" is more of pandas than is read',
    ],
    [one({ row_condition: '1 < a < 3', condition_parser: 'pandas' }), 'is more of pandas than is read'],
    [one({ row_condition: 'a < 3 < 5', condition_parser: 'pandas' }), 'is more of pandas than is read'],
    [one({ row_condition: 'a @ 3', condition_parser: 'pandas' }), 'is more of pandas than is read'],
    [one({ row_condition: 'a > 3', condition_parser: 'spark' }), 'conditions for the parser "spark" are not read'],
    [one({ row_condition: 'a > 3' }), 'conditions for the parser null are not read'],
    [one({ row_condition: { type: 'magic' } }), '{"type":"magic"} is not read'],
    [one({}, { windows: [] }), 'suite.json:9 expectations[0].windows: Tidegate does not know this part. Remove it.'],
    [
      one({}, { severity: 'loud' }),
      'suite.json:9 expectations[0].severity: expected critical, warning or info, got "loud".',
    ],
    [{ ...one({}), suite_parameters: { a: 1 } }, 'suite_parameters: parameters are filled in at run time'],
    [{ ...one({}), checkpoint: 1 }, 'checkpoint: Tidegate does not know this part of a suite. Remove it.'],
  ])('are refused by name, never read in part: %#', (suite, message) => {
    expect(refusal(suite)).toContain(message);
  });
});
