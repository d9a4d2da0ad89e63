import { METRIC_SHAPES, type MetricName } from '../config/metric-shapes.ts';
import type { Task } from '../config/task.ts';
import { rangeOf } from '../evaluation/metric-range.ts';
import type { Estimate } from '../evaluation/metric-row.ts';
import type { Evidence } from './evidence.ts';
import { findMetric, isDefined } from './find-comparison.ts';
import type { SliceRow } from './verdict.ts';
import { clipName } from './worst-finding.ts';

/** A slice with enough rows, as the slice rule looks at it. */
export interface SliceValue {
  readonly label: string;
  readonly n: number;
  /** Independent rows that the value rests on, at a guess; see `supportOf`. */
  readonly support: number;
  /** The metric lies from 0 to 1, and so does its interval, however wide. */
  readonly isShare: boolean;
  readonly candidate: Estimate;
  /** What the candidate loses against production, lower is better; undefined where there is no such difference. */
  readonly loss: Estimate | undefined;
}

export interface SliceValues {
  readonly values: readonly SliceValue[];
  /** Labels of slices with fewer rows than the rule asks for. */
  readonly small: readonly string[];
  /** Labels of large enough slices where the metric is not defined, as roc_auc is with one class. */
  readonly undefinedIn: readonly string[];
  /** Why it is not in the first of them, where that is known. */
  readonly undefinedBecause: string | undefined;
}

/** Means over all rows; every other metric of a classification can rest on one class. */
const ROW_MEANS: ReadonlySet<string> = new Set(['accuracy', 'top_k_accuracy', 'log_loss', 'brier_score']);

export function readSliceValues(
  slices: readonly SliceRow[],
  { metric, minRows }: { readonly metric: string; readonly minRows: number },
  evidence: Pick<Evidence, 'classes' | 'task'>,
): SliceValues {
  const large = slices.filter(({ n }) => n >= minRows);
  const values = large.flatMap((slice): SliceValue[] => {
    const row = findMetric(slice.metrics, metric);
    if (!row || !isDefined(row.candidate)) return [];
    const difference = row.difference && isDefined(row.difference) ? row.difference : undefined;
    return [
      {
        label: labelOf(slice),
        n: slice.n,
        support: supportOf(metric, Math.min(slice.n, row.n), evidence.classes),
        isShare: isShare(metric, evidence.task),
        candidate: row.candidate,
        loss: difference && (row.higherIsBetter ? negate(difference) : difference),
      },
    ];
  });
  const defined = new Set(values.map(({ label }) => label));
  const without = large.filter((slice) => !defined.has(labelOf(slice)));
  return {
    values,
    small: slices.filter(({ n }) => n < minRows).map(labelOf),
    undefinedIn: without.map(labelOf),
    undefinedBecause: without[0]?.notDefined?.find((each) => each.metric === metric)?.message,
  };
}

export function labelOf({ of, slice }: Pick<SliceRow, 'of' | 'slice'>): string {
  return of === slice ? clipName(of) : `${clipName(of)}: ${clipName(slice)}`;
}

/**
 * Recall rests on the positives only, and a verdict does not say how many of them a slice holds: taken is the share that the
 * rarest class has in all rows.
 */
function supportOf(metric: string, rows: number, classes: Readonly<Record<string, number>>): number {
  const counts = Object.values(classes).filter((count) => count > 0);
  if (counts.length === 0 || ROW_MEANS.has(metric.split('@')[0] ?? '')) return rows;
  const all = counts.reduce((sum, count) => sum + count, 0);
  return (rows * Math.min(...counts)) / all;
}

function isShare(metric: string, task: Task): boolean {
  const name = /^[a-z0-9_]+?(?=_ovr|_ovo|_macro|_micro|_weighted|@|$)/.exec(metric)?.[0] ?? '';
  if (!Object.hasOwn(METRIC_SHAPES, name)) return false;
  const { low, high } = rangeOf(name as MetricName, task);
  return low === 0 && high === 1;
}

function negate({ value, low, high }: Estimate): Estimate {
  return { value: 0 - value, low: 0 - high, high: 0 - low };
}
