import { memory } from '@tidegate/core/gate/rules/memory';
import { expect, it } from 'vitest';
import { CHURN, evidence, FIRST, LOST } from './evidence.ts';

const unknown = { ...CHURN, peakMemoryBytes: null };

it.each([
  ['within the limit', { max: 100 }, {}, 'pass', 'limit-met'],
  ['above the limit', { max: 99 }, {}, 'fail', 'limit-exceeded'],
  ['not measured', { max: 100 }, { candidate: unknown }, 'cannot-tell', 'not-measured'],
  ['within the ratio', { 'max-ratio': 1 }, {}, 'pass', 'ratio-met'],
  [
    'above the ratio',
    { 'max-ratio': 1.2 },
    { candidate: { ...CHURN, peakMemoryBytes: 200_000_000 } },
    'fail',
    'ratio-exceeded',
  ],
  ["production's not measured", { 'max-ratio': 1.2 }, { baseline: unknown }, 'cannot-tell', 'not-measured'],
  ['a first version', { 'max-ratio': 1.2 }, FIRST, 'skipped', 'no-baseline'],
  ['a lost baseline', { 'max-ratio': 1.2 }, LOST, 'cannot-tell', 'baseline-lost'],
] as const)('%s', (_, limits, facts, status, reason) => {
  expect(memory.decide({ kind: 'memory', ...limits }, evidence(facts))).toMatchObject({ status, reason });
});

it('says peak and limit', () => {
  expect(memory.decide({ kind: 'memory', max: 99 }, evidence()).message).toBe('Peak memory is 100 MB, above 99 MB.');
});
