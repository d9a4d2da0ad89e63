import type { Task } from '../config/task.ts';
import { needsScores } from '../evaluation/choose-metrics.ts';
import type { Sample } from '../evaluation/sample.ts';
import type { UndefinedMetric } from '../evaluation/undefined-metric.ts';

const LOST = 'the baseline gives scores, the candidate labels only';

/** Metrics of rules that the baseline can be measured by and a candidate no more: their rules cannot tell. */
export function findLostScores(
  task: Task,
  metrics: readonly string[],
  { candidate, baseline }: { readonly candidate: Sample; readonly baseline: Sample | undefined },
): UndefinedMetric[] {
  if (!baseline || !hasScores(baseline) || hasScores(candidate)) return [];
  return [...new Set(metrics)]
    .filter((metric) => needsScores(metric, task))
    .map((metric) => ({ metric, message: LOST }));
}

function hasScores(sample: Sample): boolean {
  return sample.task === 'regression' || sample.scores !== undefined;
}
