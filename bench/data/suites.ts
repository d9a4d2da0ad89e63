import type { ExpectationSuite } from '@tidegate/core/expectations/suite/expectation-suite';
import { CATEGORIES, NUMBERS } from './write-rows.ts';

type Expectation = Pick<ExpectationSuite['expectations'][number], 'type' | 'kwargs'>;

const of = (type: string, column: string, kwargs: Readonly<Record<string, unknown>> = {}): Expectation => ({
  type,
  kwargs: { column, ...kwargs },
});
const valuesOf = (count: number) => Array.from({ length: count }, (_, value) => `v${value}`);

/** A hundred expectations over the twenty columns. */
export function suiteOfHundred(): Expectation[] {
  const wide = { min_value: -1e9, max_value: 1e9 };
  return [
    ...NUMBERS.flatMap((name) => [
      of('expect_column_values_to_not_be_null', name),
      of('expect_column_values_to_be_between', name, { min_value: -10, max_value: 2e6, mostly: 0.95 }),
      of('expect_column_mean_to_be_between', name, wide),
      of('expect_column_max_to_be_between', name, wide),
      of('expect_column_stdev_to_be_between', name, wide),
    ]),
    ...CATEGORIES.flatMap(({ name, count }) => [
      of('expect_column_values_to_not_be_null', name),
      of('expect_column_values_to_be_in_set', name, { value_set: valuesOf(count) }),
      of('expect_column_values_to_match_regex', name, { regex: '^v[0-9]+$' }),
      of('expect_column_value_lengths_to_be_between', name, { min_value: 2, max_value: 4 }),
    ]),
    ...['n0', 'c2', 'missing'].map((name) => of('expect_column_to_exist', name)),
    { type: 'expect_table_column_count_to_equal', kwargs: { value: 20 } },
    { type: 'expect_table_row_count_to_be_between', kwargs: { min_value: 1, max_value: 1e9 } },
  ];
}

/** Forty of most kinds that great_expectations is asked too. */
export function suiteOfForty(): Expectation[] {
  const sets = CATEGORIES.map(({ name, count }) =>
    of('expect_column_values_to_be_in_set', name, { value_set: valuesOf(count) }),
  );
  const ten = { value_set: valuesOf(10) };
  return [
    ...NUMBERS.slice(0, 6).map((name) => of('expect_column_values_to_not_be_null', name)),
    ...NUMBERS.slice(0, 6).map((name) =>
      of('expect_column_values_to_be_between', name, { min_value: -10, max_value: 2e6, mostly: 0.95 }),
    ),
    ...sets,
    of('expect_column_values_to_not_be_in_set', 'c50', { value_set: ['v50', 'v51'] }),
    of('expect_column_values_to_match_regex', 'c50', { regex: '^v[0-9]+$' }),
    of('expect_column_values_to_not_match_regex', 'c200', { regex: '^w' }),
    of('expect_column_value_lengths_to_be_between', 'c200', { min_value: 2, max_value: 3 }),
    of('expect_column_distinct_values_to_be_in_set', 'c10', ten),
    of('expect_column_distinct_values_to_contain_set', 'c50', ten),
    of('expect_column_distinct_values_to_equal_set', 'c10', ten),
    of('expect_column_unique_value_count_to_be_between', 'c1000', { min_value: 900, max_value: 1000 }),
    of('expect_column_proportion_of_unique_values_to_be_between', 'n4', { min_value: 0, max_value: 0.5 }),
    of('expect_column_most_common_value_to_be_in_set', 'c2', { value_set: ['v0', 'v1'] }),
    of('expect_column_values_to_be_unique', 'n0'),
    of('expect_column_min_to_be_between', 'n5', { min_value: -10, max_value: 0 }),
    of('expect_column_max_to_be_between', 'n5', { min_value: 0, max_value: 10 }),
    of('expect_column_mean_to_be_between', 'n1', { min_value: -1, max_value: 1 }),
    of('expect_column_median_to_be_between', 'n2', { min_value: 0.9, max_value: 1.1 }),
    of('expect_column_stdev_to_be_between', 'n10', { min_value: 0.9, max_value: 1.1 }),
    of('expect_column_sum_to_be_between', 'n4', { min_value: 0, max_value: 1e12 }),
    of('expect_column_quantile_values_to_be_between', 'n0', {
      quantile_ranges: { quantiles: [0.1, 0.5, 0.9], value_ranges: [-1.4, 0, 1.2].map((low) => [low, low + 0.2]) },
    }),
    of('expect_column_value_z_scores_to_be_less_than', 'n5', { threshold: 6, double_sided: true }),
    {
      type: 'expect_column_pair_values_a_to_be_greater_than_b',
      kwargs: { column_A: 'n1', column_B: 'n0', or_equal: true },
    },
    { type: 'expect_compound_columns_to_be_unique', kwargs: { column_list: ['n0', 'n5'] } },
    {
      type: 'expect_select_column_values_to_be_unique_within_record',
      kwargs: { column_list: ['n0', 'n5', 'n10'] },
    },
    { type: 'expect_table_column_count_to_equal', kwargs: { value: 20 } },
  ];
}
