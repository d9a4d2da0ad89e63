import { beforeAll, describe, it } from 'vitest';
import {
  expectBinaryAgreement,
  expectIsotonicAgreement,
  expectMulticlassAgreement,
  expectReconstructionAgreement,
  expectRegressionAgreement,
} from '../core/drift/performance/nannyml-agreement.ts';
import { NannymlCases } from '../core/drift/performance/nannyml-fixtures.ts';
import { install, python } from './python.ts';

const MINUTES = 60_000;
const MAKE = '../core/drift/performance/fixtures/make.py';

beforeAll(() => install('nannyml'), 10 * MINUTES);

describe.each([3, 20261121])('NannyML live, seed %i', (seed) => {
  let cases: NannymlCases;
  beforeAll(() => {
    cases = NannymlCases.parse(python(MAKE, null, [String(seed)], 'nannyml'));
  }, 5 * MINUTES);
  it('isotonic regression', () => cases.isotonic.forEach(expectIsotonicAgreement));
  it('CBPE of two classes', () => cases.binary.forEach(expectBinaryAgreement));
  it('CBPE of several classes', () => expectMulticlassAgreement(cases.multiclass));
  it('DLE', () => expectRegressionAgreement(cases.regression));
  it('reconstruction error', () => expectReconstructionAgreement(cases.regression));
});
