/** An expectation that is asked of every reference table. */
export interface ReferenceExpectation {
  readonly type: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
}

const on =
  (type: string) =>
  (...several: readonly Readonly<Record<string, unknown>>[]): readonly ReferenceExpectation[] =>
    several.map((kwargs) => ({ type: `expect_${type}`, kwargs }));

const COLUMNS = ['id', 'age', 'score', 'other', 'city', 'town', 'code', 'flag', 'day', 'date', 'json'];

const tables = [
  ...on('column_to_exist')(
    { column: 'age' },
    { column: 'Age' },
    { column: 'age', column_index: 1 },
    { column: 'age', column_index: 2 },
    { column: 'json', column_index: -1 },
  ),
  ...on('table_columns_to_match_ordered_list')(
    { column_list: COLUMNS },
    { column_list: COLUMNS.toReversed() },
    { column_list: COLUMNS.slice(1) },
  ),
  ...on('table_columns_to_match_set')(
    { column_set: COLUMNS.toReversed() },
    { column_set: COLUMNS.slice(1) },
    { column_set: COLUMNS.slice(1), exact_match: false },
    { column_set: [...COLUMNS, 'more'], exact_match: false },
  ),
  ...on('table_column_count_to_equal')({ value: 11 }, { value: 10 }),
  ...on('table_column_count_to_be_between')({ min_value: 5, max_value: 11 }, { min_value: 12 }, { max_value: 10 }, {}),
  ...on('table_row_count_to_equal')({ value: 10 }, { value: 0 }, { value: 8 }),
  ...on('table_row_count_to_be_between')(
    { min_value: 1, max_value: 8 },
    { min_value: 8, strict_min: true },
    { max_value: 3, strict_max: true },
    {},
  ),
];

const nulls = [
  ...on('column_values_to_not_be_null')(
    { column: 'age' },
    { column: 'score', mostly: 0.75 },
    { column: 'score', mostly: 0.76 },
    { column: 'city', mostly: 0.75 },
    { column: 'nowhere' },
  ),
  ...on('column_values_to_be_null')(
    { column: 'age' },
    { column: 'age', mostly: 0.25 },
    { column: 'flag', mostly: 0.26 },
  ),
  ...on('column_proportion_of_non_null_values_to_be_between')(
    { column: 'age', min_value: 0.75 },
    { column: 'score', max_value: 0.75, min_value: 0.75 },
    { column: 'age', min_value: 0.75, strict_min: true },
  ),
];

