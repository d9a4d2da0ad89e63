import type { SliceRule } from '@tidegate/core/config/gate-rules';
import { slice } from '@tidegate/core/gate/rules/slice';
import type { SliceRow } from '@tidegate/core/gate/verdict';
import { describe, expect, it } from 'vitest';
import { evidence, FIRST, LOST, metricRow, type Three } from './evidence.ts';

const part = (name: string, n: number, candidate: Three, difference?: Three, metric = 'accuracy'): SliceRow => ({
  of: 'region',
  slice: name,
  n,
  metrics: [metricRow(metric, candidate, difference, { n })],
});
const decide = (bounds: Partial<SliceRule>, slices: readonly SliceRow[], more = {}) =>
  slice.decide({ kind: 'slice', metric: 'accuracy', 'min-rows': 100, ...bounds }, evidence({ slices, ...more }));

const good = part('north', 400, [0.9, 0.87, 0.93], [0, -0.02, 0.02]);
const fair = part('south', 400, [0.8, 0.76, 0.84], [-0.04, -0.08, 0]);
const poor = part('west', 400, [0.6, 0.55, 0.65], [-0.3, -0.35, -0.25]);
const tiny = part('east', 12, [0, 0, 0], [-0.9, -0.9, -0.9]);

describe('the worst slice', () => {
  it.each([
    ['meets the bound', { min: 0.7 }, [good, fair], 'pass', 'worst-slice-met', 0.8],
    ['meets it, though its interval reaches beyond', { min: 0.79 }, [good, fair], 'pass', 'worst-slice-met', 0.8],
    ['misses it, and noise could do that', { min: 0.82 }, [good, fair], 'warn', 'interval-straddles-bound', 0.8],
    ['misses it with its whole interval', { min: 0.7 }, [good, poor], 'fail', 'slice-missed', 0.6],
    ['stays below a largest value', { max: 0.95 }, [good, poor], 'pass', 'worst-slice-met', 0.9],
    ['exceeds a largest value', { max: 0.7 }, [good, poor], 'fail', 'slice-missed', 0.9],
  ] as const)('%s', (_, bounds, slices, status, reason, actual) => {
    expect(decide(bounds, slices)).toMatchObject({ status, reason, actual });
  });

  it('says which it is, with its rows and the corrected interval', () => {
    const found = decide({ min: 0.7 }, [good, fair, poor]);
    expect(found.subject).toBe('accuracy in every slice');
    expect(found.message).toMatch(
      /^accuracy 0\.6 in region: west \(400 rows; 95 % interval 0\.53\d* to 0\.66\d*, corrected for 3 slices\) misses ≥ 0\.7\.$/,
    );
  });

  it('is one that fails before one that is lower and may be noise', () => {
    const noisy = part('isles', 100, [0.5, 0.2, 0.8]);
    expect(decide({ min: 0.7 }, [noisy, poor])).toMatchObject({ status: 'fail', actual: 0.6 });
  });

  it('of many slices is corrected for their number', () => {
    const slices = Array.from({ length: 30 }, (_, index) => part(`region ${index}`, 400, [0.75, 0.71, 0.79]));
    expect(decide({ min: 0.8 }, slices.slice(0, 1)).status).toBe('fail');
    expect(decide({ min: 0.8 }, slices).status).toBe('warn');
  });
});

describe('small slices', () => {
  it('decide nothing and are named', () => {
    const found = decide({ min: 0.7 }, [good, fair, tiny]);
    expect(found.status).toBe('pass');
    expect(found.message).toContain('Left out with fewer than 100 rows: region: east.');
  });

  it('never fail a model when there is no other', () => {
    expect(decide({ min: 0.7 }, [tiny])).toMatchObject({ status: 'cannot-tell', reason: 'slices-too-small' });
  });

  it('that the policy lets in get a wider interval', () => {
    const twelve = part('east', 12, [0.5, 0.25, 0.75]);
    const many = part('east', 1200, [0.5, 0.25, 0.75]);
    expect(decide({ min: 0.76, 'min-rows': 1 }, [twelve]).status).toBe('warn');
    expect(decide({ min: 0.76, 'min-rows': 1 }, [many]).status).toBe('fail');
  });

  it.each([
    ['3 positives, all missed', { no: 970, yes: 30 }, 'warn'],
    ['50 positives, all missed', { no: 500, yes: 500 }, 'fail'],
  ])('of positives: a recall of 0 has no width, but %s', (_, classes, status) => {
    const zero = part('east', 100, [0, 0, 0], undefined, 'recall');
    expect(decide({ metric: 'recall', min: 0.6 }, [zero], { classes }).status).toBe(status);
  });
});

