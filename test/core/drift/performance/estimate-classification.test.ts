import {
  EstimatedClassification,
  estimateClassification,
} from '@tidegate/core/drift/performance/estimate-classification';
import { type EstimateSettings, fitClassification } from '@tidegate/core/drift/performance/fit-classification';
import { readScored } from '@tidegate/core/drift/performance/read-scored';
import { describe, expect, it } from 'vitest';
import { createRandom, sigmoid } from '../multivariate/random-rows.ts';
import { expectBinaryAgreement, expectMulticlassAgreement } from './nannyml-agreement.ts';
import { BINARY_METRICS, metricIds, readFixtures } from './nannyml-fixtures.ts';

const SETTINGS: EstimateSettings = { confidence: 0.95, replicates: 200, seed: 7 };
const LAYOUT = {
  task: 'binary-classification',
  classes: ['0', '1'],
  scores: ['score'],
  target: 'label',
  threshold: 0.5,
} as const;
const fixtures = readFixtures();

function read(scores: ArrayLike<number>, labels: ArrayLike<number> = []) {
  const label = Float64Array.from(scores, (_, row) => labels[row] ?? Number.NaN);
  return readScored({ score: Float64Array.from(scores), label }, LAYOUT);
}

function estimate(
  reference: { scores: ArrayLike<number>; labels: ArrayLike<number> },
  window: ArrayLike<number>,
  settings = SETTINGS,
  metrics = BINARY_METRICS,
) {
  const { rows, labels } = read(reference.scores, reference.labels);
  const result = estimateClassification(fitClassification(rows, labels, metrics, settings), read(window).rows);
  return EstimatedClassification.parse(result);
}

/** Scores that are the probability of their label, after `distort` not any more. */
function draw(seed: number, rows: number, distort = (score: number) => score, center = 0) {
  const { normal, uniform } = createRandom(seed);
  const truth = Float64Array.from({ length: rows }, () => sigmoid(center + 1.5 * normal()));
  return { scores: truth.map(distort), labels: truth.map((probability) => Number(uniform() < probability)) };
}

const valuesOf = (result: EstimatedClassification) =>
  result.kind === 'measured' ? new Map(result.metrics.map((row) => [row.metric, row.estimate])) : new Map();

describe('against NannyML', () => {
  it.each(fixtures.binary.map((one) => [one.name, one] as const))('two classes: %s', (_, one) => {
    expectBinaryAgreement(one);
  });

  it('several classes', () => {
    expectMulticlassAgreement(fixtures.multiclass);
  });
});

