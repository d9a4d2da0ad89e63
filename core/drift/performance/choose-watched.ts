import type { Drift } from '../../config/drift.ts';
import { type MetricId, parseMetricId } from '../../config/metric-id.ts';
import { DEFAULT_METRICS } from '../../config/metric-shapes.ts';
import type { Task } from '../../config/task.ts';
import { OperatorError } from '../../errors.ts';

/** The metrics that are watched: those of the policy or the task's own, and the one that decides. @throws OperatorError `config-invalid` */
export function chooseWatched(
  task: Task,
  asked: readonly string[] | undefined,
  { performance }: Pick<Drift, 'performance'>,
): readonly MetricId[] {
  const names = [...(asked ?? DEFAULT_METRICS[task]), ...(performance ? [performance.metric] : [])];
  return [...new Set(names)].map((name) => {
    const id = parseMetricId(name, task);
    if (!('expected' in id)) return id;
    throw new OperatorError(
      'config-invalid',
      `Expected ${id.expected}, got ${JSON.stringify(name)}.`,
      'Correct the name.',
    );
  });
}
