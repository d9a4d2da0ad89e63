import type { MetricId } from '../config/metric-id.ts';
import type { Sample } from './sample.ts';
import { effectiveSize, type Units } from './units.ts';

/** Rows that a share of counts rests on, and how far it is from its bound when none, or all, of them count. */
export interface ExactShare {
  /** As `effectiveSize`: of the rows below the line only. */
  readonly rows: number;
  /** The metric, from the share of those rows that would count. */
  readonly valueOf: (share: number) => number;
}

/**
 * How far a share can be from 0 when none of so many rows counts, or from 1 when all do (Clopper & Pearson 1934), 3.7 ÷ rows at
 * 95 %. A tail of α / 2: the interval has two ends wherever else the share lies. (One tail of α gives the "rule of three".)
 */
export function reachOfShare(tail: number, rows: number): number {
  return 1 - tail ** (1 / rows);
}

/** Undefined where a metric is no share of rows: a ROC AUC of 1 says how rows are ordered, not how many of them are right. */
export function findExactShare(sample: Sample, id: MetricId, units: Units): ExactShare | undefined {
  const counts = rowsBelow(sample, id);
  if (!counts) return undefined;
  const weights = Float64Array.from({ length: units.rows }, (_, row) =>
    counts(row) ? (units.weights?.[row] ?? 1) : 0,
  );
  return { rows: effectiveSize({ ...units, weights }), valueOf: (share) => metricOf(id, share) };
}

/** F-beta of a share s of true positives among rows that are positive or called so, whichever way the others are wrong. */
function metricOf({ name, parameter }: MetricId, share: number): number {
  if (name !== 'f1' && name !== 'fbeta') return share;
  const square = name === 'f1' ? 1 : (parameter ?? 1) ** 2;
  const cost = share < 0.5 ? Math.min(1, square) : Math.max(1, square);
  return ((1 + square) * share) / ((1 + square) * share + cost * (1 - share));
}

function rowsBelow(sample: Sample, { name, average }: MetricId): ((row: number) => boolean) | undefined {
  if (name === 'accuracy' || name === 'top_k_accuracy') return () => true;
  if (sample.task !== 'binary-classification') {
    const isOfRows = sample.task === 'multiclass-classification' && average === 'micro';
    return isOfRows && ['precision', 'recall', 'f1', 'jaccard'].includes(name) ? () => true : undefined;
  }
  const { labels, predictions } = sample;
  switch (name) {
    case 'recall':
      return (row) => labels[row] === 1;
    case 'specificity':
      return (row) => labels[row] === 0;
    case 'precision':
      return (row) => predictions[row] === 1;
    case 'jaccard':
    case 'f1':
    case 'fbeta':
      return (row) => labels[row] === 1 || predictions[row] === 1;
    default:
      return undefined;
  }
}
