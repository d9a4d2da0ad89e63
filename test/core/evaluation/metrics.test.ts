import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseMetricId } from '@tidegate/core/config/metric-id';
import { METRIC_SHAPES } from '@tidegate/core/config/metric-shapes';
import { METRICS, prepareMetric } from '@tidegate/core/evaluation/metrics';
import type { Sample } from '@tidegate/core/evaluation/sample';
import { describe, expect, it } from 'vitest';
import { Cases, expectAgreement, sampleOf } from './reference-cases.ts';

const { cases } = Cases.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures/metrics.json'), 'utf8')));
const measure = (sample: Sample, id: string, weights: readonly number[], zeroDivision: 0 | 1 = 0) => {
  const metric = parseMetricId(id, sample.task);
  if ('expected' in metric) throw new Error(metric.expected);
  return prepareMetric(sample, metric, zeroDivision)({ weights: Float64Array.from(weights) });
};

describe('agrees with scikit-learn', () => {
  it.each(cases.map((one, index) => [index, one.task, one] as const))('case %i, %s', (_, __, one) => {
    expectAgreement(one);
  });
});

it('has a family for every name of the policy', () => {
  expect(Object.keys(METRICS).sort()).toEqual(Object.keys(METRIC_SHAPES).sort());
  for (const [name, family] of Object.entries(METRICS)) expect(family.name).toBe(name);
});

describe('weights', () => {
  const binary = cases.find(({ task }) => task === 'binary-classification');
  const multi = cases.find(({ task }) => task === 'multiclass-classification');
  it.each([
    ['binary', binary],
    ['multiclass', multi],
  ] as const)('act as rows that are there as often, and zero as rows that are not: %s', (_, one) => {
    if (!one) throw new Error('The fixture lacks a case.');
    const sample = sampleOf({ ...one, weights: null });
    const times = Array.from({ length: sample.rows }, (__, row) => row % 3);
    const rows = times.flatMap((count, row) => Array.from({ length: count }, () => row));
    const width = one.classes.length || 1;
    const pick = (values: readonly number[]) => rows.map((row) => values[row] ?? 0);
    const repeated = sampleOf({
      ...one,
      labels: pick(one.labels),
      predictions: pick(one.predictions),
      scores: rows.flatMap((row) => (one.scores ?? []).slice(row * width, (row + 1) * width)),
    });
    const ids = Object.keys(one.expected).concat(width === 1 ? ['expected_calibration_error', 'specificity'] : []);
    for (const id of ids) {
      const expected = measure(
        repeated,
        id,
        rows.map(() => 1),
      );
      expect(measure(sample, id, times), id).toBeCloseTo(expected, 12);
    }
  });
});

describe('where a metric is not defined', () => {
  const scores = Float64Array.of(0.2, 0.7, 0.9);
  const one: Sample = {
    task: 'binary-classification',
    rows: 3,
    labels: Uint8Array.of(0, 0, 0),
    scores,
    predictions: Uint8Array.of(0, 0, 0),
  };
  it.each([
    ['roc_auc', 0, Number.NaN],
    ['precision', 0, 0],
    ['precision', 1, 1],
    ['recall', 1, 1],
    ['f1', 0, 0],
    ['jaccard', 1, 1],
    ['average_precision', 0, 0],
    ['matthews_corrcoef', 0, 0],
    ['cohen_kappa', 0, Number.NaN],
    ['balanced_accuracy', 0, 1],
  ] as const)('%s of one class with zero_division %i is %f', (id, zero, expected) => {
    expect(measure(one, id, [1, 1, 1], zero)).toEqual(expected);
  });
});

describe('the expected calibration error', () => {
  const sample: Sample = {
    task: 'binary-classification',
    rows: 4,
    labels: Uint8Array.of(0, 1, 1, 1),
    scores: Float64Array.of(0.1, 0.12, 0.9, 1),
    predictions: Uint8Array.of(0, 0, 1, 1),
  };
  it('is the distance of score and outcome, bin by bin', () => {
    // Bins [0.1, 0.2) and [0.9, 1]: |0.22 − 1| / 4 + |1.9 − 2| / 4
    expect(measure(sample, 'expected_calibration_error', [1, 1, 1, 1])).toBeCloseTo(0.78 / 4 + 0.1 / 4, 12);
    expect(measure(sample, 'expected_calibration_error_equal_mass@2', [1, 1, 1, 1])).toBeCloseTo(0.22, 12);
    expect(measure(sample, 'expected_calibration_error', [0, 0, 0, 1])).toBe(0);
  });
});
