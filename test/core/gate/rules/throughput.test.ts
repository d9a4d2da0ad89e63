import type { SpeedFact } from '@tidegate/core/gate/facts';
import { throughput } from '@tidegate/core/gate/rules/throughput';
import { expect, it } from 'vitest';
import { estimate, evidence, FIRST, type Three } from './evidence.ts';

const settings = { kind: 'throughput', 'batch-size': 256 } as const;
const speed = (rowsPerSecond: number, ratio: Three = [1, 0.9, 1.1]): SpeedFact => {
  const calls = { p50: 1, p95: 1, p99: 1, rowsPerSecond };
  const other = estimate([9, 8, 10]);
  const ratios = { p50: other, p95: other, p99: other, rowsPerSecond: estimate(ratio) };
  return { batchSize: 256, calls: 2000, candidate: calls, baseline: calls, ratio: ratios, provider: 'cpu' };
};

it.each([
  ['above the least', 1001, 'pass', 'limit-met'],
  ['at the least', 1000, 'pass', 'limit-met'],
  ['below the least', 999, 'fail', 'limit-exceeded'],
])('a rate %s', (_, rate, status, reason) => {
  const found = throughput.decide({ ...settings, min: 1000 }, evidence({ speed: [speed(rate)] }));
  expect(found).toMatchObject({ status, reason, actual: rate, threshold: 1000 });
});

it.each([
  ['lies above the least', [0.9, 0.85, 0.95], 'pass', 'ratio-met'],
  ['straddles it', [0.85, 0.75, 0.95], 'cannot-tell', 'interval-straddles-bound'],
  ['lies below it', [0.7, 0.65, 0.75], 'fail', 'ratio-exceeded'],
] as const)('a ratio whose interval %s', (_, ratio, status, reason) => {
  const found = throughput.decide({ ...settings, 'min-ratio': 0.8 }, evidence({ speed: [speed(1, ratio)] }));
  expect(found).toMatchObject({ status, reason, actual: ratio[0], threshold: 0.8 });
});

it('says which way it is bounded', () => {
  const given = evidence({ speed: [speed(500, [0.7, 0.65, 0.75])] });
  expect(throughput.decide({ ...settings, min: 1000 }, given).message).toContain(
    'Throughput in calls of 256 rows is 500 rows a second, below the limit of 1000 rows a second.',
  );
});

it('is skipped as a ratio of a first version, and cannot tell what was not measured', () => {
  const first = evidence({ ...FIRST, speed: [speed(1)] });
  expect(throughput.decide({ ...settings, 'min-ratio': 0.8 }, first)).toMatchObject({ status: 'skipped' });
  expect(throughput.decide({ ...settings, min: 1 }, evidence())).toMatchObject({ status: 'cannot-tell' });
});
