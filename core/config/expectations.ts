import * as z from 'zod';

export const Severity = z.enum(['fail', 'warn']);
export type Severity = z.infer<typeof Severity>;

/** Files of a model that rows are expected of. */
export const DataRole = z.enum(['data', 'evaluation']);
export type DataRole = z.infer<typeof DataRole>;

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
  on: DataRole.optional().describe(
    'only of what a model is trained on (data), or only of its evaluation file; of both by default',
  ),
});
export type SuiteExpectation = z.infer<typeof SuiteExpectation>;

/** What is done about columns that look personal. */
export const PersonalData = z.enum(['warn', 'fail', 'off']);
export type PersonalData = z.infer<typeof PersonalData>;
