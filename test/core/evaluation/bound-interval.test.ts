import { clipInterval, openInterval } from '@tidegate/core/evaluation/bound-interval';
import { compareModels } from '@tidegate/core/evaluation/compare';
import { rangeOf, rangeOfDifference } from '@tidegate/core/evaluation/metric-range';
import { describe, expect, it } from 'vitest';
import { binarySample, comparisonOf, regressionSample, rowOf } from './make-samples.ts';

const always = (value: number) => ({ value, low: value, high: value });

describe('rows that are all right, or all wrong', () => {
  const labels = Uint8Array.from({ length: 40 }, (_, row) => (row < 10 ? 1 : 0));
  const right = binarySample(labels, Float64Array.from(labels));
  const wrong = binarySample(
    labels,
    Float64Array.from(labels, (label) => 1 - label),
  );
  // scipy.stats.binomtest(k, n).proportion_ci(method='exact'): 40 of 40, 10 of 10 and 30 of 30.
  it.each([
    ['accuracy', 0.9119, '40 of 40'],
    ['recall', 0.6915, '10 of 10'],
    ['precision', 0.6915, '10 of 10'],
    ['specificity', 0.8843, '30 of 30'],
  ])('%s of 1 has the exact interval of a proportion of its own rows', (metric, low, rows) => {
    const row = rowOf(comparisonOf([right], [metric]), metric);
    expect(row.candidate).toMatchObject({ value: 1, high: 1 });
    expect(row.candidate.low).toBeCloseTo(low, 4);
    expect(row.method).toBe(`bootstrap (percentile); candidate: Clopper-Pearson, ${rows}`);
    const none = rowOf(comparisonOf([wrong], [metric]), metric);
    expect(none.candidate).toMatchObject({ value: 0, low: 0 });
    expect(none.candidate.high).toBeGreaterThan(0.05);
  });

  it('f1 of 1 or 0 is as far away as its share of hits can be', () => {
    const [one] = compareModels(comparisonOf([right], ['f1']));
    // A share s of hits among ten rows gives an F1 of 2s / (1 + s).
    expect(one?.candidate.low).toBeCloseTo((2 * 0.6915) / 1.6915, 4);
    const [none] = compareModels(comparisonOf([wrong], ['f1']));
    const reach = 1 - 0.025 ** (1 / 40);
    expect(none?.candidate.high).toBeCloseTo((2 * reach) / (1 + reach), 10);
  });

  it('counts groups and weights, not rows', () => {
    const groups = Int32Array.from(labels, (_, row) => row % 5);
    expect(rowOf(comparisonOf([right], ['accuracy'], { groups }), 'accuracy').candidate.low).toBeCloseTo(0.4782, 4);
    const weights = Float64Array.from(labels, (_, row) => (row < 20 ? 1 : 0));
    expect(rowOf(comparisonOf([right], ['accuracy'], { weights }), 'accuracy').candidate.low).toBeCloseTo(0.8316, 4);
  });

  it('of a metric that is no share of rows has an interval of no width, which is said', () => {
    const row = rowOf(comparisonOf([right], ['roc_auc']), 'roc_auc');
    expect(row.candidate).toEqual(always(1));
    expect(row.method).toBe('bootstrap (percentile); candidate: no width: all replicates are equal');
  });

  it('have no width either where only rounding tells the replicates apart', () => {
    const sure = binarySample(
      labels,
      Float64Array.from(labels, (label) => 0.1 + 0.8 * label),
    );
    const row = rowOf(comparisonOf([sure], ['log_loss']), 'log_loss');
    expect(row.candidate.value).toBeCloseTo(-Math.log(0.9), 12);
    expect(row.method).toContain('no width');
  });

  it('leave the difference of two models with equal answers at zero', () => {
    expect(rowOf(comparisonOf([right, right], ['accuracy']), 'accuracy')).toMatchObject({
      difference: always(0),
      decision: 'not-worse',
      reason: 'equal-answers',
    });
  });

  it('are nothing but a value in a regression without errors', () => {
    const exact = regressionSample([1, 2, 3], [1, 2, 3]);
    const row = rowOf(comparisonOf([exact], ['mean_absolute_error']), 'mean_absolute_error');
    expect(row).toMatchObject({ candidate: always(0), method: expect.stringContaining('no width') });
  });
});

it('keeps an interval as it is that has a width or ends within the range', () => {
  const estimate = { value: 0.5, low: 0.4, high: 0.7 };
  expect(openInterval(estimate, { rows: 9, valueOf: (share) => share }, 0.95)).toEqual({
    ...estimate,
    note: undefined,
  });
  expect(clipInterval(estimate, { low: 0, high: 1 })).toEqual({ ...estimate, note: undefined });
});

it.each([
  ['accuracy', 'binary-classification', [-0.2, 1.3], [0, 1], 'cut at 0 and 1'],
  ['matthews_corrcoef', 'binary-classification', [-0.2, 1.3], [-0.2, 1], 'cut at 1'],
  ['log_loss', 'binary-classification', [-0.2, 1.3], [0, 1.3], 'cut at 0'],
  ['brier_score', 'binary-classification', [0.1, 1.3], [0.1, 1], 'cut at 1'],
  ['brier_score', 'multiclass-classification', [0.1, 1.3], [0.1, 1.3], undefined],
  ['r2', 'regression', [-0.2, 1.3], [-0.2, 1], 'cut at 1'],
] as const)('cuts an interval of %s of %s at what it can be', (metric, task, [low, high], [newLow, newHigh], note) => {
  expect(clipInterval({ value: 0.5, low, high }, rangeOf(metric, task))).toEqual({
    value: 0.5,
    low: newLow,
    high: newHigh,
    note,
  });
});

it('lets a difference be as large as both ends of the range are apart', () => {
  expect(rangeOfDifference({ low: -1, high: 1 })).toEqual({ low: -2, high: 2 });
  expect(rangeOfDifference({ low: 0, high: Number.POSITIVE_INFINITY })).toEqual({
    low: Number.NEGATIVE_INFINITY,
    high: Number.POSITIVE_INFINITY,
  });
});
