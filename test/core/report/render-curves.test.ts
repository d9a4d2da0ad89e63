import { describe, expect, it } from 'vitest';
import type { Curves, ModelCurves } from '../../../core/evaluation/curves.ts';
import { renderCurves } from '../../../core/report/render-curves.ts';
import { makeVerdict } from '../release/validated.ts';

const zeros = Array.from({ length: 20 }, () => 0);
const model = (changes: Partial<ModelCurves> = {}): ModelCurves => ({
  roc: [
    [0, 0],
    [0, 0.4],
    [0.5, 0.8],
    [1, 1],
  ],
  precisionRecall: [],
  calibration: [
    { predicted: 0.1, observed: 0.1, n: 30 },
    { predicted: 0.6, observed: 0.5, n: 10 },
  ],
  histogram: { negative: [30, ...zeros.slice(2), 10], positive: [5, ...zeros.slice(2), 15] },
  ...changes,
});
const charts = async (curves: Curves | null) => {
  const [text = ''] = renderCurves(await makeVerdict({ curves }));
  const drawn = text.split('```mermaid').slice(1);
  const lines = (chart: string) =>
    [...chart.matchAll(/line \[(.*)\]/g)].map((match) => (match[1] ?? '').split(', ').map(Number));
  return { text, drawn, lines: drawn.map(lines) };
};

describe('the curves of a binary verdict', () => {
  it('are ROC, calibration and the scores of both classes, folded', async () => {
    const { text, drawn } = await charts({ candidate: model(), baseline: model() });
    expect(text).toMatch(/^<details><summary>Curves: ROC, calibration, scores<\/summary>/);
    expect(drawn.map((chart) => /title "(.*)"/.exec(chart)?.[1])).toEqual([
      'ROC',
      'Calibration',
      'Scores of the positives',
      'Scores of the negatives',
    ]);
  });

  it('say which colour is which, and draw the candidate last, over production', async () => {
    const better = model({
      roc: [
        [0, 1],
        [1, 1],
      ],
    });
    const { text, drawn, lines } = await charts({ candidate: better, baseline: model() });
    expect(text).toContain('**blue** is the candidate, **orange** is production');
    expect(drawn[0]).toContain('"#8b949e, #d4730c, #2f81f7"');
    expect(lines[0]?.at(-1)?.[0]).toBe(1);
  });

  it('name no production where nothing serves', async () => {
    const { text, drawn, lines } = await charts({ candidate: model(), baseline: null });
    expect(text).not.toContain('orange');
    expect(drawn[2]).toContain('"plotColorPalette":"#2f81f7"');
    expect(lines.map((chart) => chart.length)).toEqual([2, 2, 1, 1]);
  });

  it('of ROC keep the value at every fiftieth, and the top where the curve is vertical', async () => {
    const { lines } = await charts({ candidate: model(), baseline: null });
    const roc = lines[0]?.[1] ?? [];
    expect(roc).toHaveLength(51);
    expect([roc[0], roc[25], roc[50]]).toEqual([0.4, 0.8, 1]);
    expect(roc[5]).toBeCloseTo(0.48, 3);
  });

  it('of calibration show what came true beyond the score, over as many rows as there are', async () => {
    const { lines } = await charts({ candidate: model(), baseline: null });
    const gap = lines[1]?.[1] ?? [];
    expect([gap[0], gap[15], gap[16], gap[20]]).toEqual([0, 0, -0.1, -0.1]);
  });

  it('of scores show shares of their class', async () => {
    const { lines } = await charts({ candidate: model(), baseline: null });
    expect([lines[2]?.[0]?.[0], lines[2]?.[0]?.at(-1), lines[3]?.[0]?.[0]]).toEqual([0.25, 0.75, 0.75]);
  });

  it('leave out what one class alone cannot give', async () => {
    const alone = model({ roc: [], histogram: { negative: [1, 2], positive: [0, 0] } });
    const { drawn } = await charts({ candidate: alone, baseline: null });
    expect(drawn.map((chart) => /title "(.*)"/.exec(chart)?.[1])).toEqual(['Calibration', 'Scores of the negatives']);
  });

  it('are left out of every other verdict', async () => {
    expect((await charts(null)).text).toBe('');
  });
});
