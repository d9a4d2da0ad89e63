import * as z from 'zod';
import { SuiteExpectation } from '../../config/expectations.ts';

export { Severity, SuiteExpectation } from '../../config/expectations.ts';

/** What data is expected to be. */
export const ExpectationSuite = z.strictObject({
  kind: z.literal('tidegate.expectation-suite'),
  version: z.literal(1),
  expectations: z.array(SuiteExpectation).max(20_000),
});
export type ExpectationSuite = z.infer<typeof ExpectationSuite>;
export const EXPECTATION_SUITE = {
  kind: 'tidegate.expectation-suite',
  version: 1,
  schema: ExpectationSuite,
} as const;
