import * as z from 'zod';

/** A value with its confidence interval, in the unit of the metric. NaN where the metric is not defined on the rows. */
export const Estimate = z.strictObject({ value: z.number(), low: z.number(), high: z.number() });
export type Estimate = z.infer<typeof Estimate>;

export const Decision = z.enum(['better', 'not-worse', 'worse', 'cannot-tell', 'no-baseline']);
export type Decision = z.infer<typeof Decision>;

export const MetricRow = z.strictObject({
  metric: z.string(),
  higherIsBetter: z.boolean(),
  n: z.int().min(0),
  effectiveN: z
    .number()
    .min(0)
    .describe('how many rows of equal weight say as much (Kish); with groups, how many groups of equal size'),
  candidate: Estimate,
  baseline: Estimate.nullable(),
  difference: Estimate.nullable().describe('candidate minus baseline, on the same resampled rows'),
  p: z.number().min(0).max(1).nullable().describe('two-sided'),
  adjustedP: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .describe('p after Holm correction over the metrics that a rule decides on; null for the others'),
  minimumDetectableEffect: z.number().min(0).nullable().describe('at 80 % power'),
  seeds: z
    .strictObject({
      count: z.int().min(2),
      mean: z.number(),
      standardDeviation: z.number().min(0),
    })
    .nullable()
    .describe(
      'the candidate trained with several seeds: `candidate` is then their mean, and its interval holds their spread',
    ),
  decision: Decision,
  notCompared: z
    .string()
    .optional()
    .describe('why there is no difference although there is a baseline, such as one that gives labels and no scores'),
  method: z.string().describe('how intervals and p were found'),
});
export type MetricRow = z.infer<typeof MetricRow>;

/** JSON has no NaN: a metric that is not defined on the rows has no row. */
export function isDefined({ candidate, baseline, difference }: MetricRow): boolean {
  return [candidate, baseline, difference].every(
    (estimate) => estimate === null || [estimate.value, estimate.low, estimate.high].every(Number.isFinite),
  );
}
