import * as z from 'zod';

/** A value with its confidence interval, in the unit of the metric. NaN where the metric is not defined on the rows. */
export const Estimate = z.strictObject({ value: z.number(), low: z.number(), high: z.number() });
export type Estimate = z.infer<typeof Estimate>;

export const Decision = z.enum(['better', 'not-worse', 'worse', 'cannot-tell', 'no-baseline']);
export type Decision = z.infer<typeof Decision>;

/** Why a decision is what it is: docs/verdicts.md has an example of each. */
export const DecisionReason = z.enum([
  'proven',
  'equal-answers',
  'within-margin',
  'interval-holds-zero',
  'p-too-large',
  'too-close-to-zero',
  'no-interval',
  'not-defined',
  'not-compared',
  'no-baseline',
]);
export type DecisionReason = z.infer<typeof DecisionReason>;

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
  minimumDetectableEffect: z
    .number()
    .min(0)
    .nullable()
    .describe('at 80 % power; null where no difference that the metric can have would be found'),
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
  settled: z
    .strictObject({ low: z.number(), high: z.number() })
    .nullable()
    .describe(
      'the interval of the difference with each end moved out by twice what chance in the replicates moves it: better and worse need zero outside',
    ),
  margin: z.number().min(0).nullable().describe('largest loss that counts as not worse; null where no rule gives one'),
  decision: Decision,
  reason: DecisionReason.describe('what decided it'),
  test: z.string().nullable().describe('how p was found'),
  method: z.string().describe('how intervals were found'),
  notCompared: z
    .string()
    .optional()
    .describe('why there is no difference although there is a baseline, such as one that gives labels and no scores'),
});
export type MetricRow = z.infer<typeof MetricRow>;
