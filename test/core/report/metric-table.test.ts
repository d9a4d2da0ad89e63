import { describe, expect, it } from 'vitest';
import { explainCorrection, metricTable } from '../../../core/report/metric-table.ts';
import { interval, probability } from '../../../core/report/numbers.ts';
import { metricRow } from './rich-verdict.ts';

const cells = (row: ReturnType<typeof metricRow>) =>
  (metricTable([row], { confidence: 0.95, other: 'production' }).split('\n')[2] ?? '')
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
const open = { decision: 'cannot-tell', reason: 'p-too-large' } as const;

describe('the decision of a row', () => {
  it.each<[string, Parameters<typeof metricRow>[0], string]>([
    ['better', {}, '🟢 better'],
    [
      'cannot tell, with what would show',
      { ...open, difference: { value: 0.01, low: -0.01, high: 0.03 }, p: 0.3 },
      '⚪ cannot tell; a true ±0.0200 would show',
    ],
    [
      'cannot tell, though the interval excludes zero',
      { ...open, p: 0.0012, adjustedP: 0.06 },
      '⚪ cannot tell: the interval excludes 0, but p is not below 0.05',
    ],
    [
      'cannot tell, though interval and p are beyond',
      { ...open, settled: { low: -0.001, high: 0.072 } },
      '⚪ cannot tell: the interval excludes 0, but by less than another seed could move it',
    ],
    [
      'not worse, with the margin that says so',
      {
        decision: 'not-worse',
        reason: 'within-margin',
        margin: 0.02,
        difference: { value: 0.01, low: -0.01, high: 0.03 },
        p: 0.3,
      },
      '🟢 not worse, within 0.0200',
    ],
    [
      'not worse, as the answers are equal',
      { decision: 'not-worse', reason: 'equal-answers', difference: { value: 0, low: 0, high: 0 }, p: 1 },
      '🟢 not worse, equal answers',
    ],
    [
      'worse, by less than a rule accepts',
      { decision: 'worse', margin: 0.05, difference: { value: -0.02, low: -0.03, high: -0.01 } },
      '🔴 worse, within the margin of 0.0500',
    ],
    ['worse', { decision: 'worse', margin: 0.02, difference: { value: -0.02, low: -0.03, high: -0.01 } }, '🔴 worse'],
  ])('%s', (_, changes, words) => {
    expect(cells(metricRow(changes)).at(-1)).toBe(words);
  });
});

it('names the test of each row, and what was corrected', () => {
  expect(cells(metricRow({ p: 0.002 })).at(-2)).toBe('0.002 (DeLong)');
  expect(cells(metricRow({ p: 0.002, adjustedP: 0.006, test: 'paired t' })).at(-2)).toBe('0.006 (paired t, Holm)');
});

it('says of how many seeds a value is the mean', () => {
  const seeds = { count: 3, mean: 0.9, standardDeviation: 0.01 };
  expect(cells(metricRow({ seeds }))[1]).toBe('0.9000 (mean of 3 seeds)');
});

it('says how an interval was found that is not the bootstrap', () => {
  const row = metricRow({
    baseline: null,
    difference: null,
    p: null,
    candidate: { value: 1, low: 0.91, high: 1 },
    method: 'bootstrap (percentile); candidate: Clopper-Pearson, 40 of 40',
  });
  expect(cells(row)).toEqual(['`roc_auc` ↑', '1.0000', '0.9100 … 1.0000 (Clopper-Pearson, 40 of 40)']);
});

it.each([
  ['nothing without a p', [metricRow({ p: null })], undefined],
  ['that nothing is corrected', [metricRow()], /and not corrected for the number of metrics/],
  [
    'that some are',
    [metricRow(), metricRow({ adjustedP: 0.01 })],
    /over the one metric that .* others is not corrected$/,
  ],
  [
    'that all are',
    [metricRow({ adjustedP: 0.1 }), metricRow({ adjustedP: 0.01 })],
    /over the 2 metrics that rules decide on$/,
  ],
])('tells %s', (_, rows, words) => {
  const found = explainCorrection(rows);
  if (words) expect(found).toMatch(words);
  else expect(found).toBeUndefined();
});

it.each([
  [0.04996, '0.04996'],
  [0.0504, '0.050'],
  [0.0123, '0.012'],
  [0.0009, '< 0.001'],
])('shows p of %d on the right side of the level', (p, text) => {
  expect(probability(p)).toBe(text);
});

it.each([
  [0.00002, 0.03, '+0.00002 … +0.03000'],
  [-0.03, -0.00002, '−0.03000 … −0.00002'],
  [-0.00002, 0.03, '0.0000 … +0.0300'],
  [0, 0, '0.0000 … 0.0000'],
])('does not make zero of the end of an interval from %d to %d that excludes it', (low, high, text) => {
  expect(interval(low, high)).toBe(text);
});
