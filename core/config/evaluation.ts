import * as z from 'zod';
import { OwnMetric } from './own-metric.ts';

const Column = z.string().min(1).max(200);

export const SliceSettings = z
  .strictObject({
    name: z.string().min(1).max(80).optional().describe('Name in the verdict; the column or the predicate by default.'),
    column: Column.optional().describe('One slice for each value of this column.'),
    bins: z
      .array(z.number())
      .min(1)
      .max(50)
      .optional()
      .describe('Cuts of a numeric column, ascending: [30, 60] gives < 30, 30 to 60 and ≥ 60.'),
    where: z
      .string()
      .min(1)
      .max(1000)
      .optional()
      .describe('SQL predicate over the columns of the data set: one slice of the rows where it is true.'),
  })
  .refine(
    (slice) => (slice.column === undefined) !== (slice.where === undefined),
    'expected exactly one of column and where',
  )
  .refine((slice) => slice.bins === undefined || slice.column !== undefined, 'expected bins together with a column');
export type SliceSettings = z.infer<typeof SliceSettings>;

export const Evaluation = z.strictObject({
  metrics: z
    .array(z.string().min(1).max(80))
    .min(1)
    .max(40)
    .optional()
    .describe(
      'Metrics of the verdict, by name: `f1_macro`, `roc_auc_ovr`, `fbeta@2`, `ndcg@10`. Each task has a default.',
    ),
  replicates: z.int().min(100).max(100_000).default(2000).describe('Bootstrap replicates.'),
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(7)
    .describe('Seed of the bootstrap: the same rows and seed give the same verdict.'),
  confidence: z.number().gt(0.5).lt(1).default(0.95).describe('Level of every interval.'),
  interval: z
    .enum(['percentile', 'bca'])
    .default('percentile')
    .describe('Bootstrap interval: percentile, or bias-corrected and accelerated.'),
  threshold: z
    .union([
      z.number().gt(0).lt(1),
      z.strictObject({
        choose: z
          .string()
          .min(1)
          .max(80)
          .describe('Metric that the threshold maximises (minimises, where lower is better).'),
        on: z
          .enum(['training', 'validation'])
          .describe(
            'Rows on which it is chosen, those of data.validation or the training rows; never those of the evaluation.',
          ),
      }),
    ])
    .default(0.5)
    .describe('Decision threshold on the positive score, or how to choose it.'),
  group: Column.optional().describe(
    'Column whose values belong together (an entity, a day): rows are resampled by group, because they are not independent.',
  ),
  weight: Column.optional().describe('Column of sample weights.'),
  'zero-division': z
    .union([z.literal(0), z.literal(1)])
    .default(0)
    .describe(
      "What precision, recall, f1 and their kin are where they would divide by zero: scikit-learn's zero_division.",
    ),
  slices: z
    .array(SliceSettings)
    .max(40)
    .default([])
    .describe('Parts of the evaluation rows that are measured on their own.'),
  'own-metrics': z.array(OwnMetric).max(10).default([]).describe('Metrics that a command of yours computes.'),
});
export type Evaluation = z.infer<typeof Evaluation>;

export const EVALUATION_DEFAULTS: Evaluation = Evaluation.parse({});
