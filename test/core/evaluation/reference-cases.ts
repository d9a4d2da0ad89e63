import { parseMetricId } from '@tidegate/core/config/metric-id';
import { Task } from '@tidegate/core/config/task';
import { prepareMetric } from '@tidegate/core/evaluation/metrics';
import type { Sample } from '@tidegate/core/evaluation/sample';
import { expect } from 'vitest';
import * as z from 'zod';

const Numbers = z.array(z.number());
/** What test/interop/metrics.py prints. */
export const Cases = z.object({
  cases: z.array(
    z.object({
      task: Task,
      classes: z.array(z.string()).default([]),
      labels: Numbers,
      scores: Numbers.optional(),
      predictions: Numbers.default([]),
      queries: Numbers.default([]),
      weights: Numbers.nullable(),
      zero: z.union([z.literal(0), z.literal(1)]),
      expected: z.record(z.string(), z.number()),
    }),
  ),
});
export type Case = z.infer<typeof Cases>['cases'][number];

export function sampleOf(one: Case): Sample {
  const { task, classes, labels, predictions } = one;
  const scores = Float64Array.from(one.scores ?? []);
  switch (task) {
    case 'binary-classification':
      return {
        task,
        rows: labels.length,
        labels: Uint8Array.from(labels),
        scores,
        predictions: Uint8Array.from(predictions),
      };
    case 'multiclass-classification':
      return {
        task,
        rows: labels.length,
        classes,
        labels: Int32Array.from(labels),
        scores,
        predictions: Int32Array.from(predictions),
      };
    case 'multilabel-classification': {
      const rows = labels.length / classes.length;
      return {
        task,
        rows,
        classes,
        labels: Uint8Array.from(labels),
        scores,
        predictions: Uint8Array.from(predictions),
      };
    }
    case 'regression':
      return {
        task,
        rows: labels.length,
        labels: Float64Array.from(labels),
        predictions: Float64Array.from(predictions),
      };
    case 'ranking':
      return {
        task,
        rows: labels.length,
        labels: Float64Array.from(labels),
        scores,
        queries: Int32Array.from(one.queries),
      };
  }
}

/** Every metric of the case agrees with the reference to 1e-12, relative above one. */
export function expectAgreement(one: Case): void {
  const sample = sampleOf(one);
  const draw = { weights: Float64Array.from(one.weights ?? Array.from({ length: sample.rows }, () => 1)) };
  expect(Object.keys(one.expected).length).toBeGreaterThan(2);
  for (const [id, expected] of Object.entries(one.expected)) {
    const metric = parseMetricId(id, one.task);
    if ('expected' in metric) throw new Error(`${id}: expected ${metric.expected}`);
    const actual = prepareMetric(sample, metric, one.zero)(draw);
    const limit = 1e-12 * Math.max(1, Math.abs(expected));
    expect(Math.abs(actual - expected), `${id}: ${actual} for ${expected}`).toBeLessThanOrEqual(limit);
  }
}
