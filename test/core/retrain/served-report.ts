import type { ServedReport } from '@tidegate/core/drift/drift-report';

/** A drift report of churn@1.1.0 in production. */
export function makeServedReport(changes: Partial<ServedReport>): ServedReport {
  return {
    kind: 'tidegate.drift-report',
    version: 1,
    id: 'drift-1',
    createdAt: '2026-01-02T03:04:05.000Z',
    model: 'churn',
    release: 'churn@1.1.0',
    digest: `sha256:${'1'.repeat(64)}`,
    environment: 'production',
    reference: { name: 'churn.csv', rows: 1250 },
    window: { name: 'predictions', rows: 1000, from: null, to: null },
    settings: { alpha: 0.01, minRows: 200, drifted: 1, of: 1 },
    columns: [],
    driftedShare: 0,
    windows: ['drift'],
    brokenLines: 0,
    outcome: 'drift',
    ...changes,
  };
}
