import { readDriftPageAssets } from '@tidegate/core/adapters/drift-page-assets';
import { DriftReport } from '@tidegate/core/drift/drift-report';
import type { PartDrift } from '@tidegate/core/drift/part-drift';
import { COMMENT_MAX_CHARACTERS } from '@tidegate/core/limits';
import { renderDriftPage } from '@tidegate/core/report/drift-page/render-drift-page';
import { renderDriftReport } from '@tidegate/core/report/render-drift';
import { describe, expect, it } from 'vitest';
import { makeServedReport } from '../retrain/served-report.ts';
import { HOSTILE } from './drift-page/hostile-report.ts';

const small = { library: '', script: '', style: '' };
const part = (name: string, changes: Partial<PartDrift> = {}): PartDrift => ({
  name,
  kind: 'chunk',
  rows: 300,
  referenceRows: 5000,
  outcome: 'none',
  drifted: [],
  undecided: 0,
  ...changes,
});
const drifted = (...names: string[]): PartDrift['drifted'] =>
  names.map((column, index) => ({
    column,
    aspect: index === 1 ? 'out-of-range' : 'distribution',
    part: null,
    measure: 'wasserstein',
    effect: { low: 0.123, high: 0.2 },
    threshold: 0.06,
    correctedP: 0.001,
  }));
const MONTHS = [
  part('2026-01', { outcome: 'drift', drifted: drifted('speed', 'price', 'kind', 'age'), undecided: 2 }),
  part('2026-02'),
  part('2026-03', { outcome: 'cannot-tell', rows: 8 }),
];
const withParts = (changes: Pick<Partial<DriftReport>, 'chunks' | 'segments' | 'columns'>) => makeServedReport(changes);
const report = withParts({
  chunks: { column: 'at', by: 'month', untimed: 7, parts: MONTHS },
  segments: [
    {
      column: 'region',
      parts: [
        part('north', { kind: 'value', outcome: 'drift', drifted: drifted('speed') }),
        part('west', { kind: 'value', outcome: 'cannot-tell', referenceRows: 0 }),
      ],
    },
    { column: 'shop', parts: [] },
  ],
});

it('chunks and segments are tables of the report', () => {
  expect(DriftReport.parse(report)).toEqual(report);
  const body = renderDriftReport(report);
  expect(body).toContain('### By month of `at`: 1 of 3 has drifted');
  expect(body).toContain(
    '| 2026-01 | 300 | 🔴 drift | `speed` 0.12, `price` out of range 0.12, `kind` 0.12, 1 more, 2 cannot be told |',
  );
  expect(body).toContain('| 2026-03 | 8 | ⚪ cannot tell | only 8 rows |');
  expect(body).toContain('7 rows have no time; they are in no chunk.');
  expect(body).toContain('### By `region`: 1 of 2 has drifted');
  expect(body).toContain('| `west` | 300 | 0 | ⚪ cannot tell | the reference has no such rows |');
  expect(body).toContain(
    '### By `shop`\n\nThe profile of the reference has no such segments: release the model again.',
  );
  expect(renderDriftReport(withParts({}))).not.toContain('###');
});

it('the page has them too, with a bar for each chunk', async () => {
  const page = await renderDriftPage(report, small);
  expect(page).toContain('<h2 id="chunks">By month of at</h2>');
  expect(page.match(/<rect class="(drift|none|cannot-tell)"/g)).toHaveLength(3);
  expect(page).toContain('<th scope="row">2026-02</th><td>300</td>');
  expect(page).toContain('<code>price</code> out of range 0.123');
  expect(page).toContain('<h2 id="segments-0">By region</h2>');
  expect(await renderDriftPage(withParts({}), small)).not.toContain('class="parts"');
});

describe('of hostile names and hundreds of parts', () => {
  const text = (index: number) => (HOSTILE[index % HOSTILE.length] ?? '').repeat(20);
  const hostile = (count: number, name: (index: number) => string) =>
    Array.from({ length: count }, (_, index) =>
      part(name(index), {
        kind: 'value',
        outcome: index % 2 ? 'drift' : 'none',
        drifted: index % 2 ? drifted(text(index), text(index + 1), text(index + 2), text(3)) : [],
      }),
    );
  const wide = withParts({
    columns: [],
    chunks: { column: text(0), by: 'day', untimed: 1, parts: hostile(400, (index) => `day ${index}`) },
    segments: Array.from({ length: 10 }, (_, index) => ({ column: text(index), parts: hostile(52, text) })),
  });

  it('the Markdown fits a comment and has no markup of theirs', () => {
    const body = renderDriftReport(wide);
    expect(body.length).toBeLessThan(COMMENT_MAX_CHARACTERS / 2);
    const outside = body.replace(/`[^`\n]*`/g, '').replace(/<\/?(details|summary|sub)>/g, '');
    expect(outside.replace(/p < [\d.]+/g, '')).not.toMatch(/<|owned/);
    expect(body).toContain('day 399');
    expect(body).toContain('376 before them, the newest 24');
  });

  it('the page stays small and whole', async () => {
    const page = await renderDriftPage(wide, readDriftPageAssets());
    expect(new TextEncoder().encode(page).length).toBeLessThan(1_000_000);
    for (const each of HOSTILE.filter((some) => some.includes('<'))) expect(page.includes(each)).toBe(false);
    expect(page).toContain('200 older ones are in the document only.');
    expect(page).toContain('42 of 52 segments are in the document only.');
  });
});
