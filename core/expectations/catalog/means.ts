import { standardDeviation, sumOf } from '../moments.ts';
import { judgeStatistic, statistic, withNumbers } from '../statistic.ts';
import { countOf, done, numberOf } from '../step.ts';

export const columnMean = statistic({
  type: 'expect_column_mean_to_be_between',
  summary: 'The mean of the values is in a range.',
  noun: 'the mean',
  plan: (column, bounds, { dialect }) =>
    withNumbers(column, () => ({
      kind: 'scan',
      aggregates: [`count(${column.sql})`, sumOf(column, dialect)],
      next: ([n, sum]) => {
        const total = numberOf(sum);
        const mean = total === undefined ? undefined : total / countOf(n);
        return done(judgeStatistic(mean, bounds, true));
      },
    })),
});

export const columnSum = statistic({
  type: 'expect_column_sum_to_be_between',
  summary: 'The sum of the values is in a range; the sum of nothing is 0.',
  noun: 'the sum',
  plan: (column, bounds, { dialect }) =>
    withNumbers(column, () => ({
      kind: 'scan',
      aggregates: [sumOf(column, dialect)],
      // Not a number is the sum of both infinities, and in no range.
      next: ([sum]) => done(judgeStatistic(sum === null ? 0 : numberOf(sum), bounds, true)),
    })),
});

export const columnStdev = statistic({
  type: 'expect_column_stdev_to_be_between',
  summary: 'The standard deviation of the sample (n - 1) is in a range.',
  noun: 'the standard deviation',
  plan: (column, bounds, { dialect }) =>
    withNumbers(column, () =>
      standardDeviation(column, dialect, (deviation) => done(judgeStatistic(deviation, bounds, true))),
    ),
});
