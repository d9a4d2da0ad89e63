import { decidePerformance } from '@tidegate/core/drift/performance/decide-performance';
import { comparePerformance } from '@tidegate/core/drift/performance/performance-row';
import { describe, expect, it } from 'vitest';

const around = (value: number, half: number) => ({ value, low: value - half, high: value + half });
const part = (metric: string, value: number, half = 0.01, rows = 500, reference: number | undefined = 0.9) => ({
  kind: 'measured' as const,
  rows,
  metrics: [
    comparePerformance({
      metric,
      higherIsBetter: metric === 'accuracy',
      estimate: around(value, half),
      reference: reference === undefined ? undefined : around(reference, 0.005),
      margin: 0,
    }),
  ],
});
const none = { kind: 'cannot-tell', reason: 'too-few-labels', message: '3 rows have a label; 50 are needed.' } as const;
const usual = { 'min-rows': 200 };
const asked = { 'min-rows': 200, performance: { metric: 'accuracy', drop: 0.1 } };

describe('what performance decides', () => {
  it.each([
    ['a loss above 5 % of the reference that is hardly chance', part('accuracy', 0.8), 'drift'],
    ['an error that grew as much', part('mean_absolute_error', 1), 'drift'],
    ['a loss that is proven and small', part('accuracy', 0.87), 'none'],
    ['a gain', part('accuracy', 0.95), 'none'],
    ['a smaller error', part('mean_absolute_error', 0.5), 'none'],
    ['a large loss that may be chance', part('accuracy', 0.8, 0.2), 'cannot-tell'],
    ['a large loss of few rows', part('accuracy', 0.5, 0.01, 199), 'cannot-tell'],
    ['a loss beside nothing', part('accuracy', 0.5, 0.01, 500, Number.NaN), 'cannot-tell'],
    ['no labels', none, 'cannot-tell'],
    ['labels that nobody looked for', null, 'cannot-tell'],
  ] as const)('%s', (_, realized, decision) => {
    const metric = realized?.kind === 'measured' ? (realized.metrics[0]?.metric ?? '') : 'accuracy';
    expect(decidePerformance(metric, { realized, estimated: null }, usual)).toMatchObject({ decision });
  });

  it('is by the metric and the drop of the policy', () => {
    const realized = part('accuracy', 0.82);
    expect(decidePerformance('accuracy', { realized, estimated: null }, usual).decision).toBe('drift');
    expect(decidePerformance('accuracy', { realized, estimated: null }, asked)).toMatchObject({
      decision: 'none',
      drop: 0.1,
    });
    expect(decidePerformance('roc_auc', { realized, estimated: null }, usual)).toMatchObject({
      decision: 'cannot-tell',
      decidedBy: null,
      message: 'Labels: roc_auc is not defined on these rows.',
    });
  });
});

describe('an estimate', () => {
  const estimated = part('accuracy', 0.7);
  it('is shown and decides nothing by itself', () => {
    expect(decidePerformance('accuracy', { realized: none, estimated }, usual)).toMatchObject({
      decision: 'cannot-tell',
      decidedBy: null,
    });
  });

  it('stands in for labels where the policy asks for it', () => {
    expect(decidePerformance('accuracy', { realized: none, estimated }, asked)).toMatchObject({
      decision: 'drift',
      decidedBy: 'estimate',
    });
    const unknown = decidePerformance('accuracy', { realized: none, estimated: none }, asked);
    expect(unknown).toMatchObject({ decision: 'cannot-tell', decidedBy: null });
    expect(unknown.message).toMatch(/^Labels: 3 rows .* The estimate: 3 rows/);
  });

  it('gives way to labels, whatever they say', () => {
    const by = (realized: ReturnType<typeof part>) => decidePerformance('accuracy', { realized, estimated }, asked);
    expect(by(part('accuracy', 0.9))).toMatchObject({ decision: 'none', decidedBy: 'labels' });
    expect(by(part('accuracy', 0.7, 0.3))).toMatchObject({ decision: 'cannot-tell', decidedBy: 'labels' });
  });
});
