import type { Drift } from '../../config/drift.ts';
import type { MetricId } from '../../config/metric-id.ts';
import type { Estimate } from '../../evaluation/metric-row.ts';
import { METRICS } from '../../evaluation/metrics.ts';
import type { Sample } from '../../evaluation/sample.ts';
import type { Columns } from '../../ports/model-runtime.ts';
import { LEAST_ROWS } from '../multivariate/cannot-tell.ts';
import type { RowsRead } from '../rows-read.ts';
import { estimateClassification } from './estimate-classification.ts';
import { fitClassification } from './fit-classification.ts';
import { measureLabelled } from './labelled-performance.ts';
import { takeLabelled } from './labelled-rows.ts';
import { type IntervalSettings, measureSample } from './measure-sample.ts';
import { intervalsOf, type PerformanceReport, reportPerformance } from './performance-report.ts';
import { type LabelledRows, readScored, type ScoredColumns } from './read-scored.ts';

/** Raw rows of both sides, with what the model said of them. */
export interface RowsQuestion {
  readonly reference: Columns;
  /** Its target is empty where no label has arrived, or is not there at all. */
  readonly window: Columns;
  readonly metrics: readonly MetricId[];
  readonly settings: Drift;
  readonly read: RowsRead | null;
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** A classifier on a window beside its labelled reference: CBPE, and the labels that have arrived. */
export function measureClassifier(question: RowsQuestion, layout: ScoredColumns): PerformanceReport {
  return measureBeside(readScored(question.reference, layout), question, layout);
}

/** The same beside rows that were scored, or unfolded from a profile. */
export function measureBeside(
  before: LabelledRows,
  question: Omit<RowsQuestion, 'reference'>,
  layout: ScoredColumns,
): PerformanceReport {
  const { metrics, settings, read, onProgress } = question;
  const intervals = intervalsOf(settings);
  const now = readScored(question.window, layout);
  const fitted = fitClassification(before.rows, before.labels, metrics, intervals);
  onProgress?.(0.3);
  const estimated = estimateClassification(fitted, now.rows);
  onProgress?.(0.8);
  const reference =
    'kind' in fitted ? measureReference(takeLabelled(before).sample, metrics, intervals) : fitted.reference;
  const realized = measureLabelled({
    ...takeLabelled(now),
    windowRows: now.rows.rows,
    metrics,
    reference,
    settings: { ...intervals, decidingRows: settings['min-rows'] },
  });
  onProgress?.(1);
  const { task } = layout;
  return reportPerformance({ task, realized, estimated, strangers: now.strangers, read }, metrics, settings);
}

/** Metrics of a reference that nothing can be estimated from; none of one that is too small. */
export function measureReference(
  sample: Sample,
  metrics: readonly MetricId[],
  intervals: IntervalSettings,
): ReadonlyMap<string, Estimate> {
  if (sample.rows < LEAST_ROWS) return new Map();
  const hasScores = 'scores' in sample && sample.scores !== undefined;
  const measurable = metrics.filter(({ name }) => hasScores || METRICS[name].needs === 'predictions');
  return measureSample(sample, measurable, intervals);
}
