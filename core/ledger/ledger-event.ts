import * as z from 'zod';
import { Digest } from '../digest.ts';
import { Sha } from '../run/run-record.ts';

export const LedgerAction = z.enum([
  'run-recorded',
  'validation-requested',
  'verdict-given',
  'release-requested',
  'released',
  'promotion-requested',
  'promotion-refused',
  'deployment-approved',
  'deployment-rejected',
  'deployed',
  'deployment-failed',
  'rollback-requested',
  'drift-found',
  'drift-reported',
  'drift-ended',
  'retraining-requested',
]);
export type LedgerAction = z.infer<typeof LedgerAction>;

/** One line of the append-only ledger branch: who did what to which bytes, when, why, chained by digest to the line before. */
export const LedgerEvent = z.strictObject({
  kind: z.literal('tidegate.ledger-event'),
  version: z.literal(1),
  sequence: z.int().min(1),
  previous: Digest.nullable().describe('SHA-256 of the previous event as written; null for the first'),
  at: z.iso.datetime(),
  actor: z.string(),
  action: LedgerAction,
  model: z.string(),
  release: z.string().nullable(),
  environment: z.string().nullable(),
  commit: Sha.nullable(),
  digest: Digest.nullable(),
  decision: z.string().nullable(),
  reason: z.string().max(500),
  runId: z.int().nullable().describe('workflow run that carries it out'),
  issue: z.int().nullable().describe('issue or pull request where it was asked'),
  comment: z.int().nullable(),
  url: z.string().nullable(),
});
export type LedgerEvent = z.infer<typeof LedgerEvent>;
export const LEDGER_EVENT = { kind: 'tidegate.ledger-event', version: 1, schema: LedgerEvent } as const;
