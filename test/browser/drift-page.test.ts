import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readDriftPageAssets } from '@tidegate/core/adapters/drift-page-assets';
import type { DriftReport } from '@tidegate/core/drift/drift-report';
import { comparePerformance } from '@tidegate/core/drift/performance/performance-row';
import { renderDriftPage } from '@tidegate/core/report/drift-page/render-drift-page';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeHostile } from '../core/report/drift-page/hostile-report.ts';
import { makeWideReport } from '../core/report/drift-page/wide-report.ts';
import { CHROMIUM, openTab, type Tab } from './browser.ts';

/** With performance by labels, whose numbers are the longest of a page. */
function withPerformance(report: DriftReport): DriftReport {
  const estimate = { value: 0.49603, low: 0.47861, high: 0.51324 };
  const accuracy = { metric: 'accuracy', higherIsBetter: true, estimate, reference: estimate, margin: 0 };
  return {
    ...report,
    performance: {
      task: 'binary-classification',
      metric: 'accuracy',
      drop: 0.05,
      realized: {
        kind: 'measured',
        task: 'binary-classification',
        rows: 1_000,
        windowRows: 1_000,
        labelledShare: 1,
        metrics: [comparePerformance(accuracy)],
        notDefined: [],
        interval: { method: 'bootstrap over rows (percentile)', confidence: 0.99, replicates: 1_000, seed: 7 },
        chunks: [],
      },
      estimated: null,
      strangers: 0,
      read: null,
      decidedBy: 'labels',
      decision: 'none',
      message: 'Labels: accuracy is not worse.',
    },
  };
}

