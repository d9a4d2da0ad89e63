import * as z from 'zod';
import type { Drift } from '../../config/drift.ts';
import type { MetricId } from '../../config/metric-id.ts';
import { Task } from '../../config/task.ts';
import { DriftDecision } from '../finding.ts';
import { RowsRead } from '../rows-read.ts';
import { decidePerformance } from './decide-performance.ts';
import { EstimatedClassification } from './estimate-classification.ts';
import { EstimatedRegression } from './estimate-regression.ts';
import type { EstimateSettings } from './fit-classification.ts';
import { LabelledPerformance } from './labelled-performance.ts';

/** How well the model does on a window: by its labels, as far as they have arrived, and as it is expected without them. */
export const PerformanceReport = z.strictObject({
  task: Task,
  metric: z.string().describe('that decides'),
  drop: z
    .number()
    .min(0)
    .nullable()
    .describe('smallest loss that counts, in the unit of the metric; null where it is a share of what is not known'),
  realized: LabelledPerformance.nullable().describe(
    'of rows whose labels have arrived; null where none was looked for',
  ),
  estimated: z
    .union([EstimatedClassification, EstimatedRegression])
    .nullable()
    .describe('without labels: CBPE or DLE; null where nothing is kept of the reference to estimate from'),
  strangers: z.int().min(0).describe('labels that are no class of the model: they count as not arrived'),
  unmatched: z
    .int()
    .min(0)
    .optional()
    .describe('labels whose id no row of the window has; left out where none were joined'),
  read: RowsRead.nullable().describe('null where nothing was left out'),
  decidedBy: z.enum(['labels', 'estimate']).nullable(),
  decision: DriftDecision,
  message: z.string().max(1500),
});
export type PerformanceReport = z.infer<typeof PerformanceReport>;

const REPLICATES = 1000;
const SEED = 7;

/** What was measured, and what it decides. The first metric decides unless the policy names one. */
export function reportPerformance(
  measured: Pick<PerformanceReport, 'task' | 'realized' | 'estimated' | 'strangers' | 'read'>,
  metrics: readonly MetricId[],
  settings: Drift,
): PerformanceReport {
  const metric = settings.performance?.metric ?? metrics[0]?.id ?? '';
  return { ...measured, metric, ...decidePerformance(metric, measured, settings) };
}

/** Intervals whose worse end is passed by chance as often as the policy lets columns alarm. */
export function intervalsOf({ alpha }: Pick<Drift, 'alpha'>): EstimateSettings {
  return { confidence: Math.max(0.5, 1 - 2 * alpha), replicates: REPLICATES, seed: SEED };
}
