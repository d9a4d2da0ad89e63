import { describe, expect, it } from 'vitest';
import type { MetricRow } from '../../../core/evaluation/metric-row.ts';
import { renderGains, renderHistory } from '../../../core/report/render-charts.ts';
import { makeVerdict } from '../release/validated.ts';
import { makeRecord } from '../run/trained.ts';

const row = (metric: string, changes: Partial<MetricRow> = {}): MetricRow => ({
  metric,
  higherIsBetter: true,
  n: 1250,
  effectiveN: 1250,
  adjustedP: null,
  seeds: null,
  candidate: { value: 0.9, low: 0.88, high: 0.92 },
  baseline: { value: 0.85, low: 0.82, high: 0.88 },
  difference: { value: 0.05, low: 0.03, high: 0.07 },
  p: 0.001,
  minimumDetectableEffect: 0.02,
  settled: { low: 0.028, high: 0.072 },
  margin: null,
  decision: 'better',
  reason: 'proven',
  test: 'bootstrap t',
  method: 'paired bootstrap',
  ...changes,
});
const linesOf = (chart: string) => [...chart.matchAll(/line \[(.*)\]/g)].map((match) => match[1]);
const gains = async (...metrics: MetricRow[]) => renderGains(await makeVerdict({ metrics }));

describe('the chart of gains', () => {
  it('has zero, the gain and its interval as lines, in units of what the rows can show', async () => {
    const [chart = ''] = await gains(row('accuracy'), row('roc_auc', { minimumDetectableEffect: 0.05 }));
    expect(linesOf(chart)).toEqual(['0.00, 0.00', '2.50, 1.00', '1.50, 0.60', '3.50, 1.40']);
    expect(chart).toContain('y-axis "better is up" -3.5 --> 3.5');
  });

  it('turns metrics around where lower is better, so that a loss lies below zero everywhere', async () => {
    const worse = row('log_loss', { higherIsBetter: false, difference: { value: 0.04, low: 0.02, high: 0.06 } });
    const [chart = ''] = await gains(worse, row('accuracy', { difference: { value: -0.04, low: -0.06, high: -0.02 } }));
    expect(linesOf(chart)).toEqual(['0.00, 0.00', '-2.00, -2.00', '-3.00, -3.00', '-1.00, -1.00']);
  });

  it.each<[string, MetricRow[]]>([
    ['nothing serves', [row('a', { difference: null }), row('b', { difference: null })]],
    ['one metric: a line of one point is not seen', [row('a')]],
    [
      'rows that can show nothing',
      [row('a', { minimumDetectableEffect: 0 }), row('b', { minimumDetectableEffect: null })],
    ],
  ])('is left out for %s', async (_, metrics) => {
    expect(await gains(...metrics)).toEqual([]);
  });
});

describe('the chart of training', () => {
  const history = async (values: readonly number[], name = 'loss') => {
    const points = values.map((value, step) => ({ step, value }));
    return renderHistory(await makeRecord({ metrics: [{ name, value: values.at(-1) ?? 0, history: points }] }));
  };

  it('draws each metric over its steps, folded away', async () => {
    const [text = ''] = await history([0.5, 0.25]);
    expect(text).toMatch(/^<details><summary>Training history, as the job tells it<\/summary>\n\n`loss`/);
    expect(text).toContain('x-axis "step" 0 --> 1');
    expect(linesOf(text)).toEqual(['0.5000, 0.2500']);
  });

  it('thins a long one, and keeps both ends', async () => {
    const [text = ''] = await history(Array.from({ length: 5000 }, (_, index) => index));
    const values = linesOf(text)[0]?.split(', ') ?? [];
    expect([values.length, values[0], values.at(-1)]).toEqual([50, '0.0000', '4999.0000']);
  });

  it('gives a flat one an axis of some height', async () => {
    expect((await history([2, 2]))[0]).toContain('y-axis "value" 1.0000 --> 3.0000');
  });

  it.each<[string, readonly number[]]>([
    ['a single value', [1]],
    ['none', []],
    ['numbers that no chart can hold', [1e300, 1]],
  ])('is left out for %s', async (_, values) => {
    expect(await history(values)).toEqual([]);
  });

  it('shows no more than four, whatever a job reports', async () => {
    const points = [
      { step: 0, value: 1 },
      { step: 1, value: 2 },
    ];
    const metrics = Array.from({ length: 900 }, (_, index) => ({ name: `m${index}`, value: 2, history: points }));
    const [text = ''] = renderHistory(await makeRecord({ metrics }));
    expect(linesOf(text)).toHaveLength(4);
  });
});
