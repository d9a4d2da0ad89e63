import { OperatorError } from '../../errors.ts';
import { findExpectation, nearestExpectation } from '../catalog.ts';
import type { PreparedExpectation } from '../expectation.ts';
import type { ExpectationSuite, SuiteExpectation } from '../suite/expectation-suite.ts';

export interface PreparedEntry {
  readonly index: number;
  readonly expectation: SuiteExpectation;
  readonly prepared: PreparedExpectation;
}

/** Binds every expectation to its arguments. @throws OperatorError `config-invalid` for a suite that `parseSuite` did not see */
export function prepareSuite({ expectations }: ExpectationSuite, source: string): readonly PreparedEntry[] {
  return expectations.map((expectation, index) => {
    const { type, kwargs } = expectation;
    const found = findExpectation(type);
    const result = found?.kwargs.safeParse(kwargs);
    if (found && result?.success) return { index, expectation, prepared: found.prepare(kwargs) };
    const near = nearestExpectation(type);
    const why = result?.error?.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ');
    throw new OperatorError(
      'config-invalid',
      `Expectation ${index} on ${source}, ${type}: ${why ?? 'it is not offered'}.`,
      near && !found
        ? `Did you mean ${JSON.stringify(near)}?`
        : 'docs/expectations.md lists every expectation and what it takes.',
    );
  });
}
