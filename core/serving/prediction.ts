import * as z from 'zod';
import { Digest } from '../digest.ts';

/** One line of the prediction log (JSON lines): what was asked, what was answered, by which bytes. */
export const Prediction = z.strictObject({
  kind: z.literal('tidegate.prediction'),
  version: z.literal(1),
  id: z.string(),
  at: z.iso.datetime(),
  model: z.string(),
  modelVersion: z.string(),
  digest: Digest,
  inputs: z.record(z.string(), z.union([z.number(), z.string(), z.null()])),
  score: z.number(),
  label: z.string(),
});
export type Prediction = z.infer<typeof Prediction>;
export const PREDICTION = { kind: 'tidegate.prediction', version: 1, schema: Prediction } as const;
