import * as z from 'zod';
import { DataRole } from './expectations.ts';

const MetricText = z
  .string()
  .min(1)
  .max(80)
  .describe('Metric by its name, one of evaluation.metrics or of the defaults of the task.');
const Margin = z.number().min(0);
const ReferenceText = z
  .string()
  .regex(
    /^(production|base|[a-z][a-z0-9-]{0,39}@\d{1,5}\.\d{1,5}\.\d{1,5})$/,
    'expected production, base or a release such as churn@1.0.0',
  )
  .default('production')
  .describe(
    'What the candidate is compared with: what serves production, the newest run of the base branch, or a release.',
  );
const oneBound = (rule: { readonly min?: number | undefined; readonly max?: number | undefined }) =>
  (rule.min === undefined) !== (rule.max === undefined);
const someLimit = (rule: { readonly max?: number | undefined; readonly 'max-ratio'?: number | undefined }) =>
  rule.max !== undefined || rule['max-ratio'] !== undefined;
const EITHER = 'expected exactly one of min and max';
const SOME_LIMIT = 'expected max, max-ratio or both';

export const ThresholdRule = z
  .strictObject({
    kind: z.literal('threshold'),
    metric: MetricText,
    min: z.number().optional().describe('Smallest value that passes; for metrics where higher is better.'),
    max: z.number().optional().describe('Largest value that passes; for metrics where lower is better.'),
    warn: z.number().optional().describe('Values between the bound and this one pass with a warning.'),
  })
  .refine(oneBound, EITHER)
  .refine(
    ({ min, max, warn }) => warn === undefined || (min === undefined ? warn <= (max ?? 0) : warn >= min),
    'expected warn on the passing side of the bound',
  );
export type ThresholdRule = z.infer<typeof ThresholdRule>;

export const ImprovesRule = z.strictObject({
  kind: z.literal('improves'),
  metric: MetricText,
  by: Margin.default(0).describe('Gain that must be shown, in the unit of the metric.'),
  against: ReferenceText,
});
export type ImprovesRule = z.infer<typeof ImprovesRule>;

export const NonInferiorRule = z.strictObject({
  kind: z.literal('non-inferior'),
  metric: MetricText,
  margin: Margin.describe('Largest loss that we accept against production, in the unit of the metric.'),
  against: ReferenceText,
});
export type NonInferiorRule = z.infer<typeof NonInferiorRule>;

export const RegressionRule = z.strictObject({
  kind: z.literal('regression'),
  metric: MetricText,
  tolerance: Margin.default(0).describe(
    'Loss that is let pass, in the unit of the metric; only a proven loss beyond it fails.',
  ),
  against: ReferenceText,
});
export type RegressionRule = z.infer<typeof RegressionRule>;

export const SliceRule = z
  .strictObject({
    kind: z.literal('slice'),
    metric: MetricText,
    slices: z
      .array(z.string().min(1).max(80))
      .max(40)
      .optional()
      .describe('Names of evaluation.slices; all by default.'),
    min: z.number().optional().describe('Smallest value of the worst slice.'),
    max: z.number().optional().describe('Largest value of the worst slice; for metrics where lower is better.'),
    'max-gap': Margin.optional().describe('Largest difference between the best and the worst slice.'),
    'max-loss': Margin.optional().describe('Largest loss against production in any slice.'),
    'min-rows': z.int().min(1).default(100).describe('Smaller slices are shown and decide nothing.'),
  })
  .refine(
    (rule) => [rule.min, rule.max, rule['max-gap'], rule['max-loss']].some((bound) => bound !== undefined),
    'expected min, max, max-gap or max-loss',
  );
export type SliceRule = z.infer<typeof SliceRule>;

export const FAIRNESS_CRITERIA = [
  'demographic_parity_difference',
  'demographic_parity_ratio',
  'equalized_odds_difference',
  'equal_opportunity_difference',
] as const;
export const FairnessRule = z
  .strictObject({
    kind: z.literal('fairness'),
    criterion: z.enum(FAIRNESS_CRITERIA).describe("fairlearn's metric of that name."),
    column: z.string().min(1).max(200).describe('Sensitive column; the model need not read it.'),
    max: Margin.optional().describe('Largest difference.'),
    min: z.number().gt(0).max(1).optional().describe('Smallest ratio.'),
    'min-rows': z.int().min(1).default(100).describe('Smaller groups are left out, and named.'),
  })
  .refine(
    (rule) =>
      rule.criterion.endsWith('ratio')
        ? rule.min !== undefined && rule.max === undefined
        : rule.max !== undefined && rule.min === undefined,
    'expected max for a difference, min for a ratio',
  );
export type FairnessRule = z.infer<typeof FairnessRule>;

export const CalibrationRule = z.strictObject({
  kind: z.literal('calibration'),
  max: z.number().gt(0).max(1).describe('Largest expected calibration error.'),
  bins: z.int().min(2).max(100).default(10).describe('How many bins the scores are put into.'),
  binning: z
    .enum(['equal-width', 'equal-mass'])
    .default('equal-mass')
    .describe('Bins of equal width, or of as many rows each.'),
});
export type CalibrationRule = z.infer<typeof CalibrationRule>;

