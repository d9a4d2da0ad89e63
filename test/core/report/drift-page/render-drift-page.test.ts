import { readDriftPageAssets } from '@tidegate/core/adapters/drift-page-assets';
import type { DriftReport } from '@tidegate/core/drift/drift-report';
import { renderDriftPage } from '@tidegate/core/report/drift-page/render-drift-page';
import { beforeAll, describe, expect, it } from 'vitest';
import { HOSTILE, makeHostile } from './hostile-report.ts';
import { makeWideReport } from './wide-report.ts';

const assets = readDriftPageAssets();
const small = { library: 'globalThis.Chart = class {};', script: '"our script"', style: 'p{}' };
const sizeOf = (page: string) => new TextEncoder().encode(page).length;
const drawnOf = (page: string) =>
  JSON.parse(/<script type="application\/json" id="drawn">(.*)<\/script>/.exec(page)?.[1] ?? '') as {
    cells: { labels: string[]; reference: number[]; now: number[] } | null;
    findings: { what: string }[];
    isCut: boolean;
  }[];
let report: DriftReport;
beforeAll(() => {
  report = makeWideReport(200);
});

describe('the drift page', () => {
  it('has the plots of 200 columns in less than one megabyte', async () => {
    const page = await renderDriftPage(report, assets);
    expect(sizeOf(page)).toBeLessThan(1_000_000);
    expect(drawnOf(page).filter(({ cells }) => (cells?.labels.length ?? 0) > 1)).toHaveLength(200);
    expect(page.includes('<p class="note">')).toBe(false);
  });

  it('refers to nothing outside, and forbids itself to', async () => {
    const page = await renderDriftPage(report, assets);
    const own = page.replace(assets.library.replace(/^\/\/# sourceMappingURL=.*$/m, ''), '').replace(assets.script, '');
    expect(own).not.toMatch(/https?:|\ssrc=|\shref=|url\(|@import|sourceMappingURL/);
    expect(page).not.toContain('sourceMappingURL');
    expect(page).toMatch(
      /default-src 'none'; script-src 'sha256-\S+' 'sha256-\S+'; style-src 'sha256-\S+' 'sha256-\S+';/,
    );
    expect(page).not.toContain('unsafe');
  });

  it('says in words what was compared, how it is decided, and what moved first', async () => {
    const page = await renderDriftPage(report, small);
    expect(page).toContain('<h1>churn in production: 31 of 200 columns have drifted</h1>');
    expect(page).toContain(
      '1,000 rows of predictions of churn@1.1.0 in production, 2026-01-01 00:00 UTC to 2026-01-01 16:39 UTC',
    );
    expect(page).toContain('2,000 rows of data/churn.csv');
    expect(page).toContain('p &lt; 0.005 after Holm’s correction');
    const rows = page.match(/<span class="tag (\S+)">/g)?.slice(1) ?? [];
    expect(rows).toEqual(
      rows.toSorted((left, right) => Number(right.includes('"tag drift"')) - Number(left.includes('"tag drift"'))),
    );
  });

  it('is a table to assistive software: headings, captions, names of controls', async () => {
    const page = await renderDriftPage(report, small);
    expect(
      page.match(/<th scope="row"><button type="button" aria-expanded="false" aria-controls="d\d+">/g),
    ).toHaveLength(200);
    expect(page.match(/<tr class="detail" id="d\d+" hidden>/g)).toHaveLength(200);
    expect(page).toMatch(/<th scope="col" aria-sort="ascending"><button type="button" data-sort="decision">/);
    expect(page).toMatch(/<html lang="en">[\s\S]*<caption>/);
    expect(page.match(/<h1>/g)).toHaveLength(1);
  });

  it('draws what the document says: percent of rows in its cells', async () => {
    const [first] = report.columns;
    const [drawn] = drawnOf(await renderDriftPage(report, small));
    expect(drawn?.cells?.labels).toEqual(first?.shares?.labels);
    expect(drawn?.cells?.now).toEqual(first?.shares?.current.map((share) => Number((100 * share).toFixed(2))));
    expect(drawn?.findings.map(({ what }) => what)).toEqual(['wasserstein', 'out of range']);
  });

  it('sums up what cannot be read as bars', async () => {
    const labels = Array.from({ length: 200 }, (_, index) => `value ${index}`);
    const share = labels.map((_, index) => (index === 150 ? 0.5 : 0.5 / 199));
    const columns = report.columns
      .slice(0, 1)
      .map((column) => ({ ...column, shares: { labels, reference: share, current: share } }));
    const [drawn] = drawnOf(await renderDriftPage({ ...report, columns }, small));
    expect(drawn?.cells?.labels).toHaveLength(24);
    expect(drawn?.cells?.labels).toContain('value 150');
    expect(drawn?.cells?.labels.at(-1)).toBe('(177 others)');
    expect(drawn?.cells?.now.reduce((sum, value) => sum + value, 0)).toBeCloseTo(100, 0);
  });

  it('tells windows that count, weights, and lines that were left out', async () => {
    const columns = report.columns.map((column) => ({ ...column, importance: 0.25 }));
    const settings = { ...report.settings, drifted: 2, of: 3 };
    const page = await renderDriftPage(
      { ...report, columns, settings, windows: ['drift', 'none', 'cannot-tell'], brokenLines: 7 },
      small,
    );
    expect(page).toContain('an alarm needs 2 of the last 3 windows');
    expect(page).toContain('weight 0.25');
    expect(page).toContain('7 lines of the log that are no predictions');
  });

  it('holds a report of nothing', async () => {
    const page = await renderDriftPage({ ...report, columns: [], outcome: 'cannot-tell' }, small);
    expect(page).toContain('churn in production: cannot tell');
    expect(drawnOf(page)).toEqual([]);
  });
});

describe('a page of hostile data', () => {
  it('has the markup of a harmless one', async () => {
    const shape = (page: string) =>
      page.replace(/<script type="application\/json".*<\/script>/, '').match(/<\/?[a-z!][^>]*>/gi);
    const harmless = await renderDriftPage(report, small);
    const hostile = await renderDriftPage(makeHostile(report), small);
    expect(shape(hostile)).toEqual(shape(harmless));
    for (const text of HOSTILE.filter((each) => each.includes('<'))) expect(hostile.includes(text)).toBe(false);
    for (const sign of ['\u0000', '\u001b', '\u202e']) expect(hostile.includes(sign)).toBe(false);
  });

  it('keeps the data inside its element, and the text as it is', async () => {
    const page = await renderDriftPage(makeHostile(report), small);
    const text = /<script type="application\/json" id="drawn">(.*)<\/script>/.exec(page)?.[1] ?? '';
    expect(text).not.toContain('<');
    expect(drawnOf(page)[0]?.cells?.labels[0]).toBe(HOSTILE[0]);
  });

  it('stays under one megabyte with names and values of any length', async () => {
    const page = await renderDriftPage(makeHostile(report, 40), assets);
    expect(sizeOf(page)).toBeLessThan(1_000_000);
    expect(drawnOf(page)).toHaveLength(200);
  });

  it('leaves out plots, then rows, of thousands of columns, and says so', async () => {
    const columns = Array.from({ length: 3_000 }, (_, index) => report.columns[index % 200] ?? []).flat();
    const page = await renderDriftPage(makeHostile({ ...report, columns }), assets);
    expect(sizeOf(page)).toBeLessThan(1_000_000);
    const drawn = drawnOf(page);
    expect([drawn.length > 200, drawn[0]?.isCut, drawn.at(-1)?.isCut]).toEqual([true, false, true]);
    expect(page.includes(`${drawn.filter(({ isCut }) => isCut).length} columns have no plot here`)).toBe(true);
    expect(page.includes(`and ${3_000 - drawn.length} columns with less drift`)).toBe(true);
  });
});
