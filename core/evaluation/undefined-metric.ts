import * as z from 'zod';
import type { MetricId } from '../config/metric-id.ts';
import type { MetricRow } from './metric-row.ts';
import type { RankingSample, RegressionSample, Sample } from './sample.ts';

/** JSON has no NaN: a metric that is not defined on the rows has no row, and says here why. */
export const UndefinedMetric = z.strictObject({ metric: z.string(), message: z.string() });
export type UndefinedMetric = z.infer<typeof UndefinedMetric>;

const ROWS_OF_NO_VALUE = 'it has no finite value on these rows';

export function isDefined({ candidate, baseline, difference }: MetricRow): boolean {
  return [candidate, baseline, difference].every(
    (estimate) => estimate === null || [estimate.value, estimate.low, estimate.high].every(Number.isFinite),
  );
}

/** Those of the rows that are not defined, each with the reason that the rows give. */
export function listUndefined(
  rows: readonly MetricRow[],
  comparison: {
    readonly candidate: Sample;
    readonly baseline: Sample | undefined;
    readonly metrics: readonly MetricId[];
    /** A row of weight 0 is not there. */
    readonly weights: Float64Array | undefined;
  },
): UndefinedMetric[] {
  const { candidate, baseline, metrics, weights } = comparison;
  return rows
    .filter((row) => !isDefined(row))
    .map((row) => {
      const id = metrics.find((each) => each.id === row.metric);
      const why = [candidate, ...(baseline ? [baseline] : [])].map((sample) => id && explain(id, sample, weights));
      return { metric: row.metric, message: why.find((each) => each !== undefined) ?? ROWS_OF_NO_VALUE };
    });
}

/** Undefined where the rows do not show it. */
function explain(id: MetricId, sample: Sample, weights: Float64Array | undefined): string | undefined {
  const rows = Int32Array.from({ length: sample.rows }, (_, row) => row).filter((row) => weights?.[row] !== 0);
  if (rows.length === 0) return 'no row counts';
  switch (sample.task) {
    case 'regression':
      return explainValues(id, sample, rows);
    case 'ranking':
      return explainRanking(sample, rows);
    case 'binary-classification':
      return explainClasses(rows, ['the negative class', 'the positive class'], (row) => sample.labels[row] ?? 0);
    case 'multiclass-classification':
      return explainClasses(rows, sample.classes.map(quote), (row) => sample.labels[row] ?? 0);
    case 'multilabel-classification':
      return 'a label is on all of these rows, or on none';
  }
}

function explainClasses(
  rows: Int32Array,
  names: readonly string[],
  classOf: (row: number) => number,
): string | undefined {
  const present = new Set(Array.from(rows, classOf));
  const [only = 0] = present;
  if (present.size === 1) return `all ${rows.length} rows that count are of ${names[only]}`;
  const missing = names.filter((_, index) => !present.has(index));
  if (missing.length === 0) return undefined;
  const more = missing.length > 3 ? ` and ${missing.length - 3} more` : '';
  return `no row that counts is of ${missing.slice(0, 3).join(', ')}${more}`;
}

function explainValues(
  { name }: MetricId,
  { labels, predictions }: RegressionSample,
  rows: Int32Array,
): string | undefined {
  const some = (is: (label: number, prediction: number) => boolean) =>
    rows.some((row) => is(labels[row] ?? Number.NaN, predictions[row] ?? Number.NaN));
  if (name === 'mean_poisson_deviance' && some((label) => label < 0)) return 'a target is below 0';
  if (name === 'mean_poisson_deviance' && some((_, prediction) => prediction <= 0))
    return 'a prediction is not above 0';
  if (rows.length < 2) return 'it takes two rows';
  return undefined;
}

function explainRanking({ labels }: RankingSample, rows: Int32Array): string | undefined {
  return rows.some((row) => (labels[row] ?? 0) < 0) ? 'a relevance is below 0' : undefined;
}

function quote(name: string): string {
  return JSON.stringify(name.length > 40 ? `${name.slice(0, 39)}…` : name);
}
