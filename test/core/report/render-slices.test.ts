import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../core/gate/verdict.ts';
import { renderSlices, smallestSlice } from '../../../core/report/render-slices.ts';
import { makeVerdict } from '../release/validated.ts';
import { metricRow, ruleRow, slices } from './rich-verdict.ts';

const render = async (changes: Partial<Verdict>, smallest?: number) =>
  renderSlices(await makeVerdict(changes), smallest)[0] ?? '';
const slice = (name: string, n: number, value: number, metric = 'f1', higherIsBetter = true) => {
  const candidate = { value, low: value - 0.1, high: value + 0.1 };
  return { of: 'region', slice: name, n, metrics: [metricRow({ metric, higherIsBetter, candidate })] };
};
const namesOf = (text: string) => [...text.matchAll(/^\| `region: (\w+)`/gm)].map((match) => match[1]);

describe('slices', () => {
  it.each([
    ['the lowest value first, where higher is better', true, ['south', 'north', 'east']],
    ['the highest value first, where lower is better', false, ['east', 'north', 'south']],
  ])('come with %s', async (_, higher, names) => {
    const parts = [
      slice('north', 300, 0.8, 'm', higher),
      slice('south', 200, 0.7, 'm', higher),
      slice('east', 900, 0.9, 'm', higher),
    ];
    expect(namesOf(await render({ slices: parts }))).toEqual(names);
  });

  it('carry their rows, both values and the difference with its interval', async () => {
    expect(await render({ slices: [slice('north', 300, 0.8)] })).toMatch(
      /`region: north` \| +300 \| +0\.8000 \(0\.7000 … 0\.9000\) \| +0\.8500 \| \+0\.0500 \(\+0\.0300 … \+0\.0700\) \|/,
    );
  });

  it('that are too small are named and stand in no table', async () => {
    const text = await render({ slices: [slice('north', 300, 0.8), slice('south', 12, 0.1)] });
    expect(namesOf(text)).toEqual(['north']);
    expect(text).toContain('Slices: 1, and 1 too small to tell');
    expect(text).toContain('Fewer than 100 rows, so they decide nothing: `region: south` (12).');
  });

  it('are too small where the policy says so', async () => {
    expect(namesOf(await render({ slices: [slice('south', 12, 0.1)] }, 10))).toEqual(['south']);
  });

  it('are too small below the smallest `min-rows` of a rule, or below 100', () => {
    const rule = (rows: number) => ({ kind: 'slice', metric: 'f1', min: 0.5, 'min-rows': rows }) as const;
    expect([smallestSlice(), smallestSlice([rule(50), rule(30)])]).toEqual([100, 30]);
  });

  it('show the metrics that slice rules name, or the first of the verdict', async () => {
    const metrics = [metricRow({ metric: 'roc_auc' }), metricRow({ metric: 'f1' })];
    const parts = [...slices(12, 'f1', 'roc_auc')];
    expect(await render({ metrics, slices: parts })).toMatch(/\*\*`roc_auc`\*\*(?![\s\S]*\*\*`f1`)/);
    const rules = [ruleRow({ rule: 'slice', subject: 'f1 by region' })];
    expect(await render({ metrics, slices: parts, rules })).toMatch(/\*\*`f1`\*\*(?![\s\S]*\*\*`roc_auc`)/);
  });

  it('that are very many end with the worst forty', async () => {
    const parts = Array.from({ length: 300 }, (_, index) => slice(`r${index}`, 500, index / 300));
    const text = await render({ slices: parts });
    expect(namesOf(text)).toHaveLength(40);
    expect(namesOf(text)[0]).toBe('r0');
    expect(text).toContain('… and 260 that are better.');
  });

  it('are left out where the policy cuts none', async () => {
    expect(await render({ slices: [] })).toBe('');
  });
});
