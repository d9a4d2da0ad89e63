import * as z from 'zod';

/** A value with its confidence interval, in the unit of the metric. */
export const Estimate = z.strictObject({ value: z.number(), low: z.number(), high: z.number() });
export type Estimate = z.infer<typeof Estimate>;

export const Decision = z.enum(['better', 'not-worse', 'worse', 'cannot-tell', 'no-baseline']);
export type Decision = z.infer<typeof Decision>;

export const MetricRow = z.strictObject({
  metric: z.string(),
  higherIsBetter: z.boolean(),
  n: z.int().min(0),
  candidate: Estimate,
  baseline: Estimate.nullable(),
  difference: Estimate.nullable().describe('candidate minus baseline, on the same resampled rows'),
  p: z.number().min(0).max(1).nullable().describe('two-sided'),
  minimumDetectableEffect: z.number().min(0).nullable().describe('at 80 % power'),
  decision: Decision,
  method: z.string(),
});
export type MetricRow = z.infer<typeof MetricRow>;
