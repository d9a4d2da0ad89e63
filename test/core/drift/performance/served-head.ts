/** What all predictions of a log have in common. */
export const SERVED_HEAD = {
  kind: 'tidegate.prediction',
  version: 1,
  at: '2026-01-02T03:04:05.000Z',
  model: 'm',
  modelVersion: '1.0.0',
  digest: `sha256:${'a'.repeat(64)}`,
} as const;
/** How the intervals of a verdict were made. */
export const INTERVAL = { method: 'bootstrap', confidence: 0.95, replicates: 2000, seed: 7 } as const;
