import {
  bcaInterval,
  bootstrapP,
  boundP,
  expandConfidence,
  minimumDetectableEffect,
  percentileInterval,
  settleConfidence,
  standardErrorOf,
  stretchInterval,
} from '@tidegate/core/evaluation/interval';
import { describe, expect, it } from 'vitest';
import { isClose, REFERENCES } from './tests/references.ts';

describe.each(REFERENCES.intervals)('against NumPy and SciPy: $name', (expected) => {
  const { value, confidence } = expected;
  const replicates = Float64Array.from(expected.replicates);
  it('has the same percentile ends', () => {
    const { low, high } = percentileInterval(value, replicates, confidence);
    expect(low).toBeCloseTo(expected.low, 12);
    expect(high).toBeCloseTo(expected.high, 12);
  });
  it('has the same BCa ends', () => {
    const { low, high } = bcaInterval(value, replicates, Float64Array.from(expected.jackknife), confidence);
    expect(low).toBeCloseTo(expected.bcaLow, 11);
    expect(high).toBeCloseTo(expected.bcaHigh, 11);
  });
  it('has the same standard error, p and smallest detectable effect', () => {
    const error = standardErrorOf(replicates);
    expect(error).toBeCloseTo(expected.standardError, 13);
    expect(isClose(bootstrapP(value, error, expected.degreesOfFreedom), expected.p, 1e-9)).toBe(true);
    expect(minimumDetectableEffect(error, confidence)).toBeCloseTo(expected.minimumDetectableEffect, 10);
  });
});

describe('expandConfidence', () => {
  it.each(REFERENCES.expanded)('is the level of Hesterberg 2015: $confidence for $units units', (expected) => {
    expect(expandConfidence(expected.confidence, expected.units)).toBeCloseTo(expected.level, 12);
  });
  it('reaches for every replicate where one unit is all there is', () => expect(expandConfidence(0.95, 1)).toBe(1));
});

describe('settleConfidence', () => {
  it.each([
    // 2,000 replicates: 50 beyond each end, give or take 6.98.
    [2000, 1 - (2 * (50 - 2 * 6.9821)) / 2000],
    [1_000_000, 0.95 + 4 * 0.00015612],
    [100, 1],
  ])('asks of %i replicates that chance does not move the end past zero', (replicates, level) => {
    expect(settleConfidence(0.95, replicates)).toBeCloseTo(level, 6);
  });
});

describe('stretchInterval', () => {
  it("is Student's quantile of the few degrees over that of the many", () => {
    // t(0.975; 2) = 4.302653, t(0.975; 99) = 1.984217
    const { low, high } = stretchInterval({ value: 1, low: 0, high: 3 }, { confidence: 0.95, degrees: 2, units: 100 });
    expect(low).toBeCloseTo(1 - 4.302653 / 1.984217, 5);
    expect(high).toBeCloseTo(1 + (2 * 4.302653) / 1.984217, 5);
  });
});

describe('p values', () => {
  it.each([
    ['no difference', 0, 0.1, 50, 1],
    ['no noise', 0.2, 0, 50, 0],
    ['a metric that is not defined', Number.NaN, 0.1, 50, 1],
    ['noise that is not known', 0.2, Number.NaN, 50, 1],
    ['one unit', 0.2, 0.1, 0, 1],
  ])('of %s', (_, difference, error, degrees, p) => expect(bootstrapP(difference, error, degrees)).toBe(p));

  it.each([
    [0, 1, 1],
    [0, 3, 0.25],
    [0.001, 5, 0.0625],
    [0.001, 1000, 0.001],
  ])('are not below what so few units can prove: %f of %i is %f', (p, units, bound) => {
    expect(boundP(p, units)).toBe(bound);
  });
});

describe('replicates that say nothing', () => {
  it('are left out where the metric was not defined', () => {
    const replicates = Float64Array.of(Number.NaN, 1, 2, 3);
    expect(percentileInterval(2, replicates, 0.5)).toEqual({ value: 2, low: 1, high: 3 });
    expect(standardErrorOf(replicates)).toBe(1);
  });
  it('leave the value alone when there are none', () => {
    expect(percentileInterval(2, new Float64Array(), 0.95)).toEqual({ value: 2, low: 2, high: 2 });
    expect(standardErrorOf(new Float64Array())).toBeNaN();
  });
  it('have no error where all are equal, to the last digit', () => {
    expect(standardErrorOf(new Float64Array(1001).fill(0.1))).toBe(0);
  });
  it('give the percentile interval where all are on one side of the value', () => {
    const replicates = Float64Array.of(1, 2, 3);
    expect(bcaInterval(9, replicates, Float64Array.of(8, 9, 10), 0.5)).toEqual(percentileInterval(9, replicates, 0.5));
  });
});
