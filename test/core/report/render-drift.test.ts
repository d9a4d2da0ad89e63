import { describe, expect, it } from 'vitest';
import type { ColumnDrift, DriftReport } from '../../../core/drift/drift-report.ts';
import { COMMENT_MAX_CHARACTERS } from '../../../core/limits.ts';
import { renderDriftReport } from '../../../core/report/render-drift.ts';

const column = (name: string, psi: number, changes: Partial<ColumnDrift> = {}): ColumnDrift => ({
  column: name,
  type: 'numeric',
  test: 'kolmogorov-smirnov',
  statistic: 0.31,
  psi,
  p: 0.00001,
  threshold: { psi: 0.2, statistic: 0.1, alpha: 0.01 },
  missingShare: { reference: 0, current: 0 },
  unseenShare: null,
  decision: psi >= 0.2 ? 'drift' : 'none',
  message: '',
  ...changes,
});
const report = (changes: Partial<DriftReport> = {}): DriftReport => ({
  kind: 'tidegate.drift-report',
  version: 1,
  id: 'drift-1',
  createdAt: '2026-01-02T03:04:05.000Z',
  model: 'churn',
  release: 'churn@1.1.0',
  digest: `sha256:${'a'.repeat(64)}`,
  environment: 'live',
  window: { from: '2026-01-01T00:00:00.000Z', to: '2026-01-02T00:00:00.000Z', rows: 1000 },
  reference: { rows: 1250, digest: `sha256:${'b'.repeat(64)}` },
  columns: [column('total_eve_minutes', 0.02), column('total_day_minutes', 1.4)],
  prediction: column('prediction', 0.5),
  target: null,
  performance: [],
  dataQuality: [],
  outcome: 'drift',
  ...changes,
});

it('says how much drifted, of which version, and what can be done there', () => {
  const body = renderDriftReport(report());
  expect(body).toMatch(/^## churn in live: 2 of 3 distributions have drifted\n/);
  expect(body).toContain('The newest 1,000 predictions of `churn@1.1.0` (`aaaaaaaaaaaa`, 2026-01-01 00:00 to');
  expect(body).toContain('`/rollback live`');
});

it('shows the prediction first, then the columns by how far they went', () => {
  const rows = [...renderDriftReport(report()).matchAll(/^\| `(\w+)`/gm)].map((match) => match[1]);
  expect(rows).toEqual(['prediction', 'total_day_minutes', 'total_eve_minutes']);
});

it.each([
  ['none', 'churn in live: no drift'],
  ['cannot-tell', 'churn in live: too few predictions to tell'],
] as const)('gives no advice where the outcome is %s', (outcome, words) => {
  const body = renderDriftReport(report({ outcome }));
  expect(body).toContain(words);
  expect(body).not.toContain('/rollback');
});

describe('names and findings of data stay words', () => {
  it.each(['@octocat', '<img src=x>', 'a | b', '`x`', '](https://example.com)', 'a\n## b'])('%j', (text) => {
    const quality = [{ column: text, finding: `rows with ${text}`, rows: 3 }];
    const body = renderDriftReport(report({ columns: [column(text, 1), column('b', 0.1)], dataQuality: quality }));
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
    expect(body).toContain('… and 1941 with less drift');
  });
});
