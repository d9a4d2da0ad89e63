import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseMetricId } from '@tidegate/core/config/metric-id';
import { map } from '@tidegate/core/evaluation/metrics/map';
import { mrr } from '@tidegate/core/evaluation/metrics/mrr';
import { ndcg } from '@tidegate/core/evaluation/metrics/ndcg';
import type { RankingSample } from '@tidegate/core/evaluation/sample';
import { describe, expect, it } from 'vitest';

interface Case {
  readonly name: string;
  readonly queries: number[];
  readonly labels: number[];
  readonly scores: number[];
  readonly weights: number[];
  readonly values: Readonly<Record<string, number>>;
}
const fixture = join(import.meta.dirname, '../fixtures/regression-ranking.json');
const { ranking: cases }: { ranking: Case[] } = JSON.parse(readFileSync(fixture, 'utf8'));
const IDS = Object.keys(cases[0]?.values ?? {});

function measure(id: string, { queries, labels, scores, weights }: Omit<Case, 'name' | 'values'>): number {
  const metric = parseMetricId(id, 'ranking');
  if ('expected' in metric) throw new Error(`expected ${metric.expected}`);
  const family = [ndcg, map, mrr].find(({ name }) => name === metric.name);
  if (!family) throw new Error(`no family ${metric.name}`);
  const sample: RankingSample = {
    task: 'ranking',
    rows: labels.length,
    labels: Float64Array.from(labels),
    scores: Float64Array.from(scores),
    queries: Int32Array.from(queries),
  };
  return family.prepare(sample, { ...metric, zeroDivision: 0 })({ weights: Float64Array.from(weights) });
}

describe.each(IDS)('%s', (id) => {
  it.each(cases)('agrees with its reference to 1e-12: $name', ({ values, ...rows }) => {
    const expected = values[id] ?? Number.NaN;
    expect(Math.abs(measure(id, rows) - expected)).toBeLessThanOrEqual(1e-12 * Math.abs(expected));
  });

  it('counts 0 for a query without a relevant row, as scikit-learn and trec_eval do', () => {
    const rows = { queries: [0, 0, 1], labels: [0, 0, 1], scores: [2, 1, 1], weights: [1, 1, 3] };
    expect(measure(id, rows)).toBe(0.75);
  });

  it('is not defined where nothing was drawn', () => {
    expect(measure(id, { queries: [0], labels: [1], scores: [1], weights: [0] })).toBeNaN();
    expect(measure(id, { queries: [], labels: [], scores: [], weights: [] })).toBeNaN();
  });
});

describe('equal scores', () => {
  const tie = { queries: [0, 0], scores: [1, 1], weights: [1, 1] };
  it('keep the order of the rows for map and mrr', () => {
    for (const id of ['map@1', 'map', 'mrr']) expect(measure(id, { ...tie, labels: [1, 0] })).toBe(1);
    expect(['map@1', 'map', 'mrr'].map((id) => measure(id, { ...tie, labels: [0, 1] }))).toEqual([0, 0.5, 0.5]);
  });
  it('share their gain for ndcg, in either order', () => {
    expect([1, 0].map((first) => measure('ndcg@1', { ...tie, labels: [first, 1 - first] }))).toEqual([0.5, 0.5]);
  });
});

describe('a query', () => {
  it('weighs what its first row weighs, wherever its rows stand', () => {
    const rows = { queries: [1, 0, 1, 0], labels: [0, 1, 1, 0], scores: [2, 2, 1, 1], weights: [3, 1, 9, 9] };
    expect(measure('mrr', rows)).toBe((3 * 0.5 + 1) / 4);
  });
  it('with a relevance below 0 has no ndcg, unless it is not drawn', () => {
    const rows = { queries: [0, 1], labels: [-1, 1], scores: [1, 1] };
    expect(measure('ndcg', { ...rows, weights: [1, 1] })).toBeNaN();
    expect(measure('ndcg', { ...rows, weights: [0, 1] })).toBe(1);
  });
});
