import * as z from 'zod';

const Threshold = z.number().gt(0);
const Share = z.number().gt(0).lt(1);

export const NumericDistance = z.enum([
  'wasserstein',
  'kolmogorov-smirnov',
  'population-stability-index',
  'jensen-shannon',
  'hellinger',
]);
export type NumericDistance = z.infer<typeof NumericDistance>;
export const CategoricalDistance = z.enum(['jensen-shannon', 'hellinger', 'population-stability-index']);
export type CategoricalDistance = z.infer<typeof CategoricalDistance>;

export const Drift = z.strictObject({
  environment: z
    .string()
    .min(1)
    .max(100)
    .default('production')
    .describe('Environment whose prediction log is watched.'),
  alpha: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.005)
    .describe('Chance of an alarm without drift, over all columns of a window (Holm).'),
  'min-rows': z.int().min(1).default(200).describe('A window with fewer rows gives "cannot tell".'),
  'window-rows': z.int().min(1).max(1_000_000).default(1000).describe('Newest rows of the prediction log that count.'),
  windows: z
    .strictObject({ drifted: z.int().min(1), of: z.int().min(1).max(100) })
    .refine(({ drifted, of }) => drifted <= of, 'expected drifted ≤ of')
    .default({ drifted: 1, of: 1 })
    .describe('An alarm needs so many of the last windows to have drifted.'),
  numeric: z
    .strictObject({ distance: NumericDistance.default('wasserstein'), threshold: Threshold.default(0.06) })
    .default({ distance: 'wasserstein', threshold: 0.06 })
    .describe(
      'Distance at or above which a column of numbers has drifted. Wasserstein is counted in scales of the reference (IQR / 1.349).',
    ),
  categorical: z
    .strictObject({ distance: CategoricalDistance.default('jensen-shannon'), threshold: Threshold.default(0.05) })
    .default({ distance: 'jensen-shannon', threshold: 0.05 }),
  missing: Share.default(0.02).describe('Change of the share of missing values that counts as drift.'),
  'new-categories': Share.default(0.01).describe('Share of values that the reference never had.'),
  'out-of-range': Share.default(0.01).describe('Share of values beyond the extremes of the reference.'),
  columns: z
    .record(
      z.string(),
      z.strictObject({
        ignore: z.boolean().default(false),
        threshold: Threshold.optional(),
        importance: z.number().min(0).optional().describe('Weight in the share of drifted columns.'),
      }),
    )
    .default({})
    .describe('What is different for single columns.'),
  performance: z
    .strictObject({
      metric: z.string().min(1).max(80).describe('Metric that decides, by the name that verdicts use.'),
      drop: z
        .number()
        .min(0)
        .optional()
        .describe(
          'Smallest loss that counts, in the unit of the metric; 5 % of its value on the reference by default.',
        ),
    })
    .optional()
    .describe(
      'Performance as drift. Labels that have arrived count in any case, by the first metric of the evaluation; with this setting an estimate without labels counts too, as long as too few have arrived.',
    ),
  retrain: z.boolean().default(true).describe('Dispatch retraining when drift is found.'),
});
export type Drift = z.infer<typeof Drift>;
export const DRIFT_DEFAULTS: Drift = Drift.parse({});
