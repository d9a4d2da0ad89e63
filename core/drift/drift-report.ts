import * as z from 'zod';
import { Digest } from '../digest.ts';

export const DriftDecision = z.enum(['drift', 'none', 'cannot-tell']);
export type DriftDecision = z.infer<typeof DriftDecision>;

export const ColumnDrift = z.strictObject({
  column: z.string(),
  type: z.enum(['numeric', 'categorical']),
  test: z.enum(['kolmogorov-smirnov', 'chi-square']),
  statistic: z.number().min(0),
  psi: z.number().min(0).describe('effect size: population stability index'),
  p: z.number().min(0).max(1).describe('after Holm correction over the columns'),
  threshold: z.strictObject({ psi: z.number(), statistic: z.number().nullable(), alpha: z.number() }),
  missingShare: z.strictObject({ reference: z.number(), current: z.number() }),
  unseenShare: z.number().min(0).max(1).nullable().describe('share of categories that the reference never had'),
  decision: DriftDecision,
  message: z.string().max(500),
});
export type ColumnDrift = z.infer<typeof ColumnDrift>;

/** What the prediction log of one served version says against its release's reference profile. */
export const DriftReport = z.strictObject({
  kind: z.literal('tidegate.drift-report'),
  version: z.literal(1),
  id: z.string(),
  createdAt: z.iso.datetime(),
  model: z.string(),
  release: z.string(),
  digest: Digest,
  environment: z.string(),
  window: z.strictObject({ from: z.iso.datetime().nullable(), to: z.iso.datetime().nullable(), rows: z.int().min(0) }),
  reference: z.strictObject({ rows: z.int().min(0), digest: Digest }),
  columns: z.array(ColumnDrift),
  prediction: ColumnDrift.nullable(),
  target: ColumnDrift.nullable().describe('where labels exist'),
  performance: z.array(z.strictObject({ metric: z.string(), value: z.number(), estimated: z.boolean() })),
  dataQuality: z.array(z.strictObject({ column: z.string(), finding: z.string(), rows: z.int().min(0) })),
  outcome: DriftDecision,
});
export type DriftReport = z.infer<typeof DriftReport>;
export const DRIFT_REPORT = { kind: 'tidegate.drift-report', version: 1, schema: DriftReport } as const;
