import * as z from 'zod';
import { Digest } from '../digest.ts';

/** Bins of a numeric column: `edges` are the inner borders (k), `counts` has k + 1 cells; a value x is in the first cell with x < edge. */
export const NumericProfile = z.strictObject({
  column: z.string(),
  type: z.literal('numeric'),
  count: z.int().min(0),
  missing: z.int().min(0),
  distinct: z.int().min(0),
  mean: z.number(),
  standardDeviation: z.number().min(0),
  min: z.number(),
  max: z.number(),
  edges: z.array(z.number()).max(1024),
  counts: z.array(z.int().min(0)).max(1025),
});
export type NumericProfile = z.infer<typeof NumericProfile>;

export const CategoricalProfile = z.strictObject({
  column: z.string(),
  type: z.literal('categorical'),
  count: z.int().min(0),
  missing: z.int().min(0),
  distinct: z.int().min(0),
  categories: z.array(z.strictObject({ value: z.string(), count: z.int().min(0) })).max(200),
  other: z.int().min(0).describe('rows whose category is beyond the kept ones'),
});
export type CategoricalProfile = z.infer<typeof CategoricalProfile>;

/** A few KB that stand for the reference data: enough for drift, too little to leak rows. Counts add, so profiles merge. */
export const Profile = z.strictObject({
  kind: z.literal('tidegate.profile'),
  version: z.literal(1),
  model: z.string(),
  source: z.strictObject({ digest: Digest, rows: z.int().min(0) }),
  errorBound: z
    .number()
    .min(0)
    .max(1)
    .describe('largest mass of one bin: the Kolmogorov-Smirnov statistic is exact to this'),
  columns: z.array(z.discriminatedUnion('type', [NumericProfile, CategoricalProfile])),
  prediction: NumericProfile.nullable().describe('scores of the released model on the reference rows'),
});
export type Profile = z.infer<typeof Profile>;
export const PROFILE = { kind: 'tidegate.profile', version: 1, schema: Profile } as const;
