import { describe, it } from 'vitest';
import { Cases, expectAgreement } from '../core/evaluation/reference-cases.ts';
import { python } from './python.ts';

describe.each([1, 20261121])('scikit-learn live, seed %i', (seed) => {
  const { cases } = Cases.parse(python('metrics.py', { seed }));
  it.each(cases.map((one, index) => [index, one.task, one] as const))('case %i, %s', (_, __, one) => {
    expectAgreement(one);
  });
});
