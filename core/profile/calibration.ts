import * as z from 'zod';
import { binScores } from './score-bins.ts';

const Count = z.int().min(0);
const MOST_BINS = 100;

const ScoreBin = z
  .strictObject({
    rows: z.int().min(1),
    sum: z.number().describe('of the scores'),
    positives: Count.describe('rows whose label is the positive one'),
    predicted: Count.describe('rows that the model called positive'),
    hits: Count.describe('rows that are, and were called, positive'),
  })
  .refine(
    ({ rows, positives, predicted, hits }) =>
      hits <= Math.min(positives, predicted) && positives + predicted - hits <= rows,
    'expected counts of parts of the rows',
  );

/** What scores said and what was true, by bins of the score: enough to say how good a model is on rows without labels. */
export const Calibration = z.strictObject({
  classes: z.tuple([z.string(), z.string()]).describe('the negative one, then the positive one'),
  bins: z.array(ScoreBin).min(1).max(MOST_BINS).describe('by score; about as many rows in each'),
});
export type Calibration = z.infer<typeof Calibration>;

/** Rows that a binary classifier was judged on. Labels and predictions: 1 is positive. */
export interface JudgedRows {
  readonly classes: readonly [negative: string, positive: string];
  readonly scores: Float64Array;
  readonly labels: ArrayLike<number>;
  readonly predictions: ArrayLike<number>;
}

/** Undefined for rows that are too few, or whose scores are no usual numbers. */
export function countCalibration({ classes, scores, labels, predictions }: JudgedRows): Calibration | undefined {
  const bins = binScores(scores, MOST_BINS)?.map((rows) => {
    const bin = { rows: 0, sum: 0, positives: 0, predicted: 0, hits: 0 };
    for (const row of rows) {
      const [isPositive, isPredicted] = [labels[row] === 1, predictions[row] === 1];
      bin.rows += 1;
      bin.sum += scores[row] as number;
      bin.positives += Number(isPositive);
      bin.predicted += Number(isPredicted);
      bin.hits += Number(isPositive && isPredicted);
    }
    return bin;
  });
  return bins && { classes: [...classes], bins };
}