const values = [
  ...on('column_values_to_be_between')(
    { column: 'age', min_value: 0, max_value: 120 },
    { column: 'age', min_value: -3, max_value: 230 },
    { column: 'age', min_value: -3, strict_min: true },
    { column: 'age', max_value: 67, strict_max: true },
    { column: 'age', min_value: 20, max_value: 60, mostly: 0.8 },
    { column: 'age', min_value: 20, max_value: 60, mostly: 0.81 },
    { column: 'age', min_value: 0.5 },
    { column: 'score', min_value: 0.5, max_value: 9 },
    { column: 'score', min_value: 0.5, strict_min: true },
    { column: 'score', min_value: -10, mostly: 0.8 },
    { column: 'score', min_value: -1e308 },
    { column: 'city', min_value: 'A', max_value: 'Z' },
    { column: 'city', min_value: 'Ulm', strict_min: true },
    { column: 'city', min_value: 1 },
    { column: 'age', min_value: 'a' },
    { column: 'flag', min_value: 0, max_value: 1 },
    { column: 'flag', min_value: 1 },
    { column: 'day', min_value: '2024-01-01', max_value: '2024-01-11' },
    { column: 'day', min_value: '2024-01-01', strict_min: true },
    { column: 'day', max_value: '2024-01-03 00:00:00', mostly: 0.5 },
  ),
  ...on('column_values_to_be_in_set')(
    { column: 'city', value_set: ['Ulm', 'Bonn', 'Kiel', 'Trier'] },
    { column: 'city', value_set: ['Ulm', 'Bonn'] },
    { column: 'city', value_set: ['Ulm', 'Bonn'], mostly: 0.8 },
    { column: 'city', value_set: [] },
    { column: 'city', value_set: [null, 'Ulm'], mostly: 0.5 },
    { column: 'age', value_set: [31, 45, 22, 67, 19, 38, 52, 29] },
    { column: 'age', value_set: ['31', '45', '22', '67', '19', '38', '52', '29'] },
    { column: 'age', value_set: [45.0, 45.5], mostly: 0.3 },
    { column: 'code', value_set: [1, 22, 333, 4444] },
    { column: 'code', value_set: ['1', '22', '333', '4444', '5é', '6'] },
    { column: 'score', value_set: [0.5, 1.5, 2.5, 3.25, 4, 5.125, 6.5, 7.75, 9] },
    { column: 'score', value_set: [0.3, 1, 1.5], mostly: 0.3 },
    { column: 'flag', value_set: [true, false] },
    { column: 'flag', value_set: [true] },
  ),
  ...on('column_values_to_not_be_in_set')(
    { column: 'city', value_set: ['Rom'] },
    { column: 'city', value_set: ['Ulm'], mostly: 0.5 },
    { column: 'city', value_set: ['Ulm'], mostly: 0.51 },
    { column: 'age', value_set: ['45'] },
    { column: 'age', value_set: [45] },
    { column: 'day', value_set: ['2024-01-03'] },
    { column: 'day', value_set: ['2021-01-03'] },
  ),
  ...on('column_distinct_values_to_be_in_set')(
    { column: 'city', value_set: ['Ulm', 'Bonn', 'Kiel', 'Trier', 'Rom'] },
    { column: 'city', value_set: ['Ulm'] },
    { column: 'age', value_set: [31, 45, 22, 67, 19, 38, 52, 29, -3, 230, 0] },
    { column: 'age', value_set: ['31', '45'] },
  ),
  ...on('column_distinct_values_to_contain_set')(
    { column: 'city', value_set: ['Ulm', 'Bonn'] },
    { column: 'city', value_set: ['Ulm', 'Rom'] },
    { column: 'age', value_set: [45, 45.0] },
    { column: 'age', value_set: ['45'] },
    { column: 'flag', value_set: [true] },
    { column: 'city', value_set: [] },
    { column: 'day', value_set: ['2024-01-03'] },
  ),
  ...on('column_distinct_values_to_equal_set')(
    { column: 'city', value_set: ['Ulm', 'Bonn', 'Kiel', 'Trier'] },
    { column: 'city', value_set: ['Ulm', 'Bonn', 'Kiel'] },
    { column: 'flag', value_set: [true, false] },
    { column: 'flag', value_set: [1, 0] },
  ),
  ...on('column_most_common_value_to_be_in_set')(
    { column: 'city', value_set: ['Ulm', 'Rom'] },
    { column: 'city', value_set: ['Bonn'] },
    { column: 'score', value_set: [2.5] },
    { column: 'other', value_set: [1.5] },
    { column: 'other', value_set: [1.5], ties_okay: true },
    { column: 'age', value_set: [45], ties_okay: true },
    { column: 'age', value_set: ['45'] },
  ),
  ...on('column_values_to_be_unique')(
    { column: 'id' },
    { column: 'city' },
    { column: 'age', mostly: 0.7 },
    { column: 'age', mostly: 0.71 },
    { column: 'score', mostly: 0.8 },
    { column: 'flag' },
  ),
  ...on('column_unique_value_count_to_be_between')(
    { column: 'city', min_value: 4, max_value: 4 },
    { column: 'city', min_value: 5 },
    { column: 'age', max_value: 8, strict_max: true },
    { column: 'score', min_value: 0 },
  ),
  ...on('column_proportion_of_unique_values_to_be_between')(
    { column: 'id', min_value: 1 },
    { column: 'city', max_value: 0.4 },
    { column: 'city', min_value: 0.4, strict_min: true },
    { column: 'age', max_value: 0 },
  ),
  ...on('column_values_to_be_of_type')(
    { column: 'id', type_: 'int64' },
    { column: 'score', type_: 'float64' },
    { column: 'score', type_: 'float' },
    { column: 'score', type_: 'int' },
  ),
  ...on('column_values_to_be_in_type_list')(
    { column: 'score', type_list: ['float64', 'int64'] },
    { column: 'score', type_list: ['int64'] },
  ),
];

