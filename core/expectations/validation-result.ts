import * as z from 'zod';
import { Severity } from './suite/expectation-suite.ts';

const observed = z.union([z.number(), z.string(), z.boolean(), z.null()]);

export const ExpectationStatus = z.enum(['pass', 'warn', 'fail', 'cannot-tell']);
export type ExpectationStatus = z.infer<typeof ExpectationStatus>;

export const ExpectationResult = z.strictObject({
  index: z.int().min(0).describe('place of the expectation in the suite'),
  type: z.string(),
  columns: z.array(z.string()),
  kwargs: z.record(z.string(), z.unknown()),
  severity: Severity,
  rowCondition: z.string().nullable(),
  segment: z
    .strictObject({
      column: z.string(),
      value: z.string().nullable().describe('null: rows without a value'),
      isOther: z.boolean().describe('all values beyond the 50 with the most rows'),
    })
    .nullable(),
  status: ExpectationStatus,
  observed: z
    .union([observed, z.array(observed)])
    .describe('a number, a time or names of columns; never a text of the data'),
  elementCount: z.int().min(0).nullable(),
  missingCount: z.int().min(0).nullable(),
  unexpectedCount: z.int().min(0).nullable(),
  unexpectedPercent: z.number().nullable().describe('of the elements that are not missing'),
  sampleRows: z
    .array(z.string())
    .max(20)
    .describe('keys or numbers (from 0) of the first rows that are not as expected'),
  sentence: z.string().max(600),
});
export type ExpectationResult = z.infer<typeof ExpectationResult>;

/** How data met a suite. */
export const ValidationResult = z.strictObject({
  kind: z.literal('tidegate.validation-result'),
  version: z.literal(1),
  createdAt: z.iso.datetime(),
  source: z.string(),
  rows: z.int().min(0),
  outcome: z
    .enum(['pass', 'fail', 'cannot-tell'])
    .describe(
      'fail: an expectation of severity fail is not met; cannot-tell: one could not be checked, and none failed',
    ),
  counts: z.strictObject({
    pass: z.int().min(0),
    warn: z.int().min(0),
    fail: z.int().min(0),
    'cannot-tell': z.int().min(0),
  }),
  sampleKey: z
    .string()
    .nullable()
    .describe('column whose values name rows; null: their numbers, where the engine has them'),
  results: z.array(ExpectationResult),
});
export type ValidationResult = z.infer<typeof ValidationResult>;
export const VALIDATION_RESULT = {
  kind: 'tidegate.validation-result',
  version: 1,
  schema: ValidationResult,
} as const;
