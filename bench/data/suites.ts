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

/** Forty that great_expectations is asked too. */
export function suiteOfForty(): Expectation[] {
  const [row, other] = ['expect_column_values_to_be_between', 'expect_column_mean_to_be_between'];
  return [
    ...NUMBERS.map((name) => of('expect_column_values_to_not_be_null', name)),
    ...NUMBERS.map((name) => of(row, name, { min_value: -10, max_value: 2e6, mostly: 0.95 })),
    ...CATEGORIES.map(({ name, count }) =>
      of('expect_column_values_to_be_in_set', name, { value_set: valuesOf(count) }),
    ),
    ...NUMBERS.slice(0, 3).map((name) => of(other, name, { min_value: -1, max_value: 1 })),
    of('expect_column_values_to_match_regex', 'c50', { regex: '^v[0-9]+$' }),
    of('expect_column_value_lengths_to_be_between', 'c200', { min_value: 2, max_value: 3 }),
  ];
}
