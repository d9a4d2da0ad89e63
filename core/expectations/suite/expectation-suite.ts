import * as z from 'zod';

export const Severity = z.enum(['fail', 'warn']);
export type Severity = z.infer<typeof Severity>;

export const SuiteExpectation = z.strictObject({
  type: z.string().min(1).max(200).describe("great_expectations' name, as expect_column_values_to_not_be_null"),
  kwargs: z
    .record(z.string(), z.unknown())
    .default({})
    .describe('what the expectation takes; see docs/expectations.md'),
  severity: Severity.default('fail').describe('warn: a failure is told, and the outcome stays'),
  'row-condition': z
    .string()
    .min(1)
    .max(10_000)
    .optional()
    .describe('SQL as after WHERE: only rows that meet it are looked at'),
  segment: z.string().min(1).optional().describe('column: the expectation must hold for each of its values'),
});
export type SuiteExpectation = z.infer<typeof SuiteExpectation>;

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
