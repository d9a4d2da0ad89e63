import type { Dialect } from '../sql/dialect.ts';
import type { ColumnFacts } from './column-facts.ts';
import { numberOf, type Step } from './step.ts';

/** The sum as a double. */
export function sumOf({ comparable }: ColumnFacts, dialect: Dialect): string {
  return dialect.castToDouble(`sum(${comparable})`);
}

/** Squares of larger numbers are infinite, at which engines stop the whole scan. */
const LARGEST_SQUARED = 1e150;

/** Asks for the sample's standard deviation; undefined for less than two values or infinite ones. */
export function standardDeviation(
  column: ColumnFacts,
  dialect: Dialect,
  then: (deviation: number | undefined, mean: number | undefined) => Step,
): Step {
  const value = dialect.castToDouble(column.comparable);
  const mean = dialect.castToDouble(`avg(${column.comparable})`);
  if (!column.isDouble) {
    const aggregates = [`stddev_samp(${value})`, mean];
    return { kind: 'scan', aggregates, next: ([deviation, average]) => then(numberOf(deviation), numberOf(average)) };
  }
  const isSmall = `abs(${value}) < ${dialect.double(LARGEST_SQUARED)}`;
  const ends = ['min', 'max'].map((name) => dialect.castToDouble(`${name}(${column.comparable})`));
  return {
    kind: 'scan',
    aggregates: [`stddev_samp(CASE WHEN ${isSmall} THEN ${value} END)`, mean, ...ends],
    next: ([deviation, average, low, high]) => {
      const largest = Math.max(Math.abs(numberOf(low) ?? 0), Math.abs(numberOf(high) ?? 0));
      if (largest === Number.POSITIVE_INFINITY) return then(undefined, numberOf(average));
      return then(largest >= LARGEST_SQUARED ? Number.POSITIVE_INFINITY : numberOf(deviation), numberOf(average));
    },
  };
}
