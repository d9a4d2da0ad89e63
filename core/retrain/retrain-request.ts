import * as z from 'zod';
import { Digest } from '../digest.ts';

/** Why a model is trained again. Committed as `.tidegate/retrain/<model>.json` by the retrain Action; trainers may read it. */
export const RetrainRequest = z.strictObject({
  kind: z.literal('tidegate.retrain-request'),
  version: z.literal(1),
  model: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  reason: z.enum(['drift', 'schedule', 'manual']),
  reasons: z.array(z.string().max(300)).max(10).default([]).describe('What has drifted, the furthest first.'),
  driftReport: z.strictObject({ id: z.string().min(1).max(200), digest: Digest, issue: z.int().nullable() }).nullable(),
  replaces: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}@\d{1,5}\.\d{1,5}\.\d{1,5}$/)
    .nullable()
    .describe('release that served when retraining was asked'),
  requestedAt: z.iso.datetime(),
});
export type RetrainRequest = z.infer<typeof RetrainRequest>;
export const RETRAIN_REQUEST = { kind: 'tidegate.retrain-request', version: 1, schema: RetrainRequest } as const;
