import * as z from 'zod';
import { Digest } from '../digest.ts';
import { Calibration } from './calibration.ts';
import { ClassCalibration } from './class-calibration.ts';
import { countsEveryRow } from './counts-every-row.ts';
import { ErrorModel } from './error-model.ts';
import { BINS, LARGEST, SMALLEST_SCALE } from './grid.ts';
import { isConsistent } from './is-consistent.ts';

const Count = z.int().min(0);
const Name = z.string().min(1).max(1000);
const MOST_ATOMS = 2 * BINS;

/**
 * Counts of a column of numbers on a fixed grid. `counts[i]` and `ticks[i]` are of bin `first + i` without the atoms: rows, and
 * the sum of their whole ticks from the center.
 */
export const NumericCounts = z
  .strictObject({
    grid: z.strictObject({
      center: z.number().min(-LARGEST).max(LARGEST),
      scale: z.number().min(SMALLEST_SCALE).max(LARGEST),
    }),
    atoms: z.array(z.number()).max(MOST_ATOMS).describe('values with bins of their own, ascending'),
    missing: Count,
    nan: Count,
    positiveInfinity: Count,
    negativeInfinity: Count,
    min: z.number().nullable().describe('of the finite values'),
    max: z.number().nullable(),
    atomCounts: z.array(Count).max(MOST_ATOMS),
    first: z.int().min(0).max(BINS),
    counts: z.array(Count).max(BINS + 1),
    ticks: z.array(z.int().nullable().describe('null: not told, for few rows')).max(BINS + 1),
  })
  .refine(({ first, counts }) => first + counts.length <= BINS + 1, `expected bins up to ${BINS}`)
  .refine(({ counts, ticks }) => counts.length === ticks.length, 'expected a sum of ticks for every bin')
  .refine(isConsistent, 'expected counts, sums of ticks and extremes of the same values')
  .refine(({ atoms, atomCounts }) => atoms.length === atomCounts.length, 'expected a count for every atom')
  .refine(
    ({ atoms }) => atoms.every((atom, index) => index === 0 || atom > (atoms[index - 1] ?? atom)),
    'expected atoms to ascend',
  )
  .refine(({ min, max }) => (min === null) === (max === null) && (min ?? 0) <= (max ?? 0), 'expected min ≤ max');
export type NumericCounts = z.infer<typeof NumericCounts>;

/** Counts of the reference's most frequent values, frozen with it. */
export const CategoryCounts = z
  .strictObject({
    values: z.array(z.string()).max(200),
    counts: z.array(Count),
    other: Count.describe('rows with a value that is not listed'),
    missing: Count,
    hashed: z.literal(true).optional().describe('values are the first 16 digits of their SHA-256'),
    isComplete: z.boolean().describe('the reference had no other values: whatever is not listed was never seen'),
  })
  .refine(({ values, counts }) => values.length === counts.length, 'expected a count for every value')
  .refine(({ values }) => new Set(values).size === values.length, 'expected every value once');
export type CategoryCounts = z.infer<typeof CategoryCounts>;

export const Role = z.enum(['feature', 'prediction', 'target']);

export const ColumnProfile = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('numeric'), name: Name, role: Role, numbers: NumericCounts }),
  z.strictObject({
    kind: z.literal('timestamp'),
    name: Name,
    role: Role,
    numbers: NumericCounts.describe('seconds since 1970-01-01T00:00:00Z'),
  }),
  z.strictObject({ kind: z.literal('categorical'), name: Name, role: Role, categories: CategoryCounts }),
  z.strictObject({
    kind: z.literal('text'),
    name: Name,
    role: Role,
    length: NumericCounts.describe('characters'),
    patterns: CategoryCounts.describe('what kinds of characters a text is made of'),
  }),
  z.strictObject({
    kind: z.literal('embedding'),
    name: Name,
    role: Role,
    dimensions: z.int().min(1),
    norm: NumericCounts,
    components: z
      .array(z.strictObject({ index: z.int().min(0), numbers: NumericCounts }))
      .max(64)
      .describe('some of the components, evenly spread'),
  }),
]);
export type ColumnProfile = z.infer<typeof ColumnProfile>;

