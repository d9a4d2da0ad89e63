import * as z from 'zod';

/**
 * What the training framework itself predicts for the evaluation rows, in their order (`$TIDEGATE_OUTPUT/predictions.json`):
 * the score of the positive class, the scores of all classes row after row, or the value. For any language to write.
 */
export const Predictions = z
  .strictObject({
    kind: z.literal('tidegate.predictions'),
    version: z.literal(1),
    rows: z.int().min(1),
    values: z.array(z.number()).min(1),
  })
  .refine(({ rows, values }) => values.length % rows === 0, 'expected the same number of values for every row');
export type Predictions = z.infer<typeof Predictions>;
export const PREDICTIONS = { kind: 'tidegate.predictions', version: 1, schema: Predictions } as const;
