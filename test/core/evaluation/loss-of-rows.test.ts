import { lossOfRows } from '@tidegate/core/evaluation/loss-of-rows';
import { prepareMetric } from '@tidegate/core/evaluation/metrics';
import type { Sample } from '@tidegate/core/evaluation/sample';
import { describe, expect, it } from 'vitest';
import { binarySample, metricIds, regressionSample } from './make-samples.ts';

const regression = regressionSample([1, 2, 0, 4.5, 3], [1.5, 1, 0.25, 4, 9]);
const binary = binarySample([1, 0, 1, 1, 0], [0.9, 0.3, 0.2, 1, 0.5]);
const multiclass: Sample = {
  task: 'multiclass-classification',
  rows: 3,
  classes: ['a', 'b', 'c'],
  labels: Int32Array.of(0, 2, 1),
  predictions: Int32Array.of(0, 1, 1),
  scores: Float64Array.of(0.7, 0.2, 0.1, 0.2, 0.5, 0.3, 0.1, 0.8, 0.1),
};

describe('lossOfRows', () => {
  // The factor that a metric has before its mean changes no test.
  it.each<[string, Sample, number]>([
    ['mean_absolute_error', regression, 1],
    ['mean_squared_error', regression, 1],
    ['mean_absolute_percentage_error', regression, 1],
    ['symmetric_mean_absolute_percentage_error', regression, 2],
    ['pinball_loss@0.9', regression, 1],
    ['mean_poisson_deviance', regression, 2],
    ['log_loss', binary, 1],
    ['brier_score', binary, 1],
    ['log_loss', multiclass, 1],
    ['brier_score', multiclass, 1],
  ])('has the mean of %s', (id, sample, factor) => {
    const [metric] = metricIds(sample.task, [id]);
    if (!metric) throw new Error(id);
    const losses = lossOfRows(sample, metric) ?? [];
    const mean = [...losses].reduce((sum, loss) => sum + loss, 0) / losses.length;
    expect(factor * mean).toBeCloseTo(
      prepareMetric(sample, metric, 0)({ weights: new Float64Array(sample.rows).fill(1) }),
      12,
    );
  });

  it('has none for metrics that are no mean over rows', () => {
    for (const id of ['r2', 'max_error', 'median_absolute_error'])
      for (const metric of metricIds('regression', [id])) expect(lossOfRows(regression, metric)).toBeUndefined();
    for (const metric of metricIds('binary-classification', ['f1', 'roc_auc']))
      expect(lossOfRows(binary, metric)).toBeUndefined();
  });
});
