import { readFileSync } from 'node:fs';
import { METRIC_SHAPES } from '@tidegate/core/config/metric-shapes';
import type { Task } from '@tidegate/core/config/task';
import { decideDifference } from '@tidegate/core/evaluation/decide-difference';
import { settleConfidence } from '@tidegate/core/evaluation/interval';
import { describe, expect, it } from 'vitest';
import { binarySample, comparisonOf, makeModels, regressionSample, rowOf } from './make-samples.ts';

const text = readFileSync('docs/verdicts.md', 'utf8');
const cellsOf = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
const rowsUnder = (title: string) => {
  const [, part = ''] = text.split(`## ${title}`);
  const [, , ...rows] = (part.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('|'));
  return rows.map(cellsOf);
};
const numberOf = (words: string) => Number(words.replace('−', '-').replace('+', ''));
const ends = (words: string) => {
  const [low = Number.NaN, high = Number.NaN] = words.split(' … ').map(numberOf);
  return { low, high };
};

describe('docs/verdicts.md', () => {
  const examples = rowsUnder('One example of each');

  it('has an example of every decision', () => {
    expect([...new Set(examples.map(([decision]) => decision))]).toEqual([
      'better',
      'worse',
      'not worse',
      'cannot tell',
    ]);
  });

  it.each(examples)('decides as it says: %s, %s, %s', (decision, reason, value, interval, settled, p, margin) => {
    const found = decideDifference({
      difference: { value: numberOf(value ?? ''), ...ends(interval ?? '') },
      settled: ends(settled ?? ''),
      higherIsBetter: true,
      p: numberOf(p ?? ''),
      margin: margin === '—' ? null : numberOf(margin ?? ''),
      confidence: 0.95,
    });
    expect(found).toEqual({ decision: decision?.replace(' ', '-'), reason });
  });

  it('names the level of the settled interval', () => {
    expect(settleConfidence(0.95, 2000)).toBeCloseTo(0.964, 3);
    expect(settleConfidence(0.95, 100_000)).toBeCloseTo(0.952, 3);
  });

  it('names the test of each metric', () => {
    const named = new Map(
      rowsUnder('Which method for which metric').flatMap(([metrics = '', test = '']) =>
        [...metrics.matchAll(/`(\w+)`/g)].map(([, name]) => [name ?? '', test] as const),
      ),
    );
    const [own, other] = makeModels(60, [0.4, 0.2], 3);
    const values = Array.from({ length: 60 }, (_, row) => 1 + (row % 7));
    const [close, far] = [0.1, 0.4].map((step) =>
      regressionSample(
        values,
        values.map((value, row) => value + step * (1 + (row % 3))),
      ),
    );
    const pairs: Partial<Record<Task, Parameters<typeof comparisonOf>[0]>> = {
      'binary-classification': [own ?? binarySample([], []), other],
      regression: [close, far],
    };
    for (const [name, { tasks }] of Object.entries<{ readonly tasks: readonly Task[] }>(METRIC_SHAPES))
      for (const task of tasks) {
        const pair = pairs[task];
        if (!pair) continue;
        const id = name === 'fbeta' ? 'fbeta@2' : name;
        const { test } = rowOf(comparisonOf(pair, [id], { replicates: 50 }), id);
        expect(named.get(name) ?? 'bootstrap t', name).toContain(test);
      }
  });
});