/** How far chunks of the reference are from the rest of it, in one way of looking at a column. */
export const LearntEffect = z.strictObject({
  column: Name,
  part: z.string().max(200).nullable(),
  aspect: z.string().max(40),
  measure: z.string().max(80),
  mean: z.number().min(0),
  deviation: z.number().min(0).describe('standard deviation, with c − 1'),
});
export type LearntEffect = z.infer<typeof LearntEffect>;

/** The rows by the values of a column, each counted apart. */
export const SegmentedColumn = z.strictObject({
  column: Name,
  parts: z
    .array(
      z
        .strictObject({
          name: z.string().max(1000),
          kind: z.enum(['value', 'other', 'missing']),
          rows: Count,
          columns: z.array(ColumnProfile),
        })
        .superRefine(({ columns, rows }, issues) => refuseOtherRows(columns, rows, issues)),
    )
    .max(52),
});
export type SegmentedColumn = z.infer<typeof SegmentedColumn>;

/** A column of a type that has no counts, as objects and bytes. */
export const NotCounted = z.strictObject({
  column: z.string().max(1000),
  type: z.string().max(100).describe('as the engine calls it'),
});
export type NotCounted = z.infer<typeof NotCounted>;

/** What is kept of the rows that a model version was judged on: counts, from which drift is computed. */
export const Profile = z
  .strictObject({
    kind: z.literal('tidegate.profile'),
    version: z.literal(1),
    model: z.string().nullable(),
    source: z.strictObject({
      name: z.string(),
      rows: Count,
      digest: Digest.nullable().describe('of the rows or the file; null for a merge'),
      parts: z
        .int()
        .min(2)
        .optional()
        .describe('of a merge: how many were added up; the name is the first one of theirs'),
    }),
    columns: z
      .array(ColumnProfile)
      .refine(
        (columns) => new Set(columns.map(({ name }) => name)).size === columns.length,
        'expected every column once',
      ),
    notCounted: z
      .array(NotCounted)
      .max(1000)
      .optional()
      .describe('columns of the rows that are not here, for objects and bytes have no counts'),
    importance: z
      .record(Name, z.number().min(0))
      .optional()
      .describe('of features, as the training run says; the share of drifted columns is weighted by it'),
    learnt: z
      .strictObject({
        chunks: z.int().min(5),
        by: z.union([z.enum(['day', 'week', 'month']), z.int().min(1)]),
        effects: z.array(LearntEffect).max(100_000),
      })
      .optional()
      .describe('each chunk of the reference against all others: thresholds are learnt from it'),
    segments: z
      .array(SegmentedColumn)
      .max(10)
      .optional()
      .describe('rows of the reference by the values of some columns'),
    calibration: Calibration.optional().describe('binary classification only, where the rows have scores and labels'),
    classCalibration: ClassCalibration.optional().describe(
      'multiclass classification only, where the model gives scores',
    ),
    errorModel: ErrorModel.optional().describe('regression only: what errors are estimated by until targets arrive'),
  })
  .superRefine(({ columns, source }, issues) => refuseOtherRows(columns, source.rows, issues));
export type Profile = z.infer<typeof Profile>;

/** What a profile is of, in words. */
export function nameSource({ name, parts }: Profile['source']): string {
  return parts === undefined ? name : `${name} and ${parts - 1} more`;
}

export const PROFILE = { kind: 'tidegate.profile', version: 1, schema: Profile } as const;

function refuseOtherRows(columns: readonly ColumnProfile[], rows: number, issues: z.RefinementCtx): void {
  columns.forEach((column, place) => {
    if (countsEveryRow(column, rows)) return;
    const message = `expected counts of ${rows} rows in every part of column ${JSON.stringify(column.name)}`;
    issues.addIssue({ code: 'custom', path: ['columns', place], message });
  });
}
