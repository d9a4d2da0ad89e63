import * as z from 'zod';
import { Digest } from '../digest.ts';

/**
 * The JSON input of the operate workflow's `request`: which bytes are to serve where, on whose word.
 * It is checked again by the protection rule and by the deploy Action: a dispatch can be made by hand.
 */
export const Promotion = z.strictObject({
  kind: z.literal('tidegate.promotion'),
  version: z.literal(1),
  action: z.enum(['promote', 'rollback']),
  model: z.string(),
  release: z.string().regex(/^[a-z][a-z0-9-]{0,39}@\d{1,5}\.\d{1,5}\.\d{1,5}$/),
  digest: Digest,
  environment: z.string(),
  requestedBy: z.string(),
  issue: z.int().describe('issue or pull request that asked; the answer goes there'),
  comment: z.int().nullable(),
});
export type Promotion = z.infer<typeof Promotion>;
export const PROMOTION = { kind: 'tidegate.promotion', version: 1, schema: Promotion } as const;
