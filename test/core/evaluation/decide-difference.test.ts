import { decideDifference } from '@tidegate/core/evaluation/decide-difference';
import type { Estimate } from '@tidegate/core/evaluation/metric-row';
import { expect, it } from 'vitest';

const around = (low: number, high: number): Estimate => ({ value: (low + high) / 2, low, high });

it.each<[string, Estimate, number, number | null, string, string]>([
  ['an interval above zero and a small p', around(0.01, 0.03), 0.001, null, 'better', 'proven'],
  ['an interval below zero and a small p', around(-0.03, -0.01), 0.001, null, 'worse', 'proven'],
  ['an interval above zero whose p is not small', around(0.01, 0.03), 0.06, null, 'cannot-tell', 'p-too-large'],
  ['a small p whose interval holds zero', around(-0.001, 0.03), 0.04, null, 'cannot-tell', 'interval-holds-zero'],
  ['an interval that ends at zero', around(0, 0.03), 0.001, null, 'cannot-tell', 'interval-holds-zero'],
  ['an interval within the margin', around(-0.01, 0.03), 0.5, 0.01, 'not-worse', 'within-margin'],
  ['an interval that leaves the margin', around(-0.011, 0.03), 0.5, 0.01, 'cannot-tell', 'interval-holds-zero'],
  ['a loss that is real, within the margin or not', around(-0.009, -0.001), 0.001, 0.01, 'worse', 'proven'],
  ['equal answers', around(0, 0), 1, null, 'not-worse', 'equal-answers'],
  ['a metric that is not defined', around(Number.NaN, Number.NaN), 1, 0.5, 'cannot-tell', 'not-defined'],
])('%s', (_, difference, p, margin, decision, reason) => {
  const measured = { p, margin, confidence: 0.95 };
  const decide = (each: Estimate, higherIsBetter: boolean) =>
    decideDifference({ ...measured, difference: each, settled: each, higherIsBetter });
  expect(decide(difference, true)).toEqual({ decision, reason });
  expect(decide(around(0 - difference.high, 0 - difference.low), false)).toEqual({ decision, reason });
});

it('does not decide on an interval that chance in the replicates may have kept from zero', () => {
  const difference = around(0.001, 0.03);
  const measured = { p: 0.01, margin: null, confidence: 0.95, higherIsBetter: true, difference };
  expect(decideDifference({ ...measured, settled: around(-0.0005, 0.031) })).toEqual({
    decision: 'cannot-tell',
    reason: 'too-close-to-zero',
  });
  expect(decideDifference({ ...measured, settled: around(0.0005, 0.031) }).decision).toBe('better');
});

it('has nothing to decide without a baseline', () => {
  const nothing = { difference: null, settled: null, p: null, margin: 1, confidence: 0.95, higherIsBetter: true };
  expect(decideDifference(nothing)).toEqual({ decision: 'no-baseline', reason: 'no-baseline' });
});
