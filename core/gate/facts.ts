import * as z from 'zod';
import { DataRole, Severity } from '../config/expectations.ts';
import { Estimate } from '../evaluation/metric-row.ts';
import { ExpectationResult, ExpectationStatus, ValidationResult } from '../expectations/validation-result.ts';

const Count = z.int().min(0);
const Difference = z.number().min(0);

/** One criterion over the groups of one column; groups with too few rows are named and not counted. */
export const FairnessFact = z.strictObject({
  criterion: z.string(),
  column: z.string(),
  estimate: Estimate.nullable(),
  notDefined: z.string().nullable().describe('why there is no estimate'),
  groups: z.array(z.strictObject({ group: z.string(), rows: Count, isCounted: z.boolean() })),
});
export type FairnessFact = z.infer<typeof FairnessFact>;

export const CalibrationFact = z.strictObject({
  binning: z.enum(['equal-width', 'equal-mass']),
  bins: z.int(),
  error: Estimate.describe('expected calibration error of the candidate'),
});
export type CalibrationFact = z.infer<typeof CalibrationFact>;

const Percentiles = z.strictObject({ p50: z.number(), p95: z.number(), p99: z.number(), rowsPerSecond: z.number() });
export type Percentiles = z.infer<typeof Percentiles>;

/** Measured in turns, candidate and production, so that a noisy machine hits both. */
export const SpeedFact = z.strictObject({
  batchSize: z.int().min(1).describe('rows a call'),
  calls: Count,
  candidate: Percentiles.describe('milliseconds a call'),
  baseline: Percentiles.nullable(),
  ratio: z
    .strictObject({ p50: Estimate, p95: Estimate, p99: Estimate, rowsPerSecond: Estimate })
    .nullable()
    .describe('candidate / production, with intervals over blocks of calls'),
  provider: z.string(),
});
export type SpeedFact = z.infer<typeof SpeedFact>;

/** Largest differences of any output between runs that should agree. */
export const DeterminismFact = z.strictObject({
  rows: Count,
  sameInputTwice: Difference,
  batchAgainstSingle: Difference,
  rowOrder: Difference,
});
export type DeterminismFact = z.infer<typeof DeterminismFact>;

export const ParityFact = z.strictObject({
  rows: Count,
  maxAbsoluteDifference: Difference,
  worst: z
    .strictObject({
      row: z.int().min(0).describe('number of the evaluation row, the first is 0'),
      value: z.int().min(0).describe('place of the value in the row, the first is 0'),
      exported: z.number(),
      trained: z.number(),
    })
    .nullable()
    .describe('the value that differs most; null where none does'),
});
export type ParityFact = z.infer<typeof ParityFact>;

export const RobustnessFact = z.strictObject({
  perturbation: z.enum(['noise', 'missing', 'unseen']),
  noise: z.number().describe('standard deviation of the noise, in those of the column'),
  rows: Count,
  flipRate: z
    .number()
    .describe(
      "share of rows whose prediction flips; regression: moves by more than 0.1 of the target's standard deviation",
    ),
  worstColumn: z
    .string()
    .nullable()
    .describe('the column that flips most rows; null where chance may have put it first'),
});
export type RobustnessFact = z.infer<typeof RobustnessFact>;

export const LeakageFacts = z.strictObject({
  sharedRows: z.number().min(0).max(1).nullable().describe('share of evaluation rows that stand in training too'),
  changedFiles: z.array(z.string()).nullable().describe('files of the evaluation set that the pull request changes'),
  columns: z
    .array(z.strictObject({ column: z.string(), auc: z.number() }))
    .describe('how well each column alone predicts the target, best first'),
});
export type LeakageFacts = z.infer<typeof LeakageFacts>;

export const DocumentFact = z.strictObject({
  document: z.string(),
  isThere: z.boolean(),
  fields: z.array(z.string()).describe('fields and headings that have a content'),
});
export type DocumentFact = z.infer<typeof DocumentFact>;

/** An expectation that is not met, or could not be looked at, and where it is written. */
export const OpenExpectation = z.strictObject({
  type: z.string(),
  columns: ExpectationResult.shape.columns,
  severity: Severity,
  status: ExpectationStatus,
  observed: ExpectationResult.shape.observed,
  unexpectedCount: ExpectationResult.shape.unexpectedCount,
  unexpectedPercent: ExpectationResult.shape.unexpectedPercent,
  sentence: ExpectationResult.shape.sentence,
  file: z.string().describe('where the expectation is written'),
  line: z.int().min(1),
});
export type OpenExpectation = z.infer<typeof OpenExpectation>;

/** How one data file met what the policy expects of it. */
export const ExpectationsFact = z.strictObject({
  role: DataRole,
  path: z.string(),
  isChanged: z.boolean().describe('the pull request changes the file: its own rows were looked at'),
  rows: Count.nullable(),
  counts: ValidationResult.shape.counts,
  open: z.array(OpenExpectation).max(50).describe('those that are not met, worst first'),
  unread: z.string().max(500).nullable().describe('why the file could not be looked at'),
});
export type ExpectationsFact = z.infer<typeof ExpectationsFact>;

/** What was measured on the files and the rows beside the metrics; empty or null where the policy asks for none. */
export const Measurements = z.strictObject({
  fairness: z.array(FairnessFact),
  calibration: z.array(CalibrationFact),
  speed: z.array(SpeedFact),
  determinism: DeterminismFact.nullable(),
  parity: ParityFact.nullable(),
  robustness: z.array(RobustnessFact),
  leakage: LeakageFacts.nullable(),
  documents: z.array(DocumentFact),
  expectations: z.array(ExpectationsFact),
});
export type Measurements = z.infer<typeof Measurements>;
export const NOTHING_MEASURED: Measurements = {
  fairness: [],
  calibration: [],
  speed: [],
  determinism: null,
  parity: null,
  robustness: [],
  leakage: null,
  documents: [],
  expectations: [],
};
