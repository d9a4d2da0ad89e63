import { estimateClassification } from '@tidegate/core/drift/performance/estimate-classification';
import { fitClassification } from '@tidegate/core/drift/performance/fit-classification';
import { unfoldCalibration } from '@tidegate/core/drift/performance/unfold-calibration';
import { Calibration, countCalibration } from '@tidegate/core/profile/calibration';
import { addProfiles } from '@tidegate/core/profile/combine-profiles';
import { Profile } from '@tidegate/core/profile/profile';
import { profileColumns } from '@tidegate/core/profile/profile-columns';
import { describe, expect, it } from 'vitest';
import { createRandom, sigmoid } from '../drift/multivariate/random-rows.ts';
import { BINARY_METRICS } from '../drift/performance/nannyml-fixtures.ts';

const classes = ['no', 'yes'] as const;

/** Scores that are too sure, and decisions at 0.4. */
function draw(seed: number, rows: number) {
  const { normal, uniform } = createRandom(seed);
  const truth = Float64Array.from({ length: rows }, () => sigmoid(1.2 * normal()));
  const scores = truth.map((p) => p ** 2 / (p ** 2 + (1 - p) ** 2));
  return {
    classes,
    scores,
    labels: Int32Array.from(truth, (p) => Number(uniform() < p)),
    predictions: Int32Array.from(scores, (score) => Number(score >= 0.4)),
  };
}
const settings = { confidence: 0.95, replicates: 100, seed: 7 };
const total = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0);

describe('a calibration', () => {
  it('counts every row once, in at most 100 bins of a few kilobytes', () => {
    const rows = draw(1, 5_003);
    const counted = Calibration.parse(countCalibration(rows));
    expect(counted.bins.length).toBeLessThanOrEqual(100);
    expect(Math.min(...counted.bins.map((bin) => bin.rows))).toBeGreaterThanOrEqual(5);
    expect(total(counted.bins.map((bin) => bin.rows))).toBe(5_003);
    expect(total(counted.bins.map(({ positives }) => positives))).toBe(total([...rows.labels]));
    expect(total(counted.bins.map(({ sum }) => sum))).toBeCloseTo(total([...rows.scores]), 6);
    expect(JSON.stringify(counted).length).toBeLessThan(10_000);
  });

  it('keeps equal scores together', () => {
    const scores = Float64Array.from({ length: 1000 }, (_, row) => (row < 900 ? 0.25 : 0.75));
    const labels = scores.map((score) => Number(score > 0.5));
    const counted = countCalibration({ classes, scores, labels, predictions: labels });
    expect(counted?.bins).toEqual([
      { rows: 900, sum: 225, positives: 0, predicted: 0, hits: 0 },
      { rows: 100, sum: 75, positives: 100, predicted: 100, hits: 100 },
    ]);
  });

  it.each<[string, number[]]>([
    ['no rows', []],
    ['four rows', [0.1, 0.2, 0.3, 0.4]],
    ['a score that is missing', [0.1, 0.2, Number.NaN, 0.3, 0.4]],
    ['an infinite logit', [0.1, 0.2, Number.POSITIVE_INFINITY, 0.3, 0.4]],
    ['scores whose sum no document can hold', new Array<number>(5).fill(1e308)],
  ])('is left out for %s', (_, scores) => {
    const labels = new Int32Array(scores.length);
    expect(countCalibration({ classes, scores: Float64Array.from(scores), labels, predictions: labels })).toBe(
      undefined,
    );
  });

  it.each([
    { rows: 5, sum: 1, positives: 6, predicted: 0, hits: 0 },
    { rows: 5, sum: 1, positives: 3, predicted: 3, hits: 0 },
    { rows: 5, sum: 1, positives: 1, predicted: 1, hits: 2 },
  ])('refuses counts that are no parts of the rows: %j', (bin) => {
    expect(Calibration.safeParse({ classes, bins: [bin] }).success).toBe(false);
  });

  it('travels in the profile, and is no part of one that other rows were added to', () => {
    const calibration = countCalibration(draw(2, 500));
    const source = { name: 'judged', rows: 3, digest: null };
    const profile = profileColumns({ model: 'churn', columns: { x: Float64Array.of(1, 2, 3) }, source, calibration });
    expect(Profile.parse(profile).calibration).toEqual(calibration);
    expect(addProfiles(profile, profile)).not.toHaveProperty('calibration');
  });
});

describe('rows that are unfolded from it', () => {
  it('give the metrics of the rows: exactly what is counted, nearly what needs single scores', () => {
    const rows = draw(3, 4_000);
    const counted = countCalibration(rows);
    if (!counted) throw new Error('expected a calibration');
    const unfolded = unfoldCalibration(counted);
    const own = {
      task: 'binary-classification',
      classes,
      rows: 4_000,
      scores: rows.scores,
      predictions: rows.predictions,
    } as const;
    const exact = fitClassification(own, rows.labels, BINARY_METRICS, settings);
    const binned = fitClassification(unfolded.rows, unfolded.labels, BINARY_METRICS, settings);
    if ('kind' in exact || 'kind' in binned) throw new Error('expected both to be fitted');
    for (const [id, { value }] of exact.reference)
      expect(binned.reference.get(id)?.value, id).toBeCloseTo(value, /roc_auc|average/.test(id) ? 2 : 12);
    // And the same estimate of another window.
    const window = draw(4, 1_000);
    const later = { ...own, rows: 1_000, scores: window.scores, predictions: window.predictions };
    const [one, other] = [exact, binned].map((fitted) => estimateClassification(fitted, later));
    if (one?.kind !== 'measured' || other?.kind !== 'measured') throw new Error('expected estimates');
    expect(other.calibration[0]?.isCalibrated).toBe(true);
    one.metrics.forEach(({ metric, estimate }, index) => {
      expect(Math.abs(estimate.value - (other.metrics[index]?.estimate.value ?? 0)), metric).toBeLessThan(0.01);
    });
  });

  it('are few, whatever a profile claims', () => {
    const bin = { rows: 9e15, sum: 4e15, positives: 3e15, predicted: 2e15, hits: 1e15 };
    const { rows, labels } = unfoldCalibration({ classes: ['a', 'b'], bins: [bin, { ...bin, sum: 8e15 }] });
    expect(rows.rows).toBe(50_000);
    expect(total([...labels]) / 50_000).toBeCloseTo(1 / 3, 3);
  });
});
