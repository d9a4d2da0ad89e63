import type { RobustnessFact } from '@tidegate/core/gate/facts';
import { robustness } from '@tidegate/core/gate/rules/robustness';
import { expect, it } from 'vitest';
import { evidence } from './evidence.ts';

const settings = { kind: 'robustness', perturbation: 'noise', noise: 0.01, max: 0.05 } as const;
const fact = (flipRate: number, change: Partial<RobustnessFact> = {}) => ({
  robustness: [{ perturbation: 'noise' as const, noise: 0.01, rows: 1000, flipRate, worstColumn: 'age', ...change }],
});

it.each([
  ['few flips', fact(0.01), 'pass', 'robust'],
  ['as many as are let', fact(0.05), 'pass', 'robust'],
  ['too many flips', fact(0.051), 'fail', 'flips-too-often'],
  ['another noise measured', fact(0, { noise: 0.02 }), 'cannot-tell', 'not-measured'],
  ['another change measured', fact(0, { perturbation: 'missing' }), 'cannot-tell', 'not-measured'],
  ['nothing measured', {}, 'cannot-tell', 'not-measured'],
])('%s', (_, given, status, reason) => {
  expect(robustness.decide(settings, evidence(given))).toMatchObject({ status, reason, threshold: 0.05 });
});

it('looks at missing values whatever noise stands beside them', () => {
  const given = evidence(fact(0.2, { perturbation: 'missing', noise: 0.3 }));
  expect(robustness.decide({ ...settings, perturbation: 'missing' }, given)).toMatchObject({ actual: 0.2 });
});

it('says that chance may have put a column first', () => {
  const given = evidence(fact(0.2, { perturbation: 'missing', worstColumn: null }));
  expect(robustness.decide({ ...settings, perturbation: 'missing' }, given).message).toContain(
    'more than 5 %; no column is worse than the next beyond chance.',
  );
});

it('names change and worst column', () => {
  expect(robustness.decide(settings, evidence(fact(0.06))).message).toBe(
    '6 % of 1000 predictions flip under noise of 0.01 standard deviations, more than 5 %; the worst column is "age".',
  );
  expect(robustness.decide(settings, evidence(fact(0, { worstColumn: null }))).message).toBe(
    '0 % of 1000 predictions flip under noise of 0.01 standard deviations, within 5 %.',
  );
});
