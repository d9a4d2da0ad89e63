import * as z from 'zod';

const Share = z.number().min(0).max(1);
const Curve = z.array(z.tuple([Share, Share])).max(201);

/** What one model's scores look like; curves are thinned to at most 200 points without moving their area by more than 1e-4. */
export const ModelCurves = z.strictObject({
  roc: Curve.describe('[false positive rate, true positive rate]'),
  precisionRecall: Curve.describe('[recall, precision]'),
  calibration: z
    .array(z.strictObject({ predicted: Share, observed: Share, n: z.number().min(0) }))
    .describe('mean score and share of positives by score bin of equal mass'),
  histogram: z
    .strictObject({ negative: z.array(z.number()), positive: z.array(z.number()) })
    .describe('rows of each class in 20 bins of equal width over [0, 1]'),
});
export type ModelCurves = z.infer<typeof ModelCurves>;

/** Counts of true class (row) by predicted class (column); sums of weights where rows are weighted. */
export const ConfusionMatrix = z.strictObject({
  classes: z.array(z.string()).max(100),
  candidate: z.array(z.array(z.number())),
  baseline: z.array(z.array(z.number())).nullable(),
});
export type ConfusionMatrix = z.infer<typeof ConfusionMatrix>;

export const Curves = z.strictObject({ candidate: ModelCurves, baseline: ModelCurves.nullable() });
export type Curves = z.infer<typeof Curves>;
