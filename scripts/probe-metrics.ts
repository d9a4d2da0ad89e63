import { type MetricId, parseMetricId } from '@tidegate/core/config/metric-id';
import type { MetricName } from '@tidegate/core/config/metric-shapes';
import type { Task } from '@tidegate/core/config/task';
import { prepareMetric } from '@tidegate/core/evaluation/metrics';
import type { BinarySample, Sample } from '@tidegate/core/evaluation/sample';
import { testDifference } from '@tidegate/core/evaluation/test-difference';
import { unitsOf } from '@tidegate/core/evaluation/units';

const LABELS = [0, 1, 1, 0, 1, 0];
const SCORES = [0.1, 0.7, 0.4, 0.6, 0.9, 0.2];
const OTHER_SCORES = [0.6, 0.8, 0.3, 0.2, 0.4, 0.1];

/** The test that gives p for a metric of independent rows that weigh alike: asked of the code that decides, not written down. */
export function nameTest(id: string, task: Task): string {
  const metric = parse(id, task);
  const [candidate, baseline] = [sampleOf(task, SCORES), sampleOf(task, OTHER_SCORES)];
  const tested = testDifference(candidate, baseline, metric, unitsOf(candidate, undefined, undefined));
  return tested?.name.replace(/ p$/, '') ?? 'paired bootstrap';
}

/** Whether zero_division shows anywhere: in rows that have no positive, or nothing else, in truth or prediction. */
export function dividesByZero(name: MetricName): boolean {
  const id = parseMetricId(name === 'fbeta' ? 'fbeta@2' : name, 'binary-classification');
  if ('expected' in id) return false;
  return [0, 1].some((label) => {
    const rows = LABELS.length;
    const sample: BinarySample = {
      task: 'binary-classification',
      rows,
      labels: new Uint8Array(rows).fill(label),
      scores: new Float64Array(rows).fill(label),
      predictions: new Uint8Array(rows).fill(label),
    };
    const [zero, one] = ([0, 1] as const).map((division) =>
      prepareMetric(sample, id, division)({ weights: new Float64Array(rows).fill(1) }),
    );
    return zero === 0 && one === 1;
  });
}

function parse(id: string, task: Task): MetricId {
  const metric = parseMetricId(id, task);
  if ('expected' in metric) throw new Error(`${id} is no metric of ${task}`);
  return metric;
}

function sampleOf(task: Task, scores: readonly number[]): Sample {
  const rows = scores.length;
  const decided = scores.map((score) => (score >= 0.5 ? 1 : 0));
  const both = scores.flatMap((score) => [1 - score, score]);
  const classes = ['no', 'yes'];
  switch (task) {
    case 'binary-classification':
      return {
        task,
        rows,
        labels: Uint8Array.from(LABELS),
        scores: Float64Array.from(scores),
        predictions: Uint8Array.from(decided),
      };
    case 'multiclass-classification':
      return {
        task,
        rows,
        classes,
        labels: Int32Array.from(LABELS),
        scores: Float64Array.from(both),
        predictions: Int32Array.from(decided),
      };
    case 'multilabel-classification':
      return {
        task,
        rows,
        classes,
        labels: Uint8Array.from(LABELS.flatMap((label) => [1 - label, label])),
        scores: Float64Array.from(both),
        predictions: Uint8Array.from(both, (score) => (score >= 0.5 ? 1 : 0)),
      };
    case 'regression':
      return { task, rows, labels: Float64Array.from(LABELS), predictions: Float64Array.from(scores) };
    case 'ranking':
      return {
        task,
        rows,
        labels: Float64Array.from(LABELS),
        scores: Float64Array.from(scores),
        queries: Int32Array.from(LABELS, (_, row) => (row < 3 ? 0 : 1)),
      };
  }
}
