import * as z from 'zod';
import { Task } from '../config/task.ts';
import { Digest } from '../digest.ts';
import { ConfusionMatrix, Curves } from './curves.ts';
import { MetricRow } from './metric-row.ts';
import { Note } from './note.ts';
import { UndefinedMetric } from './undefined-metric.ts';

/** What a file of predictions is worth: the metrics of a verdict without a model behind them, so nothing is decided. */
export const Evaluation = z.strictObject({
  kind: z.literal('tidegate.evaluation'),
  version: z.literal(1),
  createdAt: z.iso.datetime(),
  source: z.string().describe('file of the predictions'),
  digest: Digest.describe('of the file'),
  rowsDigest: Digest.describe(
    'of the evaluation set: ids, labels, weights, groups, queries, not what models say; equal digests may be compared',
  ),
  id: z.string().nullable().describe('column that names the rows'),
  baseline: z
    .strictObject({ source: z.string(), digest: Digest })
    .nullable()
    .describe('file of the baseline, where it is another one'),
  task: Task,
  taskGuessedFrom: z.string().nullable().describe('what the task was guessed from; null where it was given'),
  positive: z.string().nullable().describe('class that counts as positive; binary classification only'),
  positiveGuessed: z
    .boolean()
    .describe('whether nobody said which class is positive: then it is true, yes or y, or the greater of the two'),
  n: z.int().min(1),
  classes: z.record(z.string(), z.int().min(0)).describe('rows of each class; empty for regression and ranking'),
  threshold: z
    .number()
    .nullable()
    .describe('on the positive score; binary classification only, and null where columns of labels decide'),
  group: z.string().nullable(),
  weight: z.string().nullable(),
  interval: z.strictObject({ method: z.string(), confidence: z.number(), replicates: z.int(), seed: z.int() }),
  metrics: z
    .array(MetricRow)
    .describe(
      'candidate: the scores or predictions; baseline: the other ones, of this file or of that of the baseline',
    ),
  notDefined: z
    .array(UndefinedMetric)
    .describe('metrics that were asked for and have no value or interval on these rows, and why'),
  notes: z.array(Note).default([]).describe('what to know of rows and scores beside the numbers'),
  curves: Curves.nullable(),
  confusion: ConfusionMatrix.nullable(),
});
export type Evaluation = z.infer<typeof Evaluation>;
export const EVALUATION = { kind: 'tidegate.evaluation', version: 1, schema: Evaluation } as const;
