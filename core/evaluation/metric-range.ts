import { METRIC_SHAPES, type MetricName } from '../config/metric-shapes.ts';
import type { Task } from '../config/task.ts';

/** The least and the largest that a metric can be, whatever the rows. */
export interface MetricRange {
  readonly low: number;
  readonly high: number;
}

export function rangeOf(name: MetricName, task: Task): MetricRange {
  // Squares are summed over the classes: all on a wrong one gives 1 + 1, which two classes share.
  if (name === 'brier_score' && task === 'binary-classification') return { low: 0, high: 1 };
  const [low, high] = METRIC_SHAPES[name].range;
  return { low, high };
}

/** Of the difference of two such values. */
export function rangeOfDifference({ low, high }: MetricRange): MetricRange {
  return { low: low - high, high: high - low };
}
