import { determinism } from '@tidegate/core/gate/rules/determinism';
import { expect, it } from 'vitest';
import { evidence } from './evidence.ts';

const settings = { kind: 'determinism', tolerance: 1e-6 } as const;
const fact = (sameInputTwice: number, batchAgainstSingle: number, rowOrder: number) => ({
  determinism: { rows: 256, sameInputTwice, batchAgainstSingle, rowOrder },
});

it.each([
  ['equal answers', fact(0, 0, 0), 'pass', 'deterministic', 0],
  ['answers within the tolerance', fact(0, 1e-6, 1e-7), 'pass', 'deterministic', 1e-6],
  ['answers that are random', fact(0.3, 0.2, 0.1), 'fail', 'differs-when-repeated', 0.3],
  ['answers that depend on the batch', fact(0, 0.2, 0.1), 'fail', 'differs-by-batch', 0.2],
  ['answers that depend on the order', fact(0, 0, 1e-5), 'fail', 'differs-by-order', 1e-5],
  ['nothing measured', {}, 'cannot-tell', 'not-measured', null],
])('%s', (_, given, status, reason, actual) => {
  expect(determinism.decide(settings, evidence(given))).toMatchObject({ status, reason, actual, threshold: 1e-6 });
});

it('says what was changed', () => {
  expect(determinism.decide(settings, evidence(fact(0, 0.2, 0.1))).message).toBe(
    '256 rows differ by at most 0.2 (a batch against single rows), more than 0.000001.',
  );
});