describe('CBPE', () => {
  it('counts what is expected, and says what it assumes', () => {
    const result = estimate(
      draw(1, 1000),
      [0.9, 0.2, 0.6].flatMap((score) => new Array<number>(20).fill(score)),
    );
    if (result.kind !== 'measured') throw new Error(result.message);
    const { counts } = result;
    const total = Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0);
    expect(total).toBeCloseTo(60, 9);
    expect(result.assumptions.join(' ')).toMatch(/concept drift.*unseen regions.*[Cc]alibrated/s);
  });

  it('corrects scores that are too sure, and leaves those that are right', () => {
    const tooSure = estimate(
      draw(2, 3000, (score) => score ** 3 / (score ** 3 + (1 - score) ** 3)),
      draw(3, 300).scores,
    );
    expect(tooSure).toMatchObject({ calibration: [{ isCalibrated: true }] });
    const right = [1, 2, 3, 4, 5, 6].map((seed) => estimate(draw(seed, 1000), draw(9, 100).scores));
    expect(
      right.filter((one) => one.kind === 'measured' && one.calibration[0]?.isCalibrated === false).length,
    ).toBeGreaterThanOrEqual(4);
  });

  it('makes probabilities of scores that are none', () => {
    const logits = draw(4, 2000, (score) => Math.log(score / (1 - score)));
    const result = estimate(logits, draw(5, 500, (score) => Math.log(score / (1 - score))).scores);
    if (result.kind !== 'measured') throw new Error(result.message);
    expect(result.calibration).toMatchObject([{ isCalibrated: true }]);
    const accuracy = result.metrics.find(({ metric }) => metric === 'accuracy');
    expect(accuracy?.estimate.value).toBeGreaterThan(0.5);
    expect(accuracy?.estimate.value).toBeLessThan(0.9);
  });

  it('gives intervals that hold what labels say, in 95 of 100 windows or more', () => {
    const metrics = metricIds('binary-classification', ['accuracy', 'recall', 'roc_auc']);
    const inside = new Map(metrics.map(({ id }) => [id, 0]));
    const trials = 60;
    for (let trial = 0; trial < trials; trial += 1) {
      const window = draw(1000 + trial, 300, Math.sqrt, 0.5);
      const estimates = valuesOf(estimate(draw(trial, 1000, Math.sqrt), window.scores, SETTINGS, metrics));
      const { rows, labels } = read(window.scores, window.labels);
      const realised = fitClassification(rows, labels, metrics, { ...SETTINGS, replicates: 2 });
      if ('kind' in realised) throw new Error(realised.message);
      for (const [id, { value }] of realised.reference) {
        const own = estimates.get(id);
        if (own && value >= own.low && value <= own.high) inside.set(id, (inside.get(id) ?? 0) + 1);
      }
    }
    for (const [id, count] of inside) expect(count / trials, id).toBeGreaterThanOrEqual(0.93);
  });

  it('is as wide as the bootstrap interval of as many labelled rows', () => {
    const window = draw(6, 1000);
    const estimates = valuesOf(estimate(draw(7, 20_000), window.scores));
    const { rows, labels } = read(window.scores, window.labels);
    const realised = fitClassification(rows, labels, BINARY_METRICS, SETTINGS);
    if ('kind' in realised) throw new Error(realised.message);
    for (const [id, { low, high }] of realised.reference) {
      const own = estimates.get(id);
      const ratio = own ? (own.high - own.low) / (high - low) : 0;
      expect(ratio, id).toBeGreaterThan(0.75);
      expect(ratio, id).toBeLessThan(1.35);
    }
  });

  it('is as unsure of many rows as the reference that its curve is from', () => {
    const metrics = metricIds('binary-classification', ['accuracy']);
    const window = draw(60, 40_000, Math.sqrt).scores;
    const of = (seed: number, replicates: number) =>
      valuesOf(estimate(draw(seed, 400, Math.sqrt), window, { ...SETTINGS, replicates }, metrics)).get('accuracy');
    const values = Array.from({ length: 12 }, (_, trial) => of(100 + trial, 2)?.value ?? Number.NaN);
    const mean = values.reduce((sum, value) => sum + value / 12, 0);
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2 / 11, 0));
    const own = of(100, 50);
    const half = ((own?.high ?? 0) - (own?.low ?? 0)) / 2;
    expect(half / deviation).toBeGreaterThan(1.5);
    expect(half / deviation).toBeLessThan(3.5);
  });

  it('finds a loss that covariate shift brings, beside the reference', () => {
    // More rows near the border: harder ones.
    const { uniform } = createRandom(8);
    const result = estimate(
      draw(8, 5000),
      Float64Array.from({ length: 2000 }, () => 0.35 + 0.3 * uniform()),
    );
    if (result.kind !== 'measured') throw new Error(result.message);
    const accuracy = result.metrics.find(({ metric }) => metric === 'accuracy');
    expect(accuracy).toMatchObject({ isWorse: true });
    expect(accuracy?.difference?.high).toBeLessThan(-0.1);
  });

  it('gives the same for the same seed, chunk by chunk too', () => {
    const reference = draw(9, 1000, Math.sqrt);
    const { rows, labels } = read(reference.scores, reference.labels);
    const fitted = fitClassification(rows, labels, BINARY_METRICS, SETTINGS);
    const window = draw(10, 300);
    const chunks = [
      { name: 'first', from: 0, to: 100 },
      { name: 'second', from: 100, to: 290 },
      { name: 'rest', from: 290, to: 300 },
    ];
    const result = estimateClassification(fitted, read(window.scores).rows, chunks);
    expect(result).toEqual(estimateClassification(fitted, read(window.scores).rows, chunks));
    if (result.kind !== 'measured') throw new Error(result.message);
    const alone = estimateClassification(fitted, read(window.scores.subarray(0, 100)).rows);
    const [first, second, rest] = result.chunks;
    expect(alone).toMatchObject({ metrics: first?.result.kind === 'measured' ? first.result.metrics : [] });
    expect(second?.result).toMatchObject({ kind: 'measured', rows: 190 });
    expect(rest?.result).toMatchObject({ kind: 'cannot-tell', reason: 'too-few-rows' });
  });
});

describe('rows that do not tell', () => {
  const good = draw(11, 500);
  it.each([
    ['8 rows', estimate(good, good.scores.subarray(0, 8)), 'too-few-rows'],
    ['no finite score', estimate(good, new Float64Array(100).fill(Number.NaN)), 'too-few-rows'],
    ['a reference of one class', estimate({ ...good, labels: new Float64Array(500) }, good.scores), 'too-few-in-class'],
    ['a reference without labels', estimate({ ...good, labels: [] }, good.scores), 'reference-too-small'],
    [
      'a reference without scores',
      estimateClassification(
        fitClassification(
          readScored({ label: good.labels }, { ...LAYOUT, scores: [] }).rows,
          Int32Array.from(good.labels),
          BINARY_METRICS,
          SETTINGS,
        ),
        read(good.scores).rows,
      ),
      'no-scores',
    ],
  ])('%s: a reason', (_, result, reason) => {
    expect(result).toMatchObject({ kind: 'cannot-tell', reason });
  });

  it('leaves rows without a finite score out', () => {
    const scores = Float64Array.from([...good.scores, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    expect(estimate(good, scores)).toMatchObject({ rows: 500, windowRows: 503 });
  });

  it('has no precision where nothing is predicted, and the rest', () => {
    const result = estimate(good, new Float64Array(100).fill(0.2));
    if (result.kind !== 'measured') throw new Error(result.message);
    expect(result.notDefined.map(({ metric }) => metric)).toEqual(['precision']);
    expect(result.metrics.map(({ metric }) => metric)).toContain('accuracy');
  });

  it('says which scores it never saw', () => {
    const reference = { scores: good.scores.map((score) => 0.3 + 0.4 * score), labels: good.labels };
    const result = estimate(reference, [...new Array<number>(75).fill(0.5), ...new Array<number>(25).fill(0.99)]);
    expect(result).toMatchObject({ unseenShare: 0.25 });
  });

  it.each([0, 0.5, 1])('constant scores of %f are measured without NaN', (score) => {
    const constant = { scores: new Float64Array(500).fill(score), labels: good.labels };
    const result = estimate(constant, new Float64Array(100).fill(score));
    expect(result.kind).toBe('measured');
  });
});