describe('the gap', () => {
  it.each([
    ['is within the limit', 0.15, [good, fair], 'pass', 'gap-met'],
    ['is beyond it, and noise could do that', 0.08, [good, fair], 'warn', 'interval-straddles-gap'],
    ['is beyond it with its whole interval', 0.15, [good, fair, poor], 'fail', 'slice-gap'],
    ['needs two slices', 0.15, [good, tiny], 'cannot-tell', 'too-few-slices'],
  ] as const)('%s', (_, limit, slices, status, reason) => {
    expect(decide({ 'max-gap': limit }, slices)).toMatchObject({ status, reason, threshold: limit });
  });

  it('names the best and the worst slice', () => {
    const { message, actual } = decide({ 'max-gap': 0.15 }, [good, fair, poor]);
    expect(actual).toBeCloseTo(0.3);
    expect(message).toContain('between 0.9 in region: north and 0.6 in region: west');
    expect(message).toContain('corrected for 3 pairs');
  });
});

describe('the loss against production', () => {
  it.each([
    ['stays within the limit', { 'max-loss': 0.05 }, [good, fair], {}, 'pass', 'worst-loss-met'],
    [
      'is beyond it, and noise could do that',
      { 'max-loss': 0.03 },
      [good, fair],
      {},
      'warn',
      'interval-straddles-loss',
    ],
    ['is beyond it with its whole interval', { 'max-loss': 0.05 }, [good, poor], {}, 'fail', 'slice-lost'],
    ['has no baseline yet', { 'max-loss': 0.05 }, [good, poor], FIRST, 'skipped', 'no-baseline'],
    ['has lost its baseline', { 'max-loss': 0.05 }, [good, fair], LOST, 'cannot-tell', 'baseline-lost'],
    [
      'has lost its baseline beside a bound that is met',
      { min: 0.5, 'max-loss': 0.05 },
      [good],
      LOST,
      'cannot-tell',
      'baseline-lost',
    ],
    [
      'has no baseline yet beside a bound that is met',
      { min: 0.5, 'max-loss': 0.05 },
      [good],
      FIRST,
      'pass',
      'worst-slice-met',
    ],
    [
      'has no difference anywhere',
      { 'max-loss': 0.05 },
      [part('north', 400, [0.9, 0.8, 1])],
      {},
      'cannot-tell',
      'metric-undefined',
    ],
  ] as const)('%s', (_, bounds, slices, facts, status, reason) => {
    expect(decide(bounds, slices, facts)).toMatchObject({ status, reason });
  });

  it('is a rise where lower is better', () => {
    const rising = part('north', 400, [0.5, 0.45, 0.55], [0.2, 0.15, 0.25], 'log_loss');
    expect(decide({ metric: 'log_loss', 'max-loss': 0.05 }, [rising])).toMatchObject({ status: 'fail', actual: 0.2 });
  });
});

describe('what cannot be decided', () => {
  const undefinedPart = part('north', 400, [Number.NaN, Number.NaN, Number.NaN]);
  it.each([
    ['no slices are cut', {}, [], 'cannot-tell', 'no-slices'],
    ['a name is unknown', { slices: Array.of('country') }, [good], 'cannot-tell', 'slice-unknown'],
    ['the metric was not computed', { metric: 'revenue' }, [good, fair], 'cannot-tell', 'metric-undefined'],
    ['the metric is not defined anywhere', {}, [undefinedPart], 'cannot-tell', 'metric-undefined'],
    ['the metric is not defined in one slice', {}, [undefinedPart, fair], 'warn', 'slice-undefined'],
    ['another slice fails all the same', {}, [undefinedPart, poor], 'fail', 'slice-missed'],
  ] as const)('%s', (_, settings, slices, status, reason) => {
    expect(decide({ min: 0.7, ...settings }, slices)).toMatchObject({ status, reason });
  });
});

it('looks only at the slices that it names', () => {
  const elsewhere = { ...poor, of: 'age' };
  const found = decide({ min: 0.7, slices: ['region'] }, [good, fair, elsewhere]);
  expect(found).toMatchObject({ status: 'pass', subject: 'accuracy by region' });
});

it('tells the worst of several bounds', () => {
  expect(decide({ min: 0.5, 'max-gap': 0.1 }, [good, poor])).toMatchObject({ status: 'fail', reason: 'slice-gap' });
});
