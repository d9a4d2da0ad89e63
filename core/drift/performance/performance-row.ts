import * as z from 'zod';
import { Estimate } from '../../evaluation/metric-row.ts';

/** One metric of a window beside what it was on the reference. */
export const PerformanceRow = z.strictObject({
  metric: z.string(),
  higherIsBetter: z.boolean(),
  estimate: Estimate.describe('of the window'),
  reference: Estimate.nullable().describe('of the labelled reference; null where it is not defined there'),
  difference: Estimate.nullable().describe('window minus reference'),
  isWorse: z
    .boolean()
    .nullable()
    .describe(
      'whether the whole interval of the difference is on the bad side of the margin; null without a reference',
    ),
});
export type PerformanceRow = z.infer<typeof PerformanceRow>;

/** A metric that the rows do not give. */
export const UndefinedMetric = z.strictObject({ metric: z.string(), message: z.string() });
export type UndefinedMetric = z.infer<typeof UndefinedMetric>;

export interface Comparison {
  readonly metric: string;
  readonly higherIsBetter: boolean;
  readonly estimate: Estimate;
  readonly reference: Estimate | undefined;
  /** Largest loss that is accepted, in the unit of the metric. */
  readonly margin: number;
}

export function comparePerformance({ reference, margin, ...row }: Comparison): PerformanceRow {
  if (!reference || !areFinite(reference)) return { ...row, reference: null, difference: null, isWorse: null };
  const difference = subtractIndependent(row.estimate, reference);
  if (!areFinite(difference)) return { ...row, reference, difference: null, isWorse: null };
  const isWorse = row.higherIsBetter ? difference.high < -margin : difference.low > margin;
  return { ...row, reference, difference, isWorse };
}

/** JSON has no NaN and no infinity. */
export function areFinite({ value, low, high }: Estimate): boolean {
  return [value, low, high].every(Number.isFinite);
}

/**
 * The interval of a difference from those of two independent values, however skewed they are: MOVER, the method of variance estimates
 * recovery (Zou & Donner 2008, Statistics in Medicine 27).
 */
function subtractIndependent(left: Estimate, right: Estimate): Estimate {
  const value = left.value - right.value;
  return {
    value,
    low: value - Math.hypot(left.value - left.low, right.high - right.value),
    high: value + Math.hypot(left.high - left.value, right.value - right.low),
  };
}
