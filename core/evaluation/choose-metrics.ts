import type { Evaluation as Settings } from '../config/evaluation.ts';
import { type MetricId, parseMetricId } from '../config/metric-id.ts';
import { DEFAULT_METRICS } from '../config/metric-shapes.ts';
import type { Task } from '../config/task.ts';
import { OperatorError } from '../errors.ts';
import { METRICS } from './metrics.ts';
import type { Sample } from './sample.ts';

/**
 * The metrics that a verdict reports: those of the policy or the defaults of the task, and those that rules name, once each.
 * What needs scores is left out where there are none, unless it was asked for by name.
 * @throws OperatorError `config-invalid` for an unknown metric, or one that the predictions cannot give
 */
export function chooseMetrics(
  task: Task,
  settings: Pick<Settings, 'metrics'>,
  ruleMetrics: readonly string[],
  sample: Sample,
): readonly MetricId[] {
  const hasScores = sample.task === 'regression' || sample.scores !== undefined;
  const asked = settings.metrics;
  const defaults = DEFAULT_METRICS[task].filter((id) => hasScores || !needsScores(id, task));
  return [...new Set([...(asked ?? defaults), ...ruleMetrics])].map((id) => {
    const metric = parse(id, task);
    if (hasScores || !needsScores(id, task)) return metric;
    throw new OperatorError(
      'config-invalid',
      `${id} needs scores, and only predictions are there.`,
      'Give the column of scores, or leave the metric out.',
    );
  });
}

/** @throws OperatorError `config-invalid` for an unknown metric */
export function needsScores(id: string, task: Task): boolean {
  return METRICS[parse(id, task).name].needs === 'scores';
}

function parse(id: string, task: Task): MetricId {
  const metric = parseMetricId(id, task);
  if (!('expected' in metric)) return metric;
  throw new OperatorError(
    'config-invalid',
    `Expected ${metric.expected}, got ${JSON.stringify(id)}.`,
    'Correct the name.',
  );
}
