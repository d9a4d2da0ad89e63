import * as z from 'zod';

const Side = z.strictObject({
  path: z.string().describe('File in the repository.'),
  rows: z
    .array(z.int().min(0))
    .nullable()
    .describe('Numbers of the rows in the order of the file, the first after a header is 0; null for all rows.'),
});

/**
 * Which rows a trainer may learn from, and on which the gate will judge it (`$TIDEGATE_SPLIT`). A trainer in another language
 * could not compute the hashes of `splitRows` from its own reading of the file.
 */
export const RowSplit = z.strictObject({
  kind: z.literal('tidegate.row-split'),
  version: z.literal(1),
  training: Side,
  evaluation: Side,
});
export type RowSplit = z.infer<typeof RowSplit>;
export const ROW_SPLIT = { kind: 'tidegate.row-split', version: 1, schema: RowSplit } as const;
