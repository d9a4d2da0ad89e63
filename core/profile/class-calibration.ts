import * as z from 'zod';
import { binScores } from './score-bins.ts';

const Count = z.int().min(0);
/** Of all classes together: some kilobytes. */
const MOST_BINS = 300;
const LEAST_BINS = 6;
/** More classes leave too few bins to each. */
export const MOST_CALIBRATED_CLASSES = 50;

const ClassBin = z
  .strictObject({
    rows: z.int().min(1),
    sum: z.number().describe('of the scores of this class'),
    own: Count.describe('rows whose label is this class'),
  })
  .refine(({ rows, own }) => own <= rows, 'expected rows of the class among the rows');

const CalibratedClass = z
  .strictObject({
    class: z.string(),
    lowest: z.number().describe('score'),
    highest: z.number(),
    bins: z.array(ClassBin).min(1).max(MOST_BINS).describe('by score of this class; about as many rows in each'),
  })
  .refine(({ lowest, highest }) => lowest <= highest, 'expected lowest ≤ highest');
export type CalibratedClass = z.infer<typeof CalibratedClass>;

/** What the scores of each of several classes said and what was true: each class against the rest, by bins of its score. */
export const ClassCalibration = z
  .array(CalibratedClass)
  .min(2)
  .max(MOST_CALIBRATED_CLASSES)
  .refine((all) => new Set(all.map((each) => each.class)).size === all.length, 'expected every class once')
  .refine((all) => new Set(all.map(countRows)).size === 1, 'expected the same rows for every class')
  .refine(
    (all) => all.reduce((sum, { bins }) => sum + bins.reduce((own, bin) => own + bin.own, 0), 0) <= countRows(all[0]),
    'expected every row in one class',
  );
export type ClassCalibration = z.infer<typeof ClassCalibration>;

export function countRows(calibrated: CalibratedClass | undefined): number {
  return calibrated?.bins.reduce((sum, { rows }) => sum + rows, 0) ?? 0;
}

/** Rows that a classifier of several classes was judged on. Labels: index into the classes; scores row-major [rows, classes]. */
export interface JudgedClasses {
  readonly classes: readonly string[];
  readonly scores: Float64Array;
  readonly labels: ArrayLike<number>;
}

/** Undefined for rows that are too few, classes that are too many, or scores that are no usual numbers. */
export function countClassCalibration({ classes, scores, labels }: JudgedClasses): ClassCalibration | undefined {
  const width = classes.length;
  if (width < 2 || width > MOST_CALIBRATED_CLASSES) return undefined;
  const most = Math.max(LEAST_BINS, Math.floor(MOST_BINS / width));
  const counted = classes.flatMap((name, index) => {
    const own = Float64Array.from({ length: labels.length }, (_, row) => scores[row * width + index] as number);
    const bins = binScores(own, most)?.map((rows) => {
      const bin = { rows: rows.length, sum: 0, own: 0 };
      for (const row of rows) {
        bin.sum += own[row] as number;
        bin.own += Number(labels[row] === index);
      }
      return bin;
    });
    if (!bins) return [];
    const [lowest, highest] = own.reduce(
      ([low, high], score) => [Math.min(low, score), Math.max(high, score)] as const,
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] as const,
    );
    return [{ class: name, lowest, highest, bins }];
  });
  return counted.length === width ? counted : undefined;
}