const texts = [
  ...on('column_values_to_match_regex')(
    { column: 'city', regex: '^[A-Z][a-z]+$' },
    { column: 'city', regex: 'l' },
    { column: 'city', regex: 'Ulm$', mostly: 0.3 },
    { column: 'city', regex: '\\AUlm\\Z', mostly: 0.5 },
    { column: 'code', regex: '^\\w+$' },
    { column: 'code', regex: '^\\d+$', mostly: 0.5 },
    { column: 'code', regex: '^\\d+$' },
    { column: 'code', regex: '^(?=.*\\d).+$' },
    { column: 'code', regex: '^(.)\\1*$', mostly: 0.5 },
    { column: 'city', regex: '(?i)^ulm', mostly: 0.5 },
    { column: 'city', regex: '(?P<first>U)lm', mostly: 0.5 },
    { column: 'age', regex: '^\\d+$' },
    { column: 'score', regex: '\\.' },
    { column: 'flag', regex: '^(True|False)$' },
    { column: 'city', regex: '[[U]', mostly: 0.5 },
    { column: 'city', regex: '^\\s', mostly: 0.1 },
    { column: 'town', regex: '^.{,4}$' },
    { column: 'town', regex: '^[\\w\\s]{1,3}$', mostly: 0.2 },
    { column: 'town', regex: '^[^\\W\\d]+$', mostly: 0.2 },
  ),
  ...on('column_values_to_not_match_regex')(
    { column: 'city', regex: '^X' },
    { column: 'city', regex: 'U' },
    { column: 'code', regex: '^(?!\\d)' },
    { column: 'city', regex: '\\n' },
  ),
  ...on('column_values_to_match_regex_list')(
    { column: 'city', regex_list: ['^U', '^B', '^K', '^T'] },
    { column: 'city', regex_list: ['^U', 'm$'], match_on: 'all', mostly: 0.5 },
    { column: 'city', regex_list: ['^U', 'm$'], match_on: 'all' },
    { column: 'city', regex_list: ['^(?=U)', 'n$'], match_on: 'any', mostly: 0.8 },
  ),
  ...on('column_values_to_not_match_regex_list')(
    { column: 'city', regex_list: ['^X', 'Z$'] },
    { column: 'city', regex_list: ['^X', 'n$'] },
  ),
  ...on('column_value_lengths_to_equal')(
    { column: 'city', value: 3, mostly: 0.5 },
    { column: 'city', value: 3 },
    { column: 'age', value: 2 },
    { column: 'date', value: 10 },
    { column: 'code', value: 2, mostly: 0.3 },
  ),
  ...on('column_value_lengths_to_be_between')(
    { column: 'city', min_value: 3, max_value: 5 },
    { column: 'city', min_value: 3, max_value: 5, strict_max: true },
    { column: 'code', max_value: 4 },
    { column: 'code', min_value: 1, strict_min: true, mostly: 0.6 },
    { column: 'flag', min_value: 4, max_value: 5 },
  ),
  ...on('column_values_to_be_dateutil_parseable')(
    { column: 'date' },
    { column: 'date', mostly: 0.5 },
    { column: 'city' },
    { column: 'age' },
  ),
  ...on('column_values_to_match_strftime_format')(
    { column: 'date', strftime_format: '%Y-%m-%d' },
    { column: 'date', strftime_format: '%d.%m.%Y', mostly: 0.1 },
    { column: 'date', strftime_format: '%m/%d/%Y', mostly: 0.1 },
  ),
  ...on('column_values_to_be_json_parseable')(
    { column: 'json' },
    { column: 'json', mostly: 0.4 },
    { column: 'city' },
    { column: 'code', mostly: 0.4 },
    { column: 'age' },
  ),
  ...on('column_values_to_match_json_schema')(
    { column: 'json', json_schema: { type: 'object', required: ['a'], properties: { a: { type: 'number' } } } },
    { column: 'json', json_schema: { properties: { a: { type: 'integer', minimum: 0 } } } },
    { column: 'json', json_schema: { type: 'array' } },
  ),
];

