import { describe, expect, it } from 'vitest';
import type { ColumnDrift, DriftReport } from '../../../core/drift/drift-report.ts';
import { COMMENT_MAX_CHARACTERS } from '../../../core/limits.ts';
import { renderDriftHeadline, renderDriftReport } from '../../../core/report/render-drift.ts';

const column = (name: string, effect: number, changes: Partial<ColumnDrift> = {}): ColumnDrift => {
  const decision = effect >= 0.06 ? 'drift' : 'none';
  return {
    column: name,
    kind: 'numeric',
    role: 'feature',
    importance: null,
    decision,
    findings: [
      {
        aspect: 'distribution',
        part: null,
        measure: 'wasserstein',
        effect: { low: effect, high: effect },
        noiseFloor: null,
        threshold: 0.06,
        p: 0.00001,
        correctedP: 0.0001,
        decision,
        message: `wasserstein ${effect}`,
      },
    ],
    shares: { labels: ['1 to 2', '2 to 3'], reference: [0.4, 0.6], current: [0.9, 0.1] },
    ...changes,
  };
};
const report = (changes: Partial<DriftReport> = {}): DriftReport => ({
  kind: 'tidegate.drift-report',
  version: 1,
  id: 'drift-1',
  createdAt: '2026-01-02T03:04:05.000Z',
  model: 'churn',
  release: 'churn@1.1.0',
  digest: `sha256:${'a'.repeat(64)}`,
  environment: 'live',
  reference: { name: 'data/churn.csv', rows: 1250 },
  window: { name: 'predictions', from: '2026-01-01T00:00:00.000Z', to: '2026-01-02T00:00:00.000Z', rows: 1000 },
  settings: { alpha: 0.01, minRows: 200, drifted: 1, of: 1 },
  columns: [
    column('total_day_minutes', 1.4),
    column('(prediction)', 0.5, { role: 'prediction' }),
    column('calls', 0.02),
  ],
  driftedShare: 0.5,
  windows: ['drift'],
  brokenLines: 0,
  outcome: 'drift',
  ...changes,
});

it('says how much drifted, of which version, and what can be done there', () => {
  const body = renderDriftReport(report());
  expect(body).toMatch(/^## churn in live: 2 of 3 columns have drifted\n/);
  expect(body).toContain('1,000 rows of `churn@1.1.0` (`aaaaaaaaaaaa`), 2026-01-01 00:00 to 2026-01-02 00:00 UTC,');
  expect(body).toContain('`/rollback live`');
  expect(body.match(/xychart-beta/g)).toHaveLength(2);
});

it('says for each column what drifted, and by how much', () => {
  const body = renderDriftReport(report());
  expect(body).toMatch(/\| `total_day_minutes` +\| 🔴 drift +\| distribution +\| wasserstein 1\.4/);
  expect(body).toContain('`(prediction)` (prediction)');
});

it('says that an alarm waits for more windows', () => {
  const waiting = report({ outcome: 'none', settings: { alpha: 0.01, minRows: 200, drifted: 2, of: 3 } });
  expect(renderDriftHeadline(waiting)).toBe('churn in live: 2 of 3 columns have drifted, in fewer than 2 of 3 windows');
});

it.each([
  ['none', 'churn in live: no drift'],
  ['cannot-tell', 'churn in live: cannot tell'],
] as const)('gives no advice where the outcome is %s', (outcome, words) => {
  const body = renderDriftReport(report({ outcome, windows: [outcome] }));
  expect(body).toContain(words);
  expect(body).not.toContain('/rollback');
});

it('speaks of files where no model is served', () => {
  const body = renderDriftReport(report({ model: null, release: null, digest: null, environment: null }));
  expect(body).toMatch(/^## Data: 2 of 3 columns have drifted\n/);
  expect(body).not.toContain('rollback');
});

describe('names and findings of data stay words', () => {
  it.each(['@octocat', '<img src=x>', 'a | b', '`x`', '](https://example.com)', 'a\n## b'])('%j', (text) => {
    const shares = { labels: [text, 'b'], reference: [0.5, 0.5], current: [1, 0] };
    const body = renderDriftReport(report({ columns: [column(text, 1, { shares }), column('b', 0.01)] }));
    const outsideCode = body.replace(/`[^`\n]*`/g, '');
    expect(outsideCode).not.toMatch(/(^|[^A-Za-z0-9])@octocat|<img|^## b|^\| a \| b/m);
    expect(body.match(/^## /gm)).toHaveLength(1);
    expect(body.match(/```/g)).toHaveLength(2);
  });

  it('and thousands of columns fit, with how many are left out', () => {
    const columns = Array.from({ length: 2000 }, (_, index) =>
      column(`column_${index}_${'x'.repeat(200)}`, index / 100),
    );
    const body = renderDriftReport(report({ columns }));
    expect(body.length).toBeLessThan(COMMENT_MAX_CHARACTERS);
    expect(body).toContain('… and 1940 with less drift');
  });
});
