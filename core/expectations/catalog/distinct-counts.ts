import { judgeStatistic, statistic } from '../statistic.ts';
import { countOf, done } from '../step.ts';

const DISTINCT = 'sum(CASE WHEN k0 IS NULL THEN 0 ELSE 1 END)';
const PRESENT = 'sum(CASE WHEN k0 IS NULL THEN 0 ELSE n END)';

export const uniqueValueCount = statistic({
  type: 'expect_column_unique_value_count_to_be_between',
  summary: 'The number of different values is in a range.',
  noun: 'the number of different values',
  plan: ({ sql }, bounds) => ({
    kind: 'groups',
    by: [sql],
    aggregates: [DISTINCT],
    next: ([distinct]) => done(judgeStatistic(countOf(distinct), bounds)),
  }),
});

export const proportionOfUniqueValues = statistic({
  type: 'expect_column_proportion_of_unique_values_to_be_between',
  summary: 'The number of different values over the number of values is in a range; of nothing it is 0.',
  noun: 'the share of different values',
  plan: ({ sql }, bounds) => ({
    kind: 'groups',
    by: [sql],
    aggregates: [DISTINCT, PRESENT],
    next: ([distinct, present]) =>
      done(judgeStatistic(countOf(present) === 0 ? 0 : countOf(distinct) / countOf(present), bounds)),
  }),
});

export const proportionOfNonNullValues = statistic({
  type: 'expect_column_proportion_of_non_null_values_to_be_between',
  summary: 'The share of rows that have a value is in a range; of no rows it is 0.',
  noun: 'the share of rows with a value',
  plan: ({ sql }, bounds) => ({
    kind: 'scan',
    aggregates: ['count(*)', `count(${sql})`],
    next: ([rows, present]) => done(judgeStatistic(countOf(rows) === 0 ? 0 : countOf(present) / countOf(rows), bounds)),
  }),
});
