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

export const DriftChunk = z.strictObject({
  column: z.string().min(1).max(200).describe('Column of dates or times (UTC).'),
  by: z
    .union([z.enum(['day', 'week', 'month']), z.int().min(1).max(100_000_000)])
    .describe('day, week (from Monday), month, or so many rows in the order of time.'),
});
export type DriftChunk = z.infer<typeof DriftChunk>;

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
  'min-rows': z.int().min(1).default(200).describe('A window or a reference with fewer rows gives "cannot tell".'),
  'window-rows': z.int().min(1).max(1_000_000).default(1000).describe('Newest rows of the prediction log that count.'),
  windows: z
    .strictObject({
      drifted: z.int().min(1).describe('How many must have drifted.'),
      of: z.int().min(1).max(100).describe('How many are looked at.'),
    })
    .refine(({ drifted, of }) => drifted <= of, 'expected drifted ≤ of')
    .default({ drifted: 1, of: 1 })
    .describe('An alarm needs so many of the last windows to have drifted.'),
  numeric: z
    .strictObject({
      distance: NumericDistance.default('wasserstein').describe('How far two distributions of numbers are apart.'),
      threshold: Threshold.default(0.06).describe('Distance that counts as drift.'),
    })
    .default({ distance: 'wasserstein', threshold: 0.06 })
    .describe(
      'Distance at or above which a column of numbers has drifted. Wasserstein is counted in scales of the reference (IQR / 1.349).',
    ),
  categorical: z
    .strictObject({
      distance: CategoricalDistance.default('jensen-shannon').describe(
        'How far two distributions of categories are apart.',
      ),
      threshold: Threshold.default(0.05).describe('Distance that counts as drift.'),
    })
    .default({ distance: 'jensen-shannon', threshold: 0.05 })
    .describe('Distance at or above which a column of categories has drifted.'),
  missing: Share.default(0.02).describe('Change of the share of missing values that counts as drift.'),
  'new-categories': Share.default(0.01).describe('Share of values that the reference never had.'),
  'out-of-range': Share.default(0.01).describe('Share of values beyond the extremes of the reference.'),
  thresholds: z
    .enum(['configured', 'learnt'])
    .default('configured')
    .describe(
      'learnt: an effect must also be larger than what chunks of the reference show among themselves (prediction interval of Student at 1 − alpha, each chunk against the others). Needs `chunk` and at least 5 chunks; the larger of both thresholds counts.',
    ),
  chunk: DriftChunk.optional().describe(
    'Time chunks, each compared with the reference; of the reference, to learn thresholds. The column itself is not compared.',
  ),
  segments: z
    .array(z.string().min(1).max(200))
    .max(10)
    .default([])
    .describe(
      'Columns whose values are compared apart: rows of one value now with rows of the same value in the reference. The 50 most frequent values, and all others together.',
    ),
  columns: z
    .record(
      z.string(),
      z.strictObject({
        ignore: z.boolean().default(false).describe('The column raises no alarm.'),
        threshold: Threshold.optional().describe(
          'Distance that counts as drift in this column, instead of the common one.',
        ),
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
  private: z
    .boolean()
    .default(false)
    .describe(
      'Rows are people: the profile that a release keeps tells no value, sum or extreme of fewer than five of them, and its grids are coarse. Counts stay, also small ones, and bounds of distances get a little wider. Comments on pull requests that change data tell no means, and no new values of fewer than five rows. Not together with `segments`.',
    ),
  retrain: z.boolean().default(true).describe('Dispatch retraining when drift is found.'),
});
export type Drift = z.infer<typeof Drift>;
/** Columns that rows of the reference are cut by. */
export function driftColumns({ segments, thresholds, chunk }: Drift): readonly string[] {
  return [...segments, ...(thresholds === 'learnt' && chunk ? [chunk.column] : [])];
}

export const DRIFT_DEFAULTS: Drift = Drift.parse({});
