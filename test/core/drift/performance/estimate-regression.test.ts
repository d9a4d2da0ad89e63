import { EstimatedRegression, estimateRegression } from '@tidegate/core/drift/performance/estimate-regression';
import { fitRegression, type PredictedRows } from '@tidegate/core/drift/performance/fit-regression';
import { LOSS_METRICS } from '@tidegate/core/drift/performance/losses';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../multivariate/random-rows.ts';
import { expectRegressionAgreement } from './nannyml-agreement.ts';
import { readFixtures } from './nannyml-fixtures.ts';

const SETTINGS = { confidence: 0.95, replicates: 200, seed: 7 };
const ALL = LOSS_METRICS.map(({ metric }) => metric);

/** Errors grow with x; `k0` is half as hard as the other kinds. */
interface Drawn extends PredictedRows {
  readonly labels: Float64Array;
}

function draw(seed: number, rows: number, shift = 0): Drawn {
  const { normal, normals, categories } = createRandom(seed);
  const x = normals(rows, shift);
  const kind = categories(rows, 3);
  const predictions = x.map((value) => 50 + 5 * value);
  const deviations = x.map((value, row) => Math.exp(0.5 * value) * (kind[row] === 'k0' ? 1 : 2));
  const labels = predictions.map((value, row) => value + (deviations[row] ?? 0) * normal());
  const noise = normals(rows);
  return { features: { x, kind, noise }, predictions, labels };
}

function estimate(reference: Drawn, window: PredictedRows, metrics = ALL) {
  return EstimatedRegression.parse(
    estimateRegression(fitRegression(reference, reference.labels, metrics, SETTINGS), window),
  );
}

const meanError = (rows: Drawn) =>
  rows.labels.reduce((sum, label, row) => sum + Math.abs(label - (rows.predictions[row] ?? 0)) / rows.labels.length, 0);

describe('DLE', () => {
  it("agrees with NannyML's on 1,200 rows", () => {
    expectRegressionAgreement(readFixtures().regression);
  });

  it('sees a loss that comes with the features, and says what it assumes', () => {
    const result = estimate(draw(1, 3000), draw(2, 500, 1));
    if (result.kind !== 'measured') throw new Error(result.message);
    expect(result.metrics.find(({ metric }) => metric === 'mean_absolute_error')).toMatchObject({ isWorse: true });
    expect(result.assumptions.join(' ')).toMatch(/concept drift.*unseen regions/s);
    expect(result.unseenShare).toBeGreaterThan(0);
  });

  it('gives intervals that hold the realised error in nearly all of 40 windows, of 60 rows and of 1,000', () => {
    const reference = draw(3, 4000);
    const fitted = fitRegression(reference, reference.labels, ['mean_absolute_error'], SETTINGS);
    for (const rows of [60, 1000]) {
      let inside = 0;
      for (let trial = 0; trial < 40; trial += 1) {
        const window = draw(100 + trial, rows);
        const result = estimateRegression(fitted, window);
        if (result.kind !== 'measured') throw new Error(result.message);
        const own = result.metrics[0]?.estimate;
        const realised = meanError(window);
        if (own && realised >= own.low && realised <= own.high) inside += 1;
      }
      expect(inside, `${rows} rows`).toBeGreaterThanOrEqual(38);
    }
  });

  it('tells how it did on rows that it did not learn from', () => {
    const result = estimate(draw(4, 4000), draw(5, 100));
    if (result.kind !== 'measured') throw new Error(result.message);
    for (const { loss, estimated, realised } of result.heldOut)
      expect(Math.abs(estimated / realised - 1), loss).toBeLessThan(loss === 'absolute' ? 0.1 : 0.5);
  });

  it('gives the same twice, and of chunks what they give alone', () => {
    const reference = draw(6, 600);
    const fitted = fitRegression(reference, reference.labels, ALL, SETTINGS);
    const window = draw(7, 200);
    const chunks = [
      { name: 'first', from: 0, to: 120 },
      { name: 'last', from: 195, to: 200 },
    ];
    const result = estimateRegression(fitted, window, chunks);
    const again = fitRegression(reference, reference.labels, ALL, SETTINGS);
    expect(estimateRegression(again, window, chunks)).toEqual(result);
    const { x, kind, noise } = window.features;
    const features = { x: x?.slice(0, 120) ?? [], kind: kind?.slice(0, 120) ?? [], noise: noise?.slice(0, 120) ?? [] };
    const alone = estimateRegression(fitted, { features, predictions: window.predictions.slice(0, 120) });
    if (result.kind !== 'measured' || alone.kind !== 'measured') throw new Error('expected estimates');
    expect(result.chunks[0]?.result).toMatchObject({ metrics: alone.metrics });
    expect(result.chunks[1]?.result).toMatchObject({ kind: 'cannot-tell', reason: 'too-few-rows' });
  });
});

describe('rows that do not tell', () => {
  const reference = draw(8, 400);
  const window = draw(9, 100);
  it.each([
    ['8 rows', estimate(reference, draw(9, 8)), 'too-few-rows'],
    ['8 rows of reference', estimate(draw(9, 8), window), 'reference-too-small'],
    [
      'no prediction',
      estimate(reference, { ...window, predictions: new Float64Array(100).fill(Number.NaN) }),
      'too-few-rows',
    ],
    [
      'a column that is gone',
      estimate(reference, { ...window, features: { x: new Float64Array(100) } }),
      'column-missing',
    ],
    [
      'a column of another type',
      estimate(reference, { ...window, features: { ...window.features, x: new Array<string>(100).fill('a') } }),
      'column-missing',
    ],
    [
      'errors without a square',
      estimate({ ...reference, labels: reference.labels.map((value) => value * 1e200) }, window, [
        'mean_squared_error',
      ]),
      'not-defined',
    ],
  ])('%s: a reason', (_, result, reason) => {
    expect(result).toMatchObject({ kind: 'cannot-tell', reason });
  });

  it('names the metrics that targets of 0 or below do not have', () => {
    const labels = reference.labels.map((value, row) => (row === 3 ? 0 : row === 4 ? -1 : value));
    const result = estimate({ ...reference, labels }, window);
    if (result.kind !== 'measured') throw new Error(result.message);
    expect(result.notDefined.map(({ metric }) => metric)).toEqual([
      'mean_absolute_percentage_error',
      'mean_squared_log_error',
      'root_mean_squared_log_error',
    ]);
    expect(result.metrics).toHaveLength(3);
  });

  it.each([
    ['constant, missing and infinite columns', (values: Float64Array) => values.fill(1)],
    ['missing values', (values: Float64Array) => values.fill(Number.NaN)],
    [
      'infinities',
      (values: Float64Array) =>
        values.map((value) => (value > 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY)),
    ],
    ['1e308', (values: Float64Array) => values.map((value) => Math.sign(value) * 1e308)],
  ])('%s are measured without NaN', (_, change) => {
    const spoil = (rows: Drawn) => ({
      ...rows,
      features: {
        ...rows.features,
        odd: change(rows.predictions.slice()),
        empty: new Array<string>(rows.labels.length).fill(''),
      },
    });
    expect(estimate(spoil(reference), spoil(window)).kind).toBe('measured');
  });

  it('measures a model without any error', () => {
    const perfect = { ...reference, labels: reference.predictions };
    const result = estimate(perfect, window, ['mean_absolute_error']);
    expect(result).toMatchObject({ metrics: [{ estimate: { value: 0, low: 0, high: 0 } }] });
  });
});
