import { describe, expect, it } from 'vitest';
import { count, decimalsOf, metric, percent, probability, signed } from '../../../core/report/numbers.ts';

it.each<[number, number | undefined, string]>([
  [0.9, undefined, '0.9000'],
  [-0.9, undefined, '−0.9000'],
  [-0.00001, undefined, '0.0000'],
  [15234.2, 0, '15,234'],
  [3e14, undefined, '3.000e+14'],
  [1e-17, undefined, '0.0000'],
  [1e-12, 8, '1.000e-12'],
  [Number.NaN, undefined, '—'],
])('shows %d with %s decimals as %s', (value, decimals, text) => {
  expect(metric(value, decimals)).toBe(text);
});

it.each([
  [0.05, '+0.0500'],
  [-0.05, '−0.0500'],
  [0.00001, '0.0000'],
  [Number.NaN, '—'],
])('shows the difference %d as %s', (value, text) => {
  expect(signed(value)).toBe(text);
});

describe('a row has as many decimals as its size and its noise ask for', () => {
  const row = (value: number, half: number) => ({
    candidate: { value, low: value, high: value },
    baseline: null,
    difference: { value: 0, low: -half, high: half },
  });
  it.each([
    ['a share of few rows', 0.9, 0.02, 4],
    ['a share of a million rows', 0.9, 0.00004, 6],
    ['a price', 15234, 52, 0],
    ['a price that is known well', 15234, 0.4, 2],
    ['a length in metres', 12.5, 0.3, 3],
    ['no noise at all', 0.5, 0, 4],
    ['nothing', 0, 0, 4],
  ])('%s', (_, value, half, decimals) => {
    expect(decimalsOf(row(value, half))).toBe(decimals);
  });
});

it('shows shares, p-values and counts as people read them', () => {
  expect([
    percent(0.0312),
    percent(0 / 0),
    probability(0.0004),
    probability(0.0312),
    count(12500),
    count(12.25),
  ]).toEqual(['3.1 %', '—', '< 0.001', '0.031', '12,500', '12.3']);
});
