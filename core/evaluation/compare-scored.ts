import type { MetricId } from '../config/metric-id.ts';
import type { Comparison } from './compare.ts';
import type { MetricRow } from './metric-row.ts';
import { METRICS } from './metrics.ts';
import type { Sample } from './sample.ts';

const LABELS_ONLY = 'the baseline gives labels only';

/**
 * What both models can be measured by, and what needs scores where the baseline has none: there the candidate is measured alone.
 * Labels ranked as if they were scores would make any model with probabilities look better.
 */
export function planScored(comparison: Comparison): readonly Comparison[] {
  const { baseline, metrics } = comparison;
  const lacking = metrics.filter((metric) => isLacking(metric, baseline));
  if (lacking.length === 0) return [comparison];
  const both = { ...comparison, metrics: metrics.filter((metric) => !lacking.includes(metric)) };
  return [...(both.metrics.length > 0 ? [both] : []), { ...comparison, metrics: lacking, baseline: undefined }];
}

/** The rows of all that was planned, in the order of the metrics; those without a difference say why. */
export function joinScored({ baseline, metrics }: Comparison, parts: readonly (readonly MetricRow[])[]): MetricRow[] {
  const rows = new Map(parts.flat().map((row) => [row.metric, row]));
  return metrics.flatMap((metric) => {
    const row = rows.get(metric.id);
    if (!row || !isLacking(metric, baseline)) return row ?? [];
    return { ...row, decision: 'cannot-tell' as const, reason: 'not-compared' as const, notCompared: LABELS_ONLY };
  });
}

/** As it compares, but for what needs scores that the baseline has not. */
export function compareScored(
  compare: (comparison: Comparison) => Promise<readonly MetricRow[]>,
): (comparison: Comparison) => Promise<readonly MetricRow[]> {
  return async (comparison) => {
    const parts: (readonly MetricRow[])[] = [];
    for (const part of planScored(comparison)) parts.push(await compare(part));
    return joinScored(comparison, parts);
  };
}

function isLacking({ name }: MetricId, baseline: Sample | undefined): boolean {
  if (!baseline || baseline.task === 'regression' || METRICS[name].needs !== 'scores') return false;
  return baseline.scores === undefined;
}
