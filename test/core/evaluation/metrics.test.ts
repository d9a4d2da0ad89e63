import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sortByScore } from '@tidegate/core/evaluation/metric';
import { METRICS } from '@tidegate/core/evaluation/metrics';
import { describe, expect, it } from 'vitest';

interface Case {
  readonly name: string;
  readonly labels: number[];
  readonly scores: number[];
  readonly weights: number[];
  readonly threshold: number;
  readonly accuracy: number;
  readonly f1: number;
  readonly log_loss: number;
  readonly roc_auc: number | null;
}
const { cases }: { cases: Case[] } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures/metrics.json'), 'utf8'),
);

describe.each(METRICS)('$name', (metric) => {
  it.each(cases)('agrees with scikit-learn to 1e-12: $name', (row) => {
    const rows = sortByScore(Uint8Array.from(row.labels), Float64Array.from(row.scores));
    const value = metric.compute(rows, Float64Array.from(row.weights), row.threshold);
    const expected = row[metric.name];
    if (expected === null) expect(value).toBeNaN();
    else expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(expected)));
  });

  it('does not depend on the order of the rows', () => {
    const [row] = cases;
    if (!row) throw new Error('no fixture');
    const order = row.labels.map((_, index) => index).reverse();
    const pick = (values: number[]) => order.map((index) => values[index] ?? 0);
    const straight = sortByScore(Uint8Array.from(row.labels), Float64Array.from(row.scores));
    const reversed = sortByScore(Uint8Array.from(pick(row.labels)), Float64Array.from(pick(row.scores)));
    const ones = new Float64Array(row.labels.length).fill(1);
    expect(metric.compute(reversed, ones, 0.5)).toBeCloseTo(metric.compute(straight, ones, 0.5), 13);
  });
});
