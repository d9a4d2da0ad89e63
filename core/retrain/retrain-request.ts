import * as z from 'zod';
import { Digest } from '../digest.ts';

/** Why a model is trained again. Committed as `.tidegate/retrain/<model>.json` by the retrain Action; trainers may read it. */
export const RetrainRequest = z.strictObject({
  kind: z.literal('tidegate.retrain-request'),
  version: z.literal(1),
  model: z.string(),
  reason: z.enum(['drift', 'schedule', 'manual']),
  driftReport: z.strictObject({ id: z.string(), digest: Digest, issue: z.int().nullable() }).nullable(),
  replaces: z.string().nullable().describe('release that served when retraining was asked'),
  requestedAt: z.iso.datetime(),
});
export type RetrainRequest = z.infer<typeof RetrainRequest>;
export const RETRAIN_REQUEST = { kind: 'tidegate.retrain-request', version: 1, schema: RetrainRequest } as const;
