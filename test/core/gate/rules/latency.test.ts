import type { SpeedFact } from '@tidegate/core/gate/facts';
import { latency } from '@tidegate/core/gate/rules/latency';
import { expect, it } from 'vitest';
import { estimate, evidence, FIRST, LOST, type Three } from './evidence.ts';

const settings = { kind: 'latency', percentile: 'p95', 'batch-size': 1 } as const;
const speed = (p95: number, ratio: Three | null = [1, 0.9, 1.1]): SpeedFact => {
  const calls = { p50: 0.1, p95, p99: 9, rowsPerSecond: 1000 };
  const other = estimate([5, 4, 6]);
  const ratios = ratio && { p50: other, p95: estimate(ratio), p99: other, rowsPerSecond: other };
  return { batchSize: 1, calls: 2000, candidate: calls, baseline: ratio && calls, ratio: ratios, provider: 'cpu' };
};

it.each([
  ['below the most', 1.9, 'pass', 'limit-met'],
  ['at the most', 2, 'pass', 'limit-met'],
  ['above the most', 2.1, 'fail', 'limit-exceeded'],
])('a latency %s', (_, p95, status, reason) => {
  const found = latency.decide({ ...settings, max: 2 }, evidence({ speed: [speed(p95)] }));
  expect(found).toMatchObject({ status, reason, actual: p95, threshold: 2 });
});

it.each([
  ['lies below the most', [1.1, 1.0, 1.2], 'pass', 'ratio-met'],
  ['reaches the most', [1.2, 1.1, 1.25], 'pass', 'ratio-met'],
  ['straddles it from below', [1.2, 1.1, 1.3], 'cannot-tell', 'interval-straddles-bound'],
  ['straddles it from above', [1.4, 1.2, 1.6], 'cannot-tell', 'interval-straddles-bound'],
  ['lies above it', [1.4, 1.26, 1.5], 'fail', 'ratio-exceeded'],
] as const)('a ratio whose interval %s', (_, ratio, status, reason) => {
  const found = latency.decide({ ...settings, 'max-ratio': 1.25 }, evidence({ speed: [speed(1, ratio)] }));
  expect(found).toMatchObject({ status, reason, actual: ratio[0], threshold: 1.25 });
});

it('says that the number is a machine’s, and that a ratio is not', () => {
  const given = evidence({ speed: [speed(1.5, [1.4, 1.3, 1.5])] });
  expect(latency.decide({ ...settings, max: 2 }, given).message).toBe(
    "p95 latency of 1 row a call is 1.5 ms, within the limit of 2 ms. The number is this machine's: another, or a busier one, gives another.",
  );
  expect(latency.decide({ ...settings, 'max-ratio': 1.2 }, given).message).toBe(
    "p95 latency of 1 row a call is 1.4 times production's (95 % interval 1.3 to 1.5), beyond the limit of 1.2.",
  );
});

it('counts the worse of two bounds', () => {
  const given = evidence({ speed: [speed(1.5, [1.4, 1.3, 1.5])] });
  expect(latency.decide({ ...settings, max: 2, 'max-ratio': 1.2 }, given)).toMatchObject({ reason: 'ratio-exceeded' });
  expect(latency.decide({ ...settings, max: 1, 'max-ratio': 2 }, given)).toMatchObject({ reason: 'limit-exceeded' });
});

const alone = { speed: [speed(1, null)] };
it.each([
  ['a ratio of a first version', { ...FIRST, ...alone }, { 'max-ratio': 2 }, 'skipped', 'no-baseline'],
  ['a ratio to a lost baseline', { ...LOST, ...alone }, { 'max-ratio': 2 }, 'cannot-tell', 'baseline-lost'],
  ['a ratio that was not measured', alone, { 'max-ratio': 2 }, 'cannot-tell', 'not-measured'],
  ['nothing measured', {}, { max: 2 }, 'cannot-tell', 'not-measured'],
  ['another number of rows a call', alone, { max: 2, 'batch-size': 8 }, 'cannot-tell', 'not-measured'],
  ['a first version with a largest latency', { ...FIRST, ...alone }, { max: 2, 'max-ratio': 2 }, 'pass', 'limit-met'],
])('%s', (_, given, bounds, status, reason) => {
  expect(latency.decide({ ...settings, ...bounds }, evidence(given))).toMatchObject({ status, reason });
});
