import * as z from 'zod';
import { Task } from '../config/task.ts';
import { Digest } from '../digest.ts';
import { ConfusionMatrix, Curves } from '../evaluation/curves.ts';
import { MetricRow } from '../evaluation/metric-row.ts';
import { Note } from '../evaluation/note.ts';
import { UndefinedMetric } from '../evaluation/undefined-metric.ts';
import { Sha } from '../run/run-record.ts';
import { Measurements } from './facts.ts';

export { Decision, Estimate, MetricRow } from '../evaluation/metric-row.ts';

export const RuleStatus = z.enum(['pass', 'warn', 'fail', 'cannot-tell', 'skipped']);
export type RuleStatus = z.infer<typeof RuleStatus>;

export const RuleRow = z.strictObject({
  index: z.int().min(0).describe('place of the rule in the gate of tidegate.yml'),
  rule: z.string().describe('kind of the rule in tidegate.yml'),
  subject: z.string().describe('metric, column or slice that the rule looks at'),
  status: RuleStatus,
  reason: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .describe('closed reason code'),
  actual: z.number().nullable(),
  threshold: z.number().nullable(),
  message: z.string().max(500),
});
export type RuleRow = z.infer<typeof RuleRow>;

/** A part of the evaluation rows: `of` is what it was cut by, `slice` which part it is. */
export const SliceRow = z.strictObject({
  of: z.string(),
  slice: z.string(),
  n: z.int().min(0),
  metrics: z.array(MetricRow),
  notDefined: z.array(UndefinedMetric).optional(),
});
export type SliceRow = z.infer<typeof SliceRow>;

export const Outcome = z.enum(['pass', 'fail', 'cannot-tell']);
export type Outcome = z.infer<typeof Outcome>;

/** Where rules come from; without any, numbers are measured and nothing is judged. */
export const RulesFrom = z.enum(['policy', 'defaults', 'none']);
export type RulesFrom = z.infer<typeof RulesFrom>;

/** The decision on a candidate, with every number it rests on. A fact: computed from the ONNX files by the gate itself. */
export const Verdict = z.strictObject({
  kind: z.literal('tidegate.verdict'),
  version: z.literal(1),
  id: z.string().min(1).max(200),
  createdAt: z.iso.datetime(),
  model: z.string(),
  candidate: z.strictObject({
    digest: Digest,
    commit: Sha.nullable(),
    pullRequest: z.int().nullable(),
    run: z.string().nullable(),
  }),
  baseline: z
    .strictObject({ digest: Digest, release: z.string().nullable(), environment: z.string().nullable() })
    .nullable(),
  baselineLost: z
    .string()
    .nullable()
    .default(null)
    .describe('why what serves could not be compared with; such a verdict never passes'),
  policy: z.strictObject({
    commit: Sha.nullable(),
    digest: Digest,
    rules: RulesFrom.default('policy').describe(
      'tidegate.yml; the defaults of the task, where there is a baseline and no policy; or none, and nothing was judged',
    ),
  }),
  task: Task,
  taskGuessedFrom: z
    .string()
    .nullable()
    .default(null)
    .describe('what the task was guessed from, where no policy names it'),
  evaluation: z.strictObject({
    digest: Digest,
    n: z.int().min(0),
    positive: z.string().nullable().default(null).describe('class that counts as positive; binary classification only'),
    positiveGuessed: z.boolean().default(false).describe('whether nobody said which class is positive'),
    positives: z.int().min(0).nullable().describe('binary classification only'),
    classes: z.record(z.string(), z.int().min(0)).describe('rows of each class; empty for regression and ranking'),
    threshold: z.number().nullable().describe('on the positive score; binary classification only'),
    thresholdFrom: z.enum(['config', 'training', 'validation']).nullable(),
    group: z.string().nullable().describe('column whose values are resampled as a whole'),
    weight: z.string().nullable(),
    provider: z.string().describe('execution provider of ONNX Runtime that ran the candidate'),
  }),
  interval: z.strictObject({ method: z.string(), confidence: z.number(), replicates: z.int(), seed: z.int() }),
  metrics: z.array(MetricRow),
  notDefined: z
    .array(UndefinedMetric)
    .default([])
    .describe('metrics without a value or interval on these rows, and why'),
  references: z
    .array(z.strictObject({ name: z.string(), digest: Digest, metrics: z.array(MetricRow) }))
    .describe("the candidate against the base branch's newest release and named releases"),
  rules: z.array(RuleRow),
  slices: z.array(SliceRow),
  measurements: Measurements,
  curves: Curves.nullable().describe('binary classification only'),
  confusion: ConfusionMatrix.nullable().describe('binary and multiclass classification with at most 100 classes'),
  notes: z.array(Note).optional().describe('what to know of rows and scores beside the numbers'),
  outcome: Outcome.describe('pass also where policy.rules is none: then nothing was judged'),
});
export type Verdict = z.infer<typeof Verdict>;
export const VERDICT = { kind: 'tidegate.verdict', version: 1, schema: Verdict } as const;
