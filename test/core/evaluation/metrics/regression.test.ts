import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseMetricId } from '@tidegate/core/config/metric-id';
import type { MetricFamily } from '@tidegate/core/evaluation/metric';
import { explainedVariance } from '@tidegate/core/evaluation/metrics/explained-variance';
import { maxError } from '@tidegate/core/evaluation/metrics/max-error';
import { meanAbsoluteError } from '@tidegate/core/evaluation/metrics/mean-absolute-error';
import { meanAbsolutePercentageError } from '@tidegate/core/evaluation/metrics/mean-absolute-percentage-error';
import { meanPoissonDeviance } from '@tidegate/core/evaluation/metrics/mean-poisson-deviance';
import { meanSquaredError } from '@tidegate/core/evaluation/metrics/mean-squared-error';
import { medianAbsoluteError } from '@tidegate/core/evaluation/metrics/median-absolute-error';
import { pinballLoss } from '@tidegate/core/evaluation/metrics/pinball-loss';
import { r2 } from '@tidegate/core/evaluation/metrics/r2';
import { rootMeanSquaredError } from '@tidegate/core/evaluation/metrics/root-mean-squared-error';
import { symmetricMeanAbsolutePercentageError } from '@tidegate/core/evaluation/metrics/symmetric-mean-absolute-percentage-error';
import type { RegressionSample } from '@tidegate/core/evaluation/sample';
import { describe, expect, it } from 'vitest';

interface Case {
  readonly name: string;
  readonly labels: number[];
  readonly predictions: number[];
  readonly weights: number[];
  readonly values: Readonly<Record<string, number | null>>;
}
const fixture = join(import.meta.dirname, '../fixtures/regression-ranking.json');
const { regression: cases }: { regression: Case[] } = JSON.parse(readFileSync(fixture, 'utf8'));

const FAMILIES: readonly MetricFamily<RegressionSample>[] = [
  meanAbsoluteError,
  meanSquaredError,
  rootMeanSquaredError,
  medianAbsoluteError,
  meanAbsolutePercentageError,
  symmetricMeanAbsolutePercentageError,
  r2,
  explainedVariance,
  maxError,
  pinballLoss,
  meanPoissonDeviance,
];
const IDS = Object.keys(cases[0]?.values ?? {});

function measure(id: string, sample: RegressionSample) {
  const metric = parseMetricId(id, 'regression');
  if ('expected' in metric) throw new Error(`expected ${metric.expected}`);
  const family = FAMILIES.find(({ name }) => name === metric.name);
  if (!family) throw new Error(`no family ${metric.name}`);
  return family.prepare(sample, { ...metric, zeroDivision: 0 });
}
function sampleOf(labels: readonly number[], predictions: readonly number[]): RegressionSample {
  const rows = labels.length;
  return {
    task: 'regression',
    rows,
    labels: Float64Array.from(labels),
    predictions: Float64Array.from(predictions),
  };
}
const counted = cases.find(({ name }) => name === 'counts') ?? { labels: [], predictions: [] };
const draw = (weights: readonly number[]) => ({ weights: Float64Array.from(weights) });

describe.each(IDS)('%s', (id) => {
  it.each(cases)('agrees with scikit-learn to 1e-12: $name', ({ labels, predictions, weights, values }) => {
    const value = measure(id, sampleOf(labels, predictions))(draw(weights));
    const expected = values[id] ?? null;
    if (expected === null) expect(value).toBeNaN();
    else expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-12 * Math.abs(expected));
  });

  it('gives every draw its own value, whatever was drawn before', () => {
    const { labels, predictions } = counted;
    const shared = measure(id, sampleOf(labels, predictions));
    for (const factor of [3, 1, 2]) {
      const weights = labels.map((_, index) => (index * factor) % 4);
      expect(shared(draw(weights))).toBe(measure(id, sampleOf(labels, predictions))(draw(weights)));
    }
  });

  it('counts a row of weight 2 as two rows', () => {
    const { labels, predictions } = counted;
    const counts = labels.map((_, index) => index % 3);
    const repeat = (values: readonly number[]) =>
      values.flatMap((value, index) => Array.from({ length: counts[index] ?? 0 }, () => value));
    const repeated = measure(id, sampleOf(repeat(labels), repeat(predictions)))(draw(repeat(labels.map(() => 1))));
    const value = measure(id, sampleOf(labels, predictions))(draw(counts));
    expect(Math.abs(value - repeated)).toBeLessThanOrEqual(1e-12 * Math.abs(repeated));
  });

  it('is not defined where nothing was drawn', () => {
    expect(measure(id, sampleOf([1, 2], [1, 3]))(draw([0, 0]))).toBeNaN();
    expect(measure(id, sampleOf([], []))(draw([]))).toBeNaN();
  });
});

describe('where scikit-learn rounds', () => {
  it('r2 of a constant target is 0, though the mean of three times 0.1 is not 0.1', () => {
    expect(measure('r2', sampleOf([0.1, 0.1, 0.1], [0.1, 0.2, 0.1]))(draw([1, 1, 1]))).toBe(0);
    expect(measure('explained_variance', sampleOf([0.1, 0.1, 0.1], [0.4, 0.4, 0.4]))(draw([1, 1, 1]))).toBe(1);
  });
});
