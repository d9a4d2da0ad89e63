import { decideDifference } from '@tidegate/core/evaluation/decide-difference';
import type { Estimate } from '@tidegate/core/evaluation/metric-row';
import { expect, it } from 'vitest';

const around = (low: number, high: number): Estimate => ({ value: (low + high) / 2, low, high });

it.each<[string, Estimate, number, number | undefined, string]>([
  ['an interval above zero and a small p', around(0.01, 0.03), 0.001, undefined, 'better'],
  ['an interval below zero and a small p', around(-0.03, -0.01), 0.001, undefined, 'worse'],
  ['an interval above zero whose p is not small', around(0.01, 0.03), 0.06, undefined, 'cannot-tell'],
  ['a small p whose interval holds zero', around(-0.001, 0.03), 0.04, undefined, 'cannot-tell'],
  ['an interval that ends at zero', around(0, 0.03), 0.001, undefined, 'cannot-tell'],
  ['an interval within the margin', around(-0.01, 0.03), 0.5, 0.01, 'not-worse'],
  ['an interval that leaves the margin', around(-0.011, 0.03), 0.5, 0.01, 'cannot-tell'],
  ['a loss that is real, within the margin or not', around(-0.009, -0.001), 0.001, 0.01, 'worse'],
  ['equal answers', around(0, 0), 1, undefined, 'not-worse'],
  ['a metric that is not defined', around(Number.NaN, Number.NaN), 1, 0.5, 'cannot-tell'],
])('%s', (_, difference, p, margin, decision) => {
  const measured = { p, margin, confidence: 0.95, settled: difference };
  expect(decideDifference({ ...measured, difference, higherIsBetter: true })).toBe(decision);
  const mirrored = around(0 - difference.high, 0 - difference.low);
  expect(decideDifference({ ...measured, difference: mirrored, settled: mirrored, higherIsBetter: false })).toBe(
    decision,
  );
});

it('does not decide on an interval that chance in the replicates may have kept from zero', () => {
  const measured = {
    p: 0.01,
    margin: undefined,
    confidence: 0.95,
    higherIsBetter: true,
    difference: around(0.001, 0.03),
  };
  expect(decideDifference({ ...measured, settled: around(-0.0005, 0.031) })).toBe('cannot-tell');
  expect(decideDifference({ ...measured, settled: around(0.0005, 0.031) })).toBe('better');
});

it('has nothing to decide without a baseline', () => {
  const nothing = { difference: null, settled: null, p: null, margin: 1, confidence: 0.95, higherIsBetter: true };
  expect(decideDifference(nothing)).toBe('no-baseline');
});
