import * as z from 'zod';
import { Digest } from '../digest.ts';
import { NotCounted } from '../profile/profile.ts';
import { DecidedFinding } from './decide-finding.ts';
import { DriftDecision } from './finding.ts';
import { MultivariateReport } from './multivariate/multivariate-report.ts';
import { ChunkDrift, SegmentDrift } from './part-drift.ts';
import { PerformanceReport } from './performance/performance-report.ts';

const Count = z.int().min(0);

export const ColumnDrift = z.strictObject({
  column: z.string(),
  kind: z.enum(['numeric', 'timestamp', 'categorical', 'text', 'embedding']),
  role: z.enum(['feature', 'prediction', 'target']),
  importance: z.number().min(0).nullable(),
  decision: DriftDecision,
  findings: z.array(DecidedFinding).describe('what was looked at, the most telling first'),
  shares: z
    .strictObject({ labels: z.array(z.string()), reference: z.array(z.number()), current: z.array(z.number()) })
    .nullable()
    .describe('shares of the rows in the same cells, to draw'),
});
export type ColumnDrift = z.infer<typeof ColumnDrift>;

/** What a window of rows says against a reference profile. */
export const DriftReport = z.strictObject({
  kind: z.literal('tidegate.drift-report'),
  version: z.literal(1),
  id: z.string(),
  createdAt: z.iso.datetime(),
  model: z.string().nullable(),
  release: z.string().nullable(),
  digest: Digest.nullable().describe('of the served model'),
  environment: z.string().nullable(),
  reference: z.strictObject({ name: z.string(), rows: Count }),
  window: z.strictObject({
    name: z.string(),
    rows: Count,
    from: z.iso.datetime().nullable(),
    to: z.iso.datetime().nullable(),
  }),
  settings: z.strictObject({ alpha: z.number(), minRows: z.int(), drifted: z.int(), of: z.int() }),
  columns: z.array(ColumnDrift),
  driftedShare: z.number().min(0).max(1).describe('of the features, weighted by importance where it is known'),
  windows: z.array(DriftDecision).describe('this window and those before it, newest first'),
  brokenLines: Count.describe('lines of the log that are no predictions'),
  outcome: DriftDecision,
  compares: z
    .enum(['training-serving-skew'])
    .optional()
    .describe('the reference is of the rows that were trained on, the window of what was served'),
  newColumns: z
    .array(z.string())
    .max(1000)
    .optional()
    .describe('columns of the window that the reference has not: they are not compared'),
  notCounted: z
    .array(NotCounted)
    .max(1000)
    .optional()
    .describe('columns of objects or bytes, of either side: they are not compared'),
  segments: z
    .array(SegmentDrift)
    .optional()
    .describe('by column of segments; drift of a segment is drift of the window'),
  chunks: ChunkDrift.optional().describe('the window in chunks of time, each against the whole reference'),
  performance: PerformanceReport.optional().describe('left out where nobody asked, or nothing was there to measure'),
  multivariate: MultivariateReport.optional().describe('left out where nobody asked'),
});
export type DriftReport = z.infer<typeof DriftReport>;
/** A report about predictions of a released model. */
export type ServedReport = DriftReport & {
  readonly model: string;
  readonly release: string;
  readonly digest: Digest;
  readonly environment: string;
};
export const DRIFT_REPORT = { kind: 'tidegate.drift-report', version: 1, schema: DriftReport } as const;
