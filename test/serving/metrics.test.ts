import type { Prediction } from '@tidegate/core/serving/prediction';
import { countPredictions, createServingMetrics } from '@tidegate/serving/metrics';
import { expect, it } from 'vitest';

const head = {
  kind: 'tidegate.prediction',
  version: 1,
  id: 'p',
  at: '2026-01-02T03:04:05.000Z',
  model: 'm',
  modelVersion: '1.0.0',
  digest: `sha256:${'a'.repeat(64)}`,
  inputs: {},
} as const;

it.each<[title: string, predictions: readonly Prediction[], lines: readonly string[]]>([
  [
    'count and sum of values',
    [-3, 1.5].map((score) => ({ ...head, task: 'regression', score })),
    ['tidegate_predicted_value_sum -1.5', 'tidegate_predicted_value_count 2', 'tidegate_predicted_rows_total 2'],
  ],
  [
    'rows by label',
    ['low', 'high', 'low'].map((label) => ({ ...head, task: 'multiclass-classification', score: 0.5, label })),
    [
      'tidegate_predicted_labels_total{label="low"} 2',
      'tidegate_predicted_labels_total{label="high"} 1',
      'tidegate_predicted_value_count 0',
    ],
  ],
])('answers are told as %s', async (_, predictions, lines) => {
  const metrics = createServingMetrics(() => 0);
  countPredictions(metrics, predictions);
  expect((await metrics.registry.metrics()).split('\n')).toEqual(expect.arrayContaining([...lines]));
});
