import { type MetricId, parseMetricId } from '@tidegate/core/config/metric-id';
import type { Task } from '@tidegate/core/config/task';
import { type Comparison, compareModels } from '@tidegate/core/evaluation/compare';
import type { MetricRow } from '@tidegate/core/evaluation/metric-row';
import { nextWord, seedStream } from '@tidegate/core/evaluation/random-stream';
import type { BinarySample, RegressionSample, Sample } from '@tidegate/core/evaluation/sample';

export function binarySample(labels: ArrayLike<number>, scores: ArrayLike<number>): BinarySample {
  return {
    task: 'binary-classification',
    rows: labels.length,
    labels: Uint8Array.from(labels),
    scores: Float64Array.from(scores),
    predictions: Uint8Array.from(scores, (score) => (score >= 0.5 ? 1 : 0)),
  };
}

export function regressionSample(labels: ArrayLike<number>, predictions: ArrayLike<number>): RegressionSample {
  return {
    task: 'regression',
    rows: labels.length,
    labels: Float64Array.from(labels),
    predictions: Float64Array.from(predictions),
  };
}

/** Rows whose score separates the classes with this strength; strength by model, noise half shared. */
export function makeModels(rows: number, strengths: readonly number[], seed: number): readonly BinarySample[] {
  const state = seedStream(seed);
  const uniform = () => nextWord(state) / 2 ** 32;
  const labels = Uint8Array.from({ length: rows }, () => (uniform() < 0.3 ? 1 : 0));
  const shared = Float64Array.from(labels, () => uniform() - 0.5);
  return strengths.map((strength) =>
    binarySample(
      labels,
      Float64Array.from(labels, (label, row) => {
        const noise = 0.4 * ((shared[row] ?? 0) + uniform() - 0.5);
        return Math.min(0.99, Math.max(0.01, 0.45 + strength * (label - 0.5) + noise));
      }),
    ),
  );
}

export function metricIds(task: Task, ids: readonly string[]): readonly MetricId[] {
  return ids.map((id) => {
    const parsed = parseMetricId(id, task);
    if (!('id' in parsed)) throw new Error(`${id}: expected ${parsed.expected}`);
    return parsed;
  });
}

export const BINARY_METRICS = ['accuracy', 'roc_auc', 'log_loss', 'f1'];

export function comparisonOf(
  [candidate, baseline]: readonly (Sample | undefined)[],
  ids: readonly string[] = BINARY_METRICS,
  more: Partial<Comparison> = {},
): Comparison {
  if (!candidate) throw new Error('no candidate');
  return {
    candidate,
    baseline,
    metrics: metricIds(candidate.task, ids),
    zeroDivision: 0,
    weights: undefined,
    groups: undefined,
    replicates: 400,
    seed: 7,
    confidence: 0.95,
    interval: 'percentile',
    margins: {},
    decidedOn: [],
    ...more,
  };
}

export function rowOf(comparison: Comparison, metric: string): MetricRow {
  const row = compareModels(comparison).find((each) => each.metric === metric);
  if (!row) throw new Error(`no row ${metric}`);
  return row;
}

export const width = (interval: { low: number; high: number } | null) =>
  interval ? interval.high - interval.low : Number.NaN;
