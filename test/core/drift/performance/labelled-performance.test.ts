import { LabelledPerformance, measureLabelled } from '@tidegate/core/drift/performance/labelled-performance';
import { takeLabelled, takeLabelledValues } from '@tidegate/core/drift/performance/labelled-rows';
import { measureSample } from '@tidegate/core/drift/performance/measure-sample';
import { readScored, type ScoredColumns } from '@tidegate/core/drift/performance/read-scored';
import type { Columns } from '@tidegate/core/ports/model-runtime';
import { describe, expect, it } from 'vitest';
import { createRandom, sigmoid } from '../multivariate/random-rows.ts';
import { BINARY_METRICS, metricIds } from './nannyml-fixtures.ts';

const SETTINGS = { confidence: 0.95, replicates: 200, seed: 7 };
const LAYOUT: ScoredColumns = {
  task: 'binary-classification',
  classes: ['no', 'yes'],
  scores: ['score'],
  target: 'churn',
  threshold: 0.5,
};

type Rows = Columns & { readonly score: Float64Array; readonly churn: readonly string[] };

/** Labels arrive for the first rows only. */
function draw(seed: number, rows: number, labelled: number, noise = 0): Rows {
  const { normal, uniform } = createRandom(seed);
  const truth = Float64Array.from({ length: rows }, () => sigmoid(1.5 * normal()));
  const churn = Array.from(truth, (p, row) => (row < labelled ? (uniform() < p ? 'yes' : 'no') : ''));
  return { churn, score: truth.map((p) => (1 - noise) * p + noise * uniform()) };
}

function measure(columns: Rows, layout = LAYOUT, chunks?: { name: string; from: number; to: number }[]) {
  const own = takeLabelled(readScored(columns, layout));
  const reference = takeLabelled(readScored(draw(99, 3000, 3000), LAYOUT));
  return LabelledPerformance.parse(
    measureLabelled({
      ...own,
      windowRows: columns.score.length,
      metrics: BINARY_METRICS,
      reference: measureSample(reference.sample, BINARY_METRICS, SETTINGS),
      settings: SETTINGS,
      chunks,
    }),
  );
}

describe('performance against arriving labels', () => {
  it('is of the rows that have one, beside the reference', () => {
    const result = measure(draw(1, 1000, 400));
    if (result.kind !== 'measured') throw new Error(result.message);
    expect(result).toMatchObject({ rows: 400, windowRows: 1000, labelledShare: 0.4 });
    for (const row of result.metrics) {
      expect(row.estimate.low).toBeLessThan(row.estimate.value);
      expect(row.difference?.value).toBeCloseTo(row.estimate.value - (row.reference?.value ?? 0), 12);
      expect(row.isWorse).toBe(false);
    }
  });

  it('is worse where the interval of the difference says so', () => {
    const result = measure(draw(2, 1000, 1000, 0.9));
    if (result.kind !== 'measured') throw new Error(result.message);
    expect(result.metrics.find(({ metric }) => metric === 'roc_auc')).toMatchObject({ isWorse: true });
  });

  it('rarely says so without drift', () => {
    let worse = 0;
    for (let trial = 0; trial < 100; trial += 1) {
      const result = measure(draw(200 + trial, 300, 300));
      if (result.kind === 'measured')
        worse += Number(result.metrics.find(({ metric }) => metric === 'accuracy')?.isWorse === true);
    }
    expect(worse).toBeLessThanOrEqual(7);
  });

  it('goes by chunk, and says which have too few labels', () => {
    const result = measure(draw(3, 1000, 400), LAYOUT, [
      { name: 'June', from: 0, to: 300 },
      { name: 'July', from: 300, to: 420 },
      { name: 'August', from: 420, to: 1000 },
    ]);
    if (result.kind !== 'measured') throw new Error(result.message);
    expect(result.chunks.map(({ result: { kind } }) => kind)).toEqual(['measured', 'measured', 'cannot-tell']);
    expect(result.chunks[1]?.result).toMatchObject({ rows: 100 });
  });

  it('takes labels as numbers, and no stranger for a class', () => {
    const { score } = draw(4, 200, 200);
    const churn = Float64Array.from(score, (_, row) => (row === 0 ? 7 : row === 1 ? Number.NaN : row % 2));
    const read = readScored({ score, churn }, { ...LAYOUT, classes: ['0', '1'] });
    expect(read.strangers).toBe(1);
    expect(takeLabelled(read).places.slice(0, 2)).toEqual(Int32Array.of(2, 3));
  });

  it('measures a model that gives classes only, but not what needs scores', () => {
    const { churn } = draw(5, 200, 200);
    const result = measure(
      { churn, score: new Float64Array(200), said: churn.toReversed() },
      {
        ...LAYOUT,
        scores: [],
        prediction: 'said',
      },
    );
    if (result.kind !== 'measured') throw new Error(result.message);
    expect(result.notDefined.map(({ metric }) => metric)).toEqual(['roc_auc', 'average_precision']);
    expect(result.metrics.map(({ metric }) => metric)).toContain('accuracy');
  });

  it('measures regression on rows with target and prediction', () => {
    const { normals } = createRandom(6);
    const predictions = normals(200);
    const labels = predictions.map((value, row) =>
      row < 80 ? value + 1 : row === 80 ? Number.POSITIVE_INFINITY : Number.NaN,
    );
    const metrics = metricIds('regression', ['mean_absolute_error', 'r2']);
    const own = takeLabelledValues(predictions, labels);
    const reference = new Map([['mean_absolute_error', { value: 0.5, low: 0.4, high: 0.6 }]]);
    const result = measureLabelled({ ...own, windowRows: 200, metrics, reference, settings: SETTINGS });
    expect(result).toMatchObject({ rows: 80, metrics: [{ estimate: { value: 1 }, isWorse: true }, { isWorse: null }] });
  });
});

describe('rows that do not tell', () => {
  it.each([0, 8])('%i labels: a reason', (labelled) => {
    expect(measure(draw(7, 500, labelled))).toMatchObject({ kind: 'cannot-tell', reason: 'too-few-labels' });
  });

  it('one class: no area, no recall, but an accuracy', () => {
    const { score } = draw(8, 100, 100);
    const result = measure({ score, churn: new Array<string>(100).fill('no') });
    if (result.kind !== 'measured') throw new Error(result.message);
    expect(result.notDefined.map(({ metric }) => metric)).toEqual(['recall', 'roc_auc', 'average_precision']);
    expect(result.metrics.map(({ metric }) => metric)).toContain('accuracy');
  });
});