const numbers = [
  ...on('column_min_to_be_between')(
    { column: 'age', min_value: 19, max_value: 19 },
    { column: 'age', min_value: 19, strict_min: true },
    { column: 'score', min_value: 0 },
    { column: 'city', min_value: 'Bonn' },
    { column: 'age', max_value: 'a' },
    { column: 'flag', max_value: 0 },
    { column: 'day', min_value: '2024-01-01' },
    { column: 'day', max_value: '2023-12-31' },
    { column: 'age' },
  ),
  ...on('column_max_to_be_between')(
    { column: 'age', max_value: 67 },
    { column: 'age', max_value: 67, strict_max: true },
    { column: 'score', max_value: 9 },
    { column: 'city', max_value: 'Ulm' },
    { column: 'day', max_value: '2024-01-11T00:00:00' },
  ),
  ...on('column_mean_to_be_between')(
    { column: 'age', min_value: 39, max_value: 40 },
    { column: 'age', max_value: 39.3, strict_max: true },
    { column: 'score', min_value: 0 },
    { column: 'other', min_value: 0 },
    { column: 'flag', min_value: 0.6, max_value: 0.6 },
    { column: 'city', min_value: 0 },
    { column: 'age' },
  ),
  ...on('column_sum_to_be_between')(
    { column: 'age', min_value: 393, max_value: 393 },
    { column: 'age', min_value: 394 },
    { column: 'score', min_value: 0 },
    { column: 'other', min_value: 1 },
    { column: 'flag', min_value: 6, max_value: 6 },
    { column: 'score', max_value: 0 },
  ),
  ...on('column_stdev_to_be_between')(
    { column: 'age', min_value: 14, max_value: 15 },
    { column: 'age', max_value: 14 },
    { column: 'score', min_value: 0 },
    { column: 'id', min_value: 3.02765, max_value: 3.02766 },
  ),
  ...on('column_median_to_be_between')(
    { column: 'age', min_value: 41.5, max_value: 41.5 },
    { column: 'age', min_value: 41.5, strict_min: true },
    { column: 'score', min_value: 1, max_value: 4 },
    { column: 'other', min_value: 1 },
  ),
  ...on('column_quantile_values_to_be_between')(
    {
      column: 'age',
      quantile_ranges: {
        quantiles: [0.1, 0.5, 0.9],
        value_ranges: [
          [19, 22],
          [38, 45],
          [null, 60],
        ],
      },
    },
    { column: 'age', quantile_ranges: { quantiles: [0.5], value_ranges: [[38, 38]] } },
    { column: 'age', quantile_ranges: { quantiles: [0.5], value_ranges: [[45, 45]] } },
    {
      column: 'id',
      quantile_ranges: {
        quantiles: [0.25, 0.75],
        value_ranges: [
          [3, 3],
          [8, 8],
        ],
      },
    },
    {
      column: 'id',
      quantile_ranges: { quantiles: [0.25], value_ranges: [[3.25, 3.25]] },
      allow_relative_error: 'linear',
    },
    {
      column: 'id',
      quantile_ranges: { quantiles: [0.25], value_ranges: [[3.5, 3.5]] },
      allow_relative_error: 'midpoint',
    },
    { column: 'id', quantile_ranges: { quantiles: [0.25], value_ranges: [[3, 3]] }, allow_relative_error: 'lower' },
    {
      column: 'id',
      quantile_ranges: {
        quantiles: [0, 1],
        value_ranges: [
          [1, 1],
          [10.0009, null],
        ],
      },
    },
    { column: 'score', quantile_ranges: { quantiles: [0.5], value_ranges: [[null, 3]] } },
  ),
  ...on('column_value_z_scores_to_be_less_than')(
    { column: 'age', threshold: 2, double_sided: true },
    { column: 'age', threshold: 1, double_sided: true, mostly: 0.5 },
    { column: 'age', threshold: 1, double_sided: false },
    { column: 'age', threshold: -1, double_sided: false, mostly: 0.1 },
    { column: 'score', threshold: 3, double_sided: true },
    { column: 'id', threshold: 1.6, double_sided: true },
    { column: 'city', threshold: 1, double_sided: true },
  ),
  ...on('column_kl_divergence_to_be_less_than')(
    {
      column: 'city',
      partition_object: { values: ['Ulm', 'Bonn', 'Kiel', 'Trier'], weights: [0.5, 0.3, 0.1, 0.1] },
      threshold: 0.001,
    },
    { column: 'city', partition_object: { values: ['Ulm', 'Bonn'], weights: [0.5, 0.5] }, threshold: 10 },
    {
      column: 'city',
      partition_object: { values: ['Ulm', 'Bonn'], weights: [0.6, 0.4] },
      threshold: 0.5,
      tail_weight_holdout: 0.1,
    },
    {
      column: 'city',
      partition_object: { values: ['Ulm', 'Bonn'], weights: [0.6, 0.4] },
      threshold: 0.05,
      tail_weight_holdout: 0.1,
    },
    {
      column: 'city',
      partition_object: { values: ['Ulm', 'Rom'], weights: [0.6, 0.4] },
      threshold: 0.65,
      tail_weight_holdout: 0.3,
    },
    { column: 'score', partition_object: { bins: [0, 3, 6, 9], weights: [0.4, 0.3, 0.3] }, threshold: 0.01 },
    { column: 'score', partition_object: { bins: [0, 3, 6, 9], weights: [0.1, 0.1, 0.8] }, threshold: 0.3 },
    { column: 'score', partition_object: { bins: [0, 3, 6], weights: [0.5, 0.5] }, threshold: 1 },
    {
      column: 'score',
      partition_object: { bins: [0, 3, 6], weights: [0.5, 0.5] },
      threshold: 1,
      tail_weight_holdout: 0.2,
    },
    {
      column: 'score',
      partition_object: { bins: [1, 3, 6], weights: [0.4, 0.3], tail_weights: [0.1, 0.2] },
      threshold: 0.1,
    },
    {
      column: 'age',
      partition_object: { bins: [0, 30, 60, 90], weights: [0, 0.8, 0.2] },
      threshold: 0.6,
      internal_weight_holdout: 0.2,
    },
    { column: 'age', partition_object: { bins: [0, 30, 60, 90], weights: [0, 0.8, 0.2] }, threshold: 5 },
  ),
];