export const LatencyRule = z
  .strictObject({
    kind: z.literal('latency'),
    percentile: z
      .enum(['p50', 'p95', 'p99'])
      .default('p95')
      .describe('Which of the times of a call is held to the limits.'),
    'batch-size': z.int().min(1).max(10_000).default(1).describe('Rows a call.'),
    max: z.number().gt(0).optional().describe('Largest latency of a call, in milliseconds.'),
    'max-ratio': z.number().gt(0).optional().describe('Largest ratio to production, measured in turns with it.'),
  })
  .refine(someLimit, SOME_LIMIT);
export type LatencyRule = z.infer<typeof LatencyRule>;

export const ThroughputRule = z
  .strictObject({
    kind: z.literal('throughput'),
    'batch-size': z.int().min(1).max(10_000).default(256).describe('Rows a call.'),
    min: z.number().gt(0).optional().describe('Smallest number of rows a second.'),
    'min-ratio': z.number().gt(0).optional().describe('Smallest ratio to production, measured in turns with it.'),
  })
  .refine((rule) => rule.min !== undefined || rule['min-ratio'] !== undefined, 'expected min, min-ratio or both');
export type ThroughputRule = z.infer<typeof ThroughputRule>;

export const MemoryRule = z
  .strictObject({
    kind: z.literal('memory'),
    max: z
      .number()
      .gt(0)
      .optional()
      .describe('Largest peak memory of a process that loads the model and predicts, in MB.'),
    'max-ratio': z.number().gt(0).optional().describe('Largest ratio to production.'),
  })
  .refine(someLimit, SOME_LIMIT);
export type MemoryRule = z.infer<typeof MemoryRule>;

export const SizeRule = z
  .strictObject({
    kind: z.literal('size'),
    max: z.number().gt(0).optional().describe('Largest ONNX file, in MB (1,000,000 bytes).'),
    'max-ratio': z.number().gt(0).optional().describe('Largest ratio to production.'),
  })
  .refine(someLimit, SOME_LIMIT);
export type SizeRule = z.infer<typeof SizeRule>;

export const DeterminismRule = z.strictObject({
  kind: z.literal('determinism'),
  tolerance: Margin.default(1e-6).describe(
    'Largest difference of an output between two runs, batch sizes or row orders.',
  ),
});
export type DeterminismRule = z.infer<typeof DeterminismRule>;

export const ParityRule = z.strictObject({
  kind: z.literal('parity'),
  tolerance: Margin.default(1e-5).describe(
    'Largest difference from predictions.json, which the training command writes.',
  ),
});
export type ParityRule = z.infer<typeof ParityRule>;

export const SignatureRule = z.strictObject({ kind: z.literal('signature') });
export type SignatureRule = z.infer<typeof SignatureRule>;

export const RobustnessRule = z.strictObject({
  kind: z.literal('robustness'),
  perturbation: z
    .enum(['noise', 'missing', 'unseen'])
    .describe('Noise on numbers, missing values, or categories never seen.'),
  noise: z.number().gt(0).max(1).default(0.01).describe('Standard deviation of the noise, in those of the column.'),
  max: z.number().min(0).max(1).describe('Largest share of rows whose prediction flips.'),
});
export type RobustnessRule = z.infer<typeof RobustnessRule>;

export const LeakageRule = z.strictObject({
  kind: z.literal('leakage'),
  check: z
    .enum(['shared-rows', 'evaluation-changed', 'single-column'])
    .describe(
      'Rows in both training and evaluation, an evaluation set that this pull request changes, or a column that predicts the target alone.',
    ),
  max: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('Largest share of shared rows (default 0), or largest AUC of a single column (default 0.98).'),
});
export type LeakageRule = z.infer<typeof LeakageRule>;

export const SampleSizeRule = z.strictObject({
  kind: z.literal('sample-size'),
  'min-rows': z.int().min(1).optional().describe('Smallest number of rows of the evaluation.'),
  'min-per-class': z.int().min(1).optional().describe('Smallest number of rows of the rarest class.'),
});
export type SampleSizeRule = z.infer<typeof SampleSizeRule>;

export const DocumentsRule = z.strictObject({
  kind: z.literal('documents'),
  card: z
    .string()
    .min(1)
    .max(300)
    .default('MODEL_CARD.md')
    .describe('Model card: Markdown with front matter, as on Hugging Face.'),
  fields: z
    .array(z.string().min(1).max(80))
    .max(40)
    .default([])
    .describe('Fields of its front matter, or headings, that must have a content.'),
  licence: z.boolean().default(true).describe('The model must name a licence.'),
});
export type DocumentsRule = z.infer<typeof DocumentsRule>;

export const DataExpectationsRule = z.strictObject({
  kind: z.literal('data-expectations'),
  on: z
    .array(DataRole)
    .min(1)
    .default(['data', 'evaluation'])
    .describe('Files whose rows are looked at: what is trained on, and the evaluation where it is a file of its own.'),
});
export type DataExpectationsRule = z.infer<typeof DataExpectationsRule>;

export const GateRule = z.discriminatedUnion('kind', [
  ThresholdRule,
  ImprovesRule,
  NonInferiorRule,
  RegressionRule,
  SliceRule,
  FairnessRule,
  CalibrationRule,
  LatencyRule,
  ThroughputRule,
  MemoryRule,
  SizeRule,
  DeterminismRule,
  ParityRule,
  SignatureRule,
  RobustnessRule,
  LeakageRule,
  SampleSizeRule,
  DocumentsRule,
  DataExpectationsRule,
]);
export type GateRule = z.infer<typeof GateRule>;
export const RULE_KINDS = GateRule.options.map((option) => option.shape.kind.value);
