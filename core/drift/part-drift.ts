import * as z from 'zod';
import { Aspect, DriftDecision } from './finding.ts';

const Count = z.int().min(0);

/** A column that has drifted in a part of the window, and how: the finding that says most. */
export const DriftedColumn = z.strictObject({
  column: z.string(),
  aspect: Aspect,
  part: z.string().nullable(),
  measure: z.string(),
  effect: z.strictObject({ low: z.number().min(0), high: z.number().min(0) }),
  threshold: z.number().min(0),
  correctedP: z.number().min(0).max(1).describe("after Holm's correction over all parts together"),
});
export type DriftedColumn = z.infer<typeof DriftedColumn>;

export const PartDrift = z.strictObject({
  name: z.string().describe('the value, or the day, the Monday, the month or the first time of the chunk'),
  kind: z.enum(['value', 'other', 'missing', 'chunk']),
  rows: Count,
  referenceRows: Count,
  outcome: DriftDecision,
  drifted: z.array(DriftedColumn).describe('the most drifted first'),
  undecided: Count.describe('columns that cannot be told'),
});
export type PartDrift = z.infer<typeof PartDrift>;

export const SegmentDrift = z.strictObject({ column: z.string(), parts: z.array(PartDrift) });
export type SegmentDrift = z.infer<typeof SegmentDrift>;

export const ChunkDrift = z.strictObject({
  column: z.string(),
  by: z.union([z.enum(['day', 'week', 'month']), z.int()]),
  untimed: Count.describe('rows without a time; they are in no chunk'),
  parts: z.array(PartDrift).describe('in the order of time; days and months without rows are left out'),
});
export type ChunkDrift = z.infer<typeof ChunkDrift>;
