import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrapP, minimumDetectableEffect, percentileInterval } from '@tidegate/core/evaluation/interval';
import { describe, expect, it } from 'vitest';

interface Case {
  readonly name: string;
  readonly replicates: number[];
  readonly confidence: number;
  readonly low: number;
  readonly high: number;
  readonly p: number;
  readonly minimumDetectableEffect: number;
}
const { intervals }: { intervals: Case[] } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures/metrics.json'), 'utf8'),
);

describe.each(intervals)('against NumPy and SciPy: $name', (expected) => {
  const replicates = Float64Array.from(expected.replicates);
  it('has the same ends', () => {
    const { low, high } = percentileInterval(0, replicates, expected.confidence);
    expect(low).toBeCloseTo(expected.low, 13);
    expect(high).toBeCloseTo(expected.high, 13);
  });
  it('has the same p, which is never 0', () => {
    expect(bootstrapP(replicates)).toBeCloseTo(expected.p, 13);
    expect(bootstrapP(replicates)).toBeGreaterThan(0);
  });
  it('has the same smallest detectable effect', () => {
    expect(minimumDetectableEffect(replicates, expected.confidence)).toBeCloseTo(expected.minimumDetectableEffect, 10);
  });
});

describe('replicates that say nothing', () => {
  it('are left out where the metric was not defined', () => {
    expect(percentileInterval(2, Float64Array.from([Number.NaN, 1, 3]), 0.5)).toEqual({
      value: 2,
      low: 1.5,
      high: 2.5,
    });
  });
  it('leave the value alone when there are none', () => {
    expect(percentileInterval(2, new Float64Array(), 0.95)).toEqual({ value: 2, low: 2, high: 2 });
    expect(bootstrapP(new Float64Array())).toBe(1);
  });
});
