import * as z from 'zod';
import { defineExpectation } from '../expectation.ts';
import { fails } from '../finding.ts';
import { columnName } from '../kwargs.ts';
import { orderStatistics } from '../order-statistics.ts';
import type { Interpolation } from '../quantile-positions.ts';
import { judgeStatistic, statistic, withNumbers } from '../statistic.ts';
import { done } from '../step.ts';
import { number } from '../words.ts';

export const columnMedian = statistic({
  type: 'expect_column_median_to_be_between',
  summary: 'The median is in a range; of an even number of values it is the mean of the two in the middle.',
  noun: 'the median',
  plan: (column, bounds, { dialect }) =>
    withNumbers(column, () =>
      orderStatistics(column, dialect, [{ quantile: 0.5, interpolation: 'midpoint' }], ([median]) =>
        done(judgeStatistic(median, bounds)),
      ),
    ),
});

const end = z.number().nullable();
const Ranges = z
  .strictObject({
    quantiles: z.array(z.number().min(0).max(1)).min(1),
    value_ranges: z.array(z.tuple([end, end])).min(1),
  })
  .refine(({ quantiles, value_ranges }) => quantiles.length === value_ranges.length, {
    message: 'expected as many value_ranges as quantiles',
  })
  .refine(({ value_ranges }) => value_ranges.every(([low, high]) => low === null || high === null || low <= high), {
    message: 'expected value_ranges with the smaller number first',
  });
const INTERPOLATIONS = ['linear', 'lower', 'higher', 'midpoint', 'nearest'] as const satisfies readonly Interpolation[];

export const columnQuantiles = defineExpectation({
  type: 'expect_column_quantile_values_to_be_between',
  summary: 'Every one of several quantiles is in its range; the value nearest to the place is taken.',
  kwargs: z.strictObject({
    column: columnName,
    quantile_ranges: Ranges,
    allow_relative_error: z.union([z.literal(false), z.enum(INTERPOLATIONS)]).default(false),
  }),
  claim: ({ quantile_ranges: { quantiles, value_ranges } }) =>
    `quantiles in their ranges (${quantiles
      .map((quantile, index) => `${quantile}: ${value_ranges[index]?.map((value) => value ?? 'any').join(' to ')}`)
      .join(', ')
      .slice(0, 200)})`,
  plan: ({ column, quantile_ranges: { quantiles, value_ranges }, allow_relative_error }, context) => {
    const interpolation = allow_relative_error || 'nearest';
    const asked = quantiles.map((quantile) => ({ quantile, interpolation }));
    return withNumbers(context.column(column), () =>
      orderStatistics(context.column(column), context.dialect, asked, (values) => {
        if (values.some((value) => value === undefined)) return done(fails('there are no values'));
        const found = values.map((value) => value ?? 0);
        return done({
          success: found.every((value, index) => isInRange(value, value_ranges[index] ?? [null, null])),
          says: `they are ${found.map(number).join(', ').slice(0, 150)}`,
          observed: found,
        });
      }),
    );
  },
});

/** great_expectations lets a quantile miss the ends of its range by this share, and by 1e-8. */
const RELATIVE = 1e-4;
const ABSOLUTE = 1e-8;

function isInRange(value: number, [low, high]: readonly [number | null, number | null]): boolean {
  const isClose = (end: number | null) =>
    end !== null && (value === end || Math.abs(value - end) <= ABSOLUTE + RELATIVE * Math.abs(end));
  return isClose(low) || isClose(high) || ((low === null || low <= value) && (high === null || value <= high));
}
