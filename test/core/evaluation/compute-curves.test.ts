import { computeConfusion, computeCurves } from '@tidegate/core/evaluation/compute-curves';
import { Curves } from '@tidegate/core/evaluation/curves';
import { precisionRecallCurve } from '@tidegate/core/evaluation/curves/precision-recall';
import { rocCurve } from '@tidegate/core/evaluation/curves/roc';
import { areaUnder, curveOf, thinCurve } from '@tidegate/core/evaluation/curves/thin-curve';
import { sumWeightAbove } from '@tidegate/core/evaluation/curves/weight-above';
import { areaUnderRoc, rankRows } from '@tidegate/core/evaluation/prepare-area';
import type { BinarySample } from '@tidegate/core/evaluation/sample';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';

function makeSample(rows: number, seed: number, decimals: number): { sample: BinarySample; weights: Float64Array } {
  const random = xoroshiro128plus(seed);
  const next = () => (random.next() >>> 0) / 2 ** 32;
  const labels = Uint8Array.from({ length: rows }, () => (next() < 0.3 ? 1 : 0));
  const scores = Float64Array.from(labels, (label) => {
    const score = Math.min(0.999, Math.max(0.001, 0.3 + 0.3 * label + 0.5 * (next() + next() - 1)));
    return Number(score.toFixed(decimals));
  });
  const predictions = Uint8Array.from(scores, (score) => (score >= 0.5 ? 1 : 0));
  const weights = Float64Array.from({ length: rows }, () => (seed % 2 === 0 ? 1 : Math.floor(next() * 3)));
  return { sample: { task: 'binary-classification', rows, labels, scores, predictions }, weights };
}

describe.each([
  [30, 2, 6],
  [1250, 3, 6],
  [1250, 4, 1],
  [20_000, 5, 6],
  [100_000, 6, 4],
])('curves of %i rows, seed %i, scores of %i decimals', (rows, seed, decimals) => {
  const { sample, weights } = makeSample(rows, seed, decimals);
  const ranked = rankRows(sample.labels, sample.scores ?? []);
  const curves = computeCurves(sample, undefined, weights);

  it('have at most 200 points, their ends, and the area of all of them', () => {
    if (!curves) throw new Error('no curves');
    expect(Curves.parse(curves)).toEqual(curves);
    const above = sumWeightAbove(ranked, weights);
    const full = { roc: rocCurve(above), precisionRecall: precisionRecallCurve(above) };
    if (!full.roc || !full.precisionRecall) throw new Error('no curves');
    for (const name of ['roc', 'precisionRecall'] as const) {
      const thin = curves.candidate[name];
      expect(thin.length).toBeLessThanOrEqual(200);
      const { x, y } = full[name] ?? curveOf([]);
      expect([thin[0], thin.at(-1)]).toEqual([
        [x[0], y[0]],
        [x.at(-1), y.at(-1)],
      ]);
      expect(Math.abs(areaUnder(curveOf(thin)) - areaUnder({ x, y }))).toBeLessThan(1e-4);
    }
    expect(areaUnder(full.roc)).toBeCloseTo(areaUnderRoc(ranked, weights), 12);
  });

  it('count every row', () => {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const { negative = [], positive = [] } = curves?.candidate.histogram ?? {};
    expect([...negative, ...positive].reduce((sum, count) => sum + count, 0)).toBeCloseTo(total, 6);
    const drawn = weights.filter((weight) => weight > 0).length;
    expect(curves?.candidate.calibration.reduce((sum, { n }) => sum + n, 0)).toBe(drawn);
  });
});

it('a sawtooth keeps its area too', () => {
  const points = Array.from(
    { length: 5001 },
    (_, index) => [index / 5000, 0.8 - index / 12_500 + (index % 2 === 0 ? -0.01 : 0.01)] as const,
  );
  const thin = thinCurve(curveOf(points), 200);
  expect(thin.length).toBe(200);
  expect(Math.abs(areaUnder(curveOf(thin)) - areaUnder(curveOf(points)))).toBeLessThan(1e-4);
});

it.each([0, 1])('of rows that are all %i, what is not defined has no points', (label) => {
  const scores = Float64Array.of(0.2, 0.7, 1);
  const [labels, predictions] = [new Uint8Array(3).fill(label), Uint8Array.of(0, 1, 1)];
  const curves = computeCurves(
    { task: 'binary-classification', rows: 3, labels, scores, predictions },
    undefined,
    undefined,
  );
  expect(Curves.parse(curves)).toEqual(curves);
  expect(curves?.candidate.roc).toEqual([]);
  expect(curves?.candidate.precisionRecall.length).toBe(label === 0 ? 0 : 2);
});

it('the confusion matrix has true classes as rows', () => {
  const sample: BinarySample = {
    task: 'binary-classification',
    rows: 3,
    labels: Uint8Array.of(0, 1, 1),
    scores: undefined,
    predictions: Uint8Array.of(1, 1, 0),
  };
  expect(computeConfusion(sample, sample, Float64Array.of(1, 2, 3), ['no', 'yes'])).toEqual({
    classes: ['no', 'yes'],
    candidate: [
      [0, 1],
      [3, 2],
    ],
    baseline: [
      [0, 1],
      [3, 2],
    ],
  });
  expect(computeCurves(sample, undefined, undefined)).toBeNull();
});
