import type { MetricId } from '../config/metric-id.ts';
import type { Comparison } from './compare.ts';
import type { MetricRow } from './metric-row.ts';
import { METRICS } from './metrics.ts';
import type { Sample } from './sample.ts';

const LABELS_ONLY = 'the baseline gives labels only';

/**
 * Compares as it is told to, but for what needs scores where the baseline has none: there the candidate is measured alone. Labels
 * ranked as if they were scores would make any model with probabilities look better.
 */
export function compareScored(
  compare: (comparison: Comparison) => Promise<readonly MetricRow[]>,
): (comparison: Comparison) => Promise<readonly MetricRow[]> {
  return async (comparison) => {
    const { baseline, metrics } = comparison;
    const isLacking = ({ name }: MetricId) => METRICS[name].needs === 'scores' && !hasScores(baseline);
    const lacking = baseline ? metrics.filter(isLacking) : [];
    if (lacking.length === 0) return compare(comparison);
    const both = await compare({ ...comparison, metrics: metrics.filter((metric) => !isLacking(metric)) });
    const alone = await compare({ ...comparison, metrics: lacking, baseline: undefined });
    const rows = [
      ...both,
      ...alone.map((row) => ({ ...row, decision: 'cannot-tell' as const, notCompared: LABELS_ONLY })),
    ];
    return metrics.flatMap(({ id }) => rows.find(({ metric }) => metric === id) ?? []);
  };
}

function hasScores(sample: Sample | undefined): boolean {
  return sample !== undefined && (sample.task === 'regression' || sample.scores !== undefined);
}