const several = [
  ...on('column_pair_values_a_to_be_greater_than_b')(
    { column_A: 'score', column_B: 'other', or_equal: true, mostly: 0.8 },
    { column_A: 'score', column_B: 'other' },
    { column_A: 'score', column_B: 'other', mostly: 0.6, ignore_row_if: 'either_value_is_missing' },
    { column_A: 'age', column_B: 'id', ignore_row_if: 'neither' },
    { column_A: 'age', column_B: 'id' },
    { column_A: 'city', column_B: 'town', or_equal: true, mostly: 0.5 },
    { column_A: 'city', column_B: 'age' },
  ),
  ...on('column_pair_values_to_be_equal')(
    { column_A: 'city', column_B: 'town' },
    { column_A: 'city', column_B: 'town', mostly: 0.8 },
    { column_A: 'city', column_B: 'town', mostly: 0.3, ignore_row_if: 'either_value_is_missing' },
    { column_A: 'age', column_B: 'age', ignore_row_if: 'neither' },
    { column_A: 'age', column_B: 'age' },
    { column_A: 'code', column_B: 'id' },
  ),
  ...on('column_pair_values_to_be_in_set')(
    {
      column_A: 'city',
      column_B: 'town',
      value_pairs_set: [
        ['Ulm', 'Ulm'],
        ['Bonn', 'Kiel'],
        ['Kiel', 'Kiel'],
        ['Bonn', 'Bonn'],
        ['Trier', 'Trier'],
        ['Ulm', 'Bonn'],
      ],
    },
    { column_A: 'city', column_B: 'town', value_pairs_set: [['Ulm', 'Ulm']], mostly: 0.4 },
    {
      column_A: 'city',
      column_B: 'town',
      value_pairs_set: [
        ['Ulm', 'Ulm'],
        [null, null],
      ],
      mostly: 0.25,
      ignore_row_if: 'neither',
    },
    {
      column_A: 'flag',
      column_B: 'id',
      value_pairs_set: [
        [true, 1],
        [false, 2],
      ],
      mostly: 0.2,
    },
  ),
  ...on('compound_columns_to_be_unique')(
    { column_list: ['city', 'age'] },
    { column_list: ['id', 'city'] },
    { column_list: ['city', 'town'], mostly: 0.5 },
    { column_list: ['age', 'flag'], ignore_row_if: 'any_value_is_missing' },
    { column_list: ['age', 'flag'], ignore_row_if: 'never' },
  ),
  ...on('select_column_values_to_be_unique_within_record')(
    { column_list: ['city', 'town'] },
    { column_list: ['city', 'town'], mostly: 0.2 },
    { column_list: ['id', 'age'] },
    { column_list: ['id', 'age', 'score'], ignore_row_if: 'any_value_is_missing' },
    { column_list: ['id', 'age'], ignore_row_if: 'never' },
    { column_list: ['id', 'code'] },
  ),
  ...on('multicolumn_values_to_be_equal')(
    { column_list: ['city', 'town'] },
    { column_list: ['city', 'town'], mostly: 0.5 },
    { column_list: ['id', 'id'] },
    { column_list: ['city', 'town'], ignore_row_if: 'never', mostly: 0.4 },
  ),
  ...on('multicolumn_sum_to_equal')(
    { column_list: ['id', 'age'], sum_total: 32, mostly: 0.1 },
    { column_list: ['score', 'other'], sum_total: 3 },
    { column_list: ['score', 'other'], sum_total: 3, mostly: 0.1 },
    { column_list: ['id', 'age'], sum_total: 47, mostly: 0.1, ignore_row_if: 'any_value_is_missing' },
    { column_list: ['id', 'age', 'score'], sum_total: 47, ignore_row_if: 'never' },
  ),
  ...on('column_values_to_be_increasing')(
    { column: 'id' },
    { column: 'id', strictly: true },
    { column: 'score' },
    { column: 'score', strictly: true },
    { column: 'score', strictly: true, mostly: 0.9 },
    { column: 'age', mostly: 0.5 },
    { column: 'day' },
    { column: 'city' },
  ),
  ...on('column_values_to_be_decreasing')(
    { column: 'id' },
    { column: 'age', mostly: 0.5 },
    { column: 'age', mostly: 0.6, strictly: true },
  ),
];

