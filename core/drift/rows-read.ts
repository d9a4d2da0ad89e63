import * as z from 'zod';

const Side = z.strictObject({ read: z.int().min(0), all: z.int().min(0) });

/** How many rows of each side were looked at: of many, every so many-th, in the order of the file. */
export const RowsRead = z.strictObject({ reference: Side, window: Side });
export type RowsRead = z.infer<typeof RowsRead>;
