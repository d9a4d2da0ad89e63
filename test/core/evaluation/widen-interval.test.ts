import { reflectInterval } from '@tidegate/core/evaluation/reflect-interval';
import { subtractEstimates } from '@tidegate/core/evaluation/subtract-estimates';
import { widenInterval } from '@tidegate/core/evaluation/widen-interval';
import { describe, expect, it } from 'vitest';

const half = { value: 0.5, low: 0.4, high: 0.7 };

describe('widenInterval', () => {
  // scipy.stats: t.ppf(1 - 0.025 / k, n - 1) * sqrt(n / (n - 1)) / norm.ppf(0.975)
  it.each([
    ['hardly widens one interval of many rows', 1, 100_000, 1.0000171],
    ['widens for few rows', 1, 12, 1.17290626],
    ['widens for the number of slices', 20, 100_000, 1.54259631],
    ['widens for both', 20, 12, 2.07539817],
  ])('%s', (_, comparisons, rows, factor) => {
    const { low, high, value } = widenInterval(half, { confidence: 0.95, comparisons, rows });
    expect(value).toBe(0.5);
    expect((0.5 - low) / 0.1).toBeCloseTo(factor, 4);
    expect((high - 0.5) / 0.2).toBeCloseTo(factor, 4);
  });

  it.each([
    [3, 0, 0.7076],
    [100, 0, 0.03622],
    [12, 1, 0.73535],
  ])('gives %i equal outcomes of %i the exact interval of a proportion', (rows, value, end) => {
    const widened = widenInterval({ value, low: value, high: value }, { confidence: 0.95, comparisons: 1, rows });
    expect(value === 0 ? widened.high : widened.low).toBeCloseTo(end, 4);
  });

  it('gives as much to a value at its bound whose interval is exact for one slice only', () => {
    const ofOne = { value: 1, low: 0.025 ** (1 / 100), high: 1 };
    const widened = widenInterval(ofOne, { confidence: 0.95, comparisons: 20, rows: 100 });
    expect(widened.high).toBe(1);
    expect(widened.low).toBeCloseTo((0.025 / 20) ** (1 / 100), 10);
  });

  it.each([0, 1, 1.9])('knows nothing from %d rows', (rows) => {
    expect(widenInterval(half, { confidence: 0.95, comparisons: 1, rows })).toEqual({
      value: 0.5,
      low: Number.NEGATIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
    });
  });

  it('keeps the value inside where the percentiles left it out', () => {
    const widened = widenInterval({ value: 0.5, low: 0.51, high: 0.6 }, { confidence: 0.95, comparisons: 2, rows: 50 });
    expect(widened.low).toBe(0.5);
  });
});

it('subtracts independent estimates by squaring and adding their halves', () => {
  const difference = subtractEstimates({ value: 0.9, low: 0.87, high: 0.92 }, { value: 0.6, low: 0.55, high: 0.64 });
  expect(difference.value).toBeCloseTo(0.3);
  expect(difference.low).toBeCloseTo(0.3 - Math.hypot(0.03, 0.04));
  expect(difference.high).toBeCloseTo(0.3 + Math.hypot(0.02, 0.05));
});

describe('reflectInterval', () => {
  it.each([
    ['takes off what noise adds', 'up', [0.15, 0.11, 0.25], [0.05, 0.19]],
    ['stays from 0 to 1', 'up', [0.15, 0.11, 0.4], [0, 0.19]],
    ['keeps the farther end below', 'up', [0.15, 0.01, 0.2], [0.01, 0.29]],
    ['takes off what noise removes', 'down', [0.7, 0.55, 0.75], [0.65, 0.85]],
    ['holds the value', 'up', [0.15, 0.16, 0.25], [0.05, 0.15]],
  ] as const)('%s', (_, pushed, [value, low, high], [newLow, newHigh]) => {
    const found = reflectInterval({ value, low, high }, pushed);
    expect([found.low, found.high].map((end) => Number(end.toFixed(10)))).toEqual([newLow, newHigh]);
  });
});
