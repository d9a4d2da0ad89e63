import * as z from 'zod';
import { isWithin, sayBounds } from './bounds.ts';
import type { ColumnFacts } from './column-facts.ts';
import { defineExpectation, type Expectation } from './expectation.ts';
import { type Finding, fails } from './finding.ts';
import { columnName, isOrdered, numericBounds, ORDERED } from './kwargs.ts';
import { done, type Step } from './step.ts';
import type { TableContext } from './table-context.ts';
import { number } from './words.ts';

const Kwargs = z.strictObject({ column: columnName, ...numericBounds }).refine(isOrdered, ORDERED);
type NumericBounds = z.output<typeof Kwargs>;

interface Statistic {
  readonly type: string;
  readonly summary: string;
  /** As in "the mean". */
  readonly noun: string;
  readonly plan: (column: ColumnFacts, kwargs: NumericBounds, context: TableContext) => Step;
}

/** An expectation that one number of a column is in a range of numbers. */
export function statistic({ type, summary, noun, plan }: Statistic): Expectation {
  return defineExpectation({
    type,
    summary,
    kwargs: Kwargs,
    claim: (kwargs) => `${noun} to be ${sayBounds(kwargs)}`,
    plan: (kwargs, context) => plan(context.column(kwargs.column), kwargs, context),
  });
}

/** A number that is not there, as the mean of nothing, is in no range. */
export function judgeStatistic(
  value: number | undefined,
  bounds: Omit<NumericBounds, 'column'>,
  isRounded = false,
): Finding {
  if (value === undefined) return fails('there is none');
  return { success: isWithin(value, bounds, isRounded), says: `it is ${number(value)}`, observed: value };
}

/** What a column must be for arithmetic. */
export function withNumbers(column: ColumnFacts, plan: () => Step): Step {
  if (column.kind === 'number' || column.kind === 'boolean') return plan();
  return done(fails(`the column is ${column.nativeType}, which has no such number`));
}
