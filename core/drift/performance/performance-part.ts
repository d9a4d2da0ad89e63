import * as z from 'zod';
import { CannotTell } from '../multivariate/cannot-tell.ts';
import { PerformanceRow, UndefinedMetric } from './performance-row.ts';

/** The metrics of some rows: those of a window, or of one chunk of it. */
export const PerformancePart = z.strictObject({
  kind: z.literal('measured'),
  rows: z.int().min(1).describe('that the metrics are of: labelled ones, or scored ones for an estimate'),
  metrics: z.array(PerformanceRow),
  notDefined: z.array(UndefinedMetric),
});
export type PerformancePart = z.infer<typeof PerformancePart>;

export const PartOrReason = z.discriminatedUnion('kind', [PerformancePart, CannotTell]);
export type PartOrReason = z.infer<typeof PartOrReason>;

/** Rows from `from` up to, not with, `to`; rows are in the order of time. */
export const Chunk = z.strictObject({ name: z.string(), from: z.int().min(0), to: z.int().min(0) });
export type Chunk = z.infer<typeof Chunk>;

export const PerformanceChunk = Chunk.extend({ result: PartOrReason });
export type PerformanceChunk = z.infer<typeof PerformanceChunk>;

export const IntervalMethod = z.strictObject({
  method: z.string(),
  confidence: z.number(),
  replicates: z.int(),
  seed: z.int(),
});

/** Rows of each class that a reference needs at least, unless the caller says otherwise. */
export const LEAST_IN_CLASS = 10;
