import { parity } from '@tidegate/core/gate/rules/parity';
import { expect, it } from 'vitest';
import { evidence } from './evidence.ts';

const settings = { kind: 'parity', tolerance: 1e-5 } as const;

it.each([
  ['equal', 0, 'pass', 'parity-kept'],
  ['within the tolerance', 1e-5, 'pass', 'parity-kept'],
  ['apart', 2e-5, 'fail', 'parity-broken'],
])('predictions that are %s', (_, maxAbsoluteDifference, status, reason) => {
  const given = evidence({ parity: { rows: 1000, maxAbsoluteDifference, worst: null } });
  expect(parity.decide(settings, given)).toMatchObject({ status, reason, actual: maxAbsoluteDifference });
});

it('cannot tell without predictions.json, and says who writes it', () => {
  const found = parity.decide(settings, evidence());
  expect(found).toMatchObject({ status: 'cannot-tell', reason: 'not-measured' });
  expect(found.message).toContain('predictions.json of the training command, or --predictions');
});

it('says how many rows were compared, and where they differ most', () => {
  const worst = { row: 17, value: 2, exported: 0.8125, trained: 0.6875 };
  const given = evidence({ parity: { rows: 1000, maxAbsoluteDifference: 0.125, worst } });
  expect(parity.decide(settings, given).message).toBe(
    'On 1000 rows the exported file differs from the training framework by at most 0.125, more than 0.00001. It differs most in row 18 of the evaluation, value 3: 0.8125 exported, 0.6875 trained.',
  );
});
