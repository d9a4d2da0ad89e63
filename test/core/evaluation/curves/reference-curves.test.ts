import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { equalMassBins, equalWidthBins } from '@tidegate/core/evaluation/calibration-bins';
import { calibrationCurve } from '@tidegate/core/evaluation/curves/calibration';
import { precisionRecallCurve } from '@tidegate/core/evaluation/curves/precision-recall';
import { rocCurve } from '@tidegate/core/evaluation/curves/roc';
import { sumWeightAbove } from '@tidegate/core/evaluation/curves/weight-above';
import { rankRows } from '@tidegate/core/evaluation/prepare-area';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

const Numbers = z.array(z.number());
const Columns = z.tuple([Numbers, Numbers]);
const Reference = z.object({
  cases: z.array(
    z.object({
      title: z.string(),
      labels: Numbers,
      scores: Numbers,
      weights: Numbers,
      roc: Columns,
      precisionRecall: Columns,
      equalWidth: Columns.optional(),
      equalMass: Columns.optional(),
    }),
  ),
});
const text = readFileSync(join(import.meta.dirname, '../fixtures/curves.json'), 'utf8');
const { cases } = Reference.parse(JSON.parse(text));

function expectNear(actual: Iterable<number>, expected: readonly number[]): void {
  const values = [...actual];
  expect(values.length).toBe(expected.length);
  values.forEach((value, at) => {
    expect(value).toBeCloseTo(expected[at] ?? Number.NaN, 12);
  });
}

/** Of the points of one recall the first and the last: ours leave out those between. */
function endsOfRecalls(recall: readonly number[], other: readonly number[]): { recall: number[]; other: number[] } {
  const isEnd = (_: number, at: number) => recall[at] !== recall[at - 1] || recall[at] !== recall[at + 1];
  return { recall: recall.filter(isEnd), other: other.filter(isEnd) };
}

describe.each(cases)('has the points of scikit-learn: $title', (one) => {
  const ranked = rankRows(one.labels, one.scores);
  const above = sumWeightAbove(ranked, Float64Array.from(one.weights));

  it('ROC', () => {
    const { x, y } = rocCurve(above) ?? {};
    const expected = endsOfRecalls(one.roc[1], one.roc[0]);
    expectNear(x ?? [], expected.other);
    expectNear(y ?? [], expected.recall);
  });

  it('precision and recall', () => {
    const { x, y } = precisionRecallCurve(above) ?? {};
    const expected = endsOfRecalls(...one.precisionRecall);
    expectNear(x ?? [], expected.recall);
    expectNear(y ?? [], expected.other);
  });
});

const { labels, scores, equalWidth, equalMass } = cases.find((one) => one.equalWidth) ?? {};

it.each([
  ['equally wide', equalWidth, equalWidthBins],
  ['equally full', equalMass, equalMassBins],
] as const)('has the calibration of scikit-learn in bins that are %s', (_, expected, placeInBins) => {
  const ones = new Float64Array(labels?.length ?? 0).fill(1);
  const bins = calibrationCurve(Uint8Array.from(labels ?? []), Float64Array.from(scores ?? []), ones, 5, placeInBins);
  const [predicted = [], observed = []] = expected ?? [];
  expect(bins.length).toBeGreaterThan(3);
  expectNear(
    bins.map((bin) => bin.predicted),
    predicted,
  );
  expectNear(
    bins.map((bin) => bin.observed),
    observed,
  );
  expect(bins.reduce((sum, { n }) => sum + n, 0)).toBe(labels?.length);
});

describe('where a class is absent', () => {
  const ones = Float64Array.of(1, 1, 1);
  const aboveOf = (classes: number[], weights = ones) => sumWeightAbove(rankRows(classes, [0.2, 0.7, 0.7]), weights);
  it('there is no ROC', () => {
    expect(rocCurve(aboveOf([1, 1, 1]))).toBeUndefined();
    expect(rocCurve(aboveOf([0, 0, 0]))).toBeUndefined();
    expect(rocCurve(aboveOf([0, 1, 0], Float64Array.of(1, 0, 1)))).toBeUndefined();
  });
  it('precision and recall need positives only', () => {
    expect(precisionRecallCurve(aboveOf([0, 0, 0]))).toBeUndefined();
    expect(precisionRecallCurve(aboveOf([1, 1, 1]))?.y).toEqual(Float64Array.of(1, 1, 1));
  });
});