// Where there is a Chromium: on the runners of GitHub, and on most machines.
describe.runIf(CHROMIUM)('the drift page in a browser', () => {
  let tab: Tab;
  let folder = '';
  const report = makeWideReport(200);
  const pages: Record<string, string> = {};
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tidegate-page-'));
    for (const [name, shown] of Object.entries({
      wide: report,
      measured: withPerformance(report),
      hostile: makeHostile(report),
    })) {
      const file = join(folder, `${name}.html`);
      writeFileSync(file, await renderDriftPage(shown, readDriftPageAssets()));
      pages[name] = pathToFileURL(file).href;
    }
    tab = await openTab(CHROMIUM ?? '');
    const screen = { width: 1280, height: 1000, deviceScaleFactor: 1, mobile: false };
    await tab.call('Emulation.setDeviceMetricsOverride', screen);
  });
  afterAll(async () => {
    await tab?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const troubles = () =>
    tab.events.filter(({ method }) => ['Runtime.exceptionThrown', 'Log.entryAdded'].includes(method));
  const requests = () =>
    tab.events
      .filter(({ method }) => method === 'Network.requestWillBeSent')
      .map(({ params }) => (params['request'] as { url: string }).url);
  const shownColumns = () =>
    tab.evaluate<string[]>(
      `[...document.querySelectorAll('table.columns > tbody:not([hidden]) > tr > th > button')].map((button) => button.textContent)`,
    );

  it('opens 200 columns in less than a second, asks nobody for anything, and draws the first', async () => {
    await tab.open(pages['wide'] ?? '');
    const loaded = await tab.evaluate<number>(`performance.getEntriesByType('navigation')[0].loadEventEnd`);
    expect(loaded).toBeLessThan(1_000);
    await expect.poll(() => tab.evaluate(`Object.keys(Chart.instances).length`)).toBe(1);
    expect(await tab.evaluate(`document.querySelectorAll('.effect .bullet').length`)).toBe(200);
    expect([troubles(), requests()]).toEqual([[], [pages['wide']]]);
  });

  it('filters by name and decision, and says how many are left', async () => {
    const set = (id: string, value: string, event: string) =>
      tab.evaluate(
        `(() => { const field = document.getElementById('${id}'); field.value = '${value}'; field.dispatchEvent(new Event('${event}')); })()`,
      );
    const status = () => tab.evaluate(`document.getElementById('shown').value`);
    expect(await status()).toBe('200 columns');
    await set('name', 'feature_15', 'input');
    expect((await shownColumns()).every((name) => name.includes('feature_15'))).toBe(true);
    await set('decision', 'drift', 'change');
    expect([await shownColumns(), await status()]).toEqual([['amount_of_feature_150'], '1 of 200 columns']);
    await set('name', '', 'input');
    await set('decision', '', 'change');
  });

  it('sorts both ways, and back to what has drifted first', async () => {
    const order = await shownColumns();
    const press = (key: string) => tab.evaluate(`document.querySelector('[data-sort=${key}]').click()`);
    await press('column');
    const names = await shownColumns();
    expect(names).toEqual(order.toSorted((left, right) => left.localeCompare(right, 'en', { numeric: true })));
    await press('column');
    expect(await shownColumns()).toEqual(names.toReversed());
    await press('effect');
    expect((await shownColumns())[0]).toBe(order[0]);
    expect(await tab.evaluate(`document.querySelector('[aria-sort]').textContent`)).toBe('Effect against threshold');
    await press('decision');
    expect(await shownColumns()).toEqual(order);
  });

  it('opens a row by the keyboard, with its bars in words and as numbers', async () => {
    await tab.evaluate(`document.querySelectorAll('tbody > tr > th > button')[1].focus()`);
    for (const type of ['keyDown', 'keyUp'])
      await tab.call('Input.dispatchKeyEvent', {
        type,
        key: 'Enter',
        code: 'Enter',
        text: '\r',
        windowsVirtualKeyCode: 13,
      });
    expect(await tab.evaluate(`document.activeElement.getAttribute('aria-expanded')`)).toBe('true');
    const detail = `document.getElementById(document.activeElement.getAttribute('aria-controls'))`;
    await expect.poll(() => tab.evaluate(`Boolean(Chart.getChart(${detail}.querySelector('canvas')))`)).toBe(true);
    expect(await tab.evaluate(`${detail}.querySelector('canvas').ariaLabel`)).toMatch(
      /^amount_of_feature_\d+\. Bars of the share of rows in \d+ cells\. The largest change is in /,
    );
    const { labels = [] } = report.columns[1]?.shares ?? {};
    expect(await tab.evaluate(`${detail}.querySelectorAll('.numbers tbody tr').length`)).toBe(labels.length);
  });

  it('opens everything that drifted, and draws what is in sight only', async () => {
    await tab.evaluate(`document.getElementById('open-drifted').click()`);
    expect(await tab.evaluate(`document.querySelectorAll('[aria-expanded=true]').length`)).toBe(31);
    await expect.poll(() => tab.evaluate<number>('Object.keys(Chart.instances).length')).toBeGreaterThan(1);
    expect(await tab.evaluate<number>('Object.keys(Chart.instances).length')).toBeLessThan(15);
    await tab.evaluate(`document.getElementById('close-all').click()`);
    expect(await tab.evaluate(`document.querySelectorAll('[aria-expanded=true]').length`)).toBe(0);
  });

  it('draws anew in the colours of the scheme when that changes', async () => {
    const colour = () => tab.evaluate<string>('Object.values(Chart.instances)[0].data.datasets[1].backgroundColor');
    const seen: string[] = [];
    for (const value of ['light', 'dark']) {
      await tab.call('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] });
      await expect.poll(colour).not.toBe(seen[0]);
      seen.push(await colour());
    }
    expect(seen).toEqual(['#c04a00', '#f0a04b']);
  });

  it('breaks no heading and no number on a phone: tables scroll, and the page does not', async () => {
    const screen = (width: number) => ({ width, height: 900, deviceScaleFactor: 1, mobile: false });
    await tab.call('Emulation.setDeviceMetricsOverride', screen(420));
    await tab.open(pages['measured'] ?? '');
    await tab.evaluate(`document.querySelectorAll('tbody > tr > th > button')[0].click()`);
    // A word that is broken has a box on each of its lines.
    const broken = await tab.evaluate<string[]>(`[...document.querySelectorAll('thead th, td')].flatMap((cell) => {
      const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
      const found = [];
      for (let text = texts.nextNode(); text; text = texts.nextNode())
        for (const { 0: word, index } of text.data.matchAll(/[A-Za-z0-9.]+/g)) {
          const range = document.createRange();
          range.setStart(text, index);
          range.setEnd(text, index + word.length);
          if (range.getClientRects().length > 1) found.push(word);
        }
      return found;
    })`);
    expect(broken).toEqual([]);
    expect(await tab.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(420);
    await tab.call('Emulation.setDeviceMetricsOverride', screen(1280));
  });

  it('shows hostile names as words: nothing runs, nothing is asked for', async () => {
    const before = requests().length;
    await tab.open(pages['hostile'] ?? '');
    await tab.evaluate(`for (const button of document.querySelectorAll('tbody > tr > th > button')) button.click()`);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await tab.evaluate('typeof globalThis.owned')).toBe('undefined');
    expect(
      await tab.evaluate(
        `document.querySelectorAll('img, a, link, h1 ~ h1, [onfocus], [onmouseover], [onload]').length`,
      ),
    ).toBe(0);
    expect((await shownColumns())[0]).toBe('<img src=x onerror="globalThis.owned=1">0');
    expect([troubles(), requests().slice(before)]).toEqual([[], [pages['hostile']]]);
  });
});
