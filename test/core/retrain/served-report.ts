import type { ColumnDrift, ServedReport } from '@tidegate/core/drift/drift-report';

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

export function quietColumn(column: string): ColumnDrift {
  return { column, kind: 'numeric', role: 'feature', importance: null, decision: 'none', findings: [], shares: null };
}

export function driftedColumn(column: string): ColumnDrift {
  const finding = {
    aspect: 'missing',
    part: null,
    measure: 'share',
    effect: { low: 0.4, high: 0.4 },
    noiseFloor: null,
    threshold: 0.01,
    p: 0,
    correctedP: 0,
    decision: 'drift',
    message: 'share 0.4 is at or above 0.01.',
  } as const;
  return { ...quietColumn(column), decision: 'drift', findings: [finding] };
}