const conditions = [
  ...on('column_values_to_be_between')(
    { column: 'age', min_value: 40, row_condition: 'city == "Bonn"', condition_parser: 'pandas' },
    { column: 'age', min_value: 30, row_condition: 'city != "Ulm" and score > 1', condition_parser: 'pandas' },
    { column: 'age', min_value: 40, row_condition: 'col("city") == "Bonn"', condition_parser: 'great_expectations' },
    { column: 'age', min_value: 0, row_condition: 'col("age").notNull()', condition_parser: 'great_expectations' },
    { column: 'age', max_value: 50, row_condition: 'col("id") < 4', condition_parser: 'great_expectations' },
  ),
  ...on('column_values_to_be_unique')({
    column: 'city',
    row_condition: 'id in [4, 8, 2] or age.isnull()',
    condition_parser: 'pandas',
  }),
  ...on('column_values_to_not_be_null')({
    column: 'score',
    row_condition: 'not (id >= 4)',
    condition_parser: 'pandas',
  }),
  ...on('table_row_count_to_equal')({ value: 3, row_condition: 'city == "Bonn"', condition_parser: 'pandas' }),
  ...on('column_mean_to_be_between')({
    column: 'age',
    min_value: 45,
    row_condition: 'flag == True',
    condition_parser: 'pandas',
  }),
];

/** Over 50 expectations of great_expectations, each met, not met and at its edges somewhere among the tables. */
export const REFERENCE_EXPECTATIONS: readonly ReferenceExpectation[] = [
  ...tables,
  ...nulls,
  ...values,
  ...texts,
  ...numbers,
  ...several,
  ...conditions,
];
