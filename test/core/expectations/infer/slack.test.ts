import { expect, it } from 'vitest';
import { presentShare, widen } from '../../../../core/expectations/infer/slack.ts';

it.each([
  [0, 100, true, 0, 110],
  [1, 243, true, 0, 268],
  [0.3, 0.9, false, 0.24, 0.96],
  [-5, -1, false, -5.4, -0.6],
  [-5, 0, true, -6, 0],
  [7, 7, true, 6, 8],
  [0, 0, false, 0, 0.1],
  [1e-9, 2e-9, false, 9e-10, 2.1e-9],
  [-1.7e308, 1.7e308, false, -Number.MAX_VALUE, Number.MAX_VALUE],
])('widens %d to %d (whole: %s) to %d and %d', (min, max, isInteger, low, high) => {
  const range = widen({ min, max }, isInteger);
  expect(range).toEqual({ min_value: low, max_value: high });
  expect(range.min_value).toBeLessThanOrEqual(min);
  expect(range.max_value).toBeGreaterThanOrEqual(max);
});

it.each([
  [50, 100, 0.35],
  [999, 1000, 0.989],
  [1, 1000, 0],
])('asks of %d values in %d rows for a share of %d', (present, rows, share) => {
  expect(presentShare(present, rows)).toBe(share);
});
