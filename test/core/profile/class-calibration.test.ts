import { zlibCompression } from '@tidegate/core/adapters/zlib-compression';
import { estimateClassification } from '@tidegate/core/drift/performance/estimate-classification';
import { fitClassification } from '@tidegate/core/drift/performance/fit-classification';
import { fittedClasses } from '@tidegate/core/drift/performance/fitted-classes';
import { ClassCalibration, countClassCalibration } from '@tidegate/core/profile/class-calibration';
import { profileColumns } from '@tidegate/core/profile/profile-columns';
import { writeProfileFile } from '@tidegate/core/profile/profile-file';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../drift/multivariate/random-rows.ts';
import { metricIds } from '../drift/performance/nannyml-fixtures.ts';

const settings = { confidence: 0.95, replicates: 100, seed: 7 };
const IDS = metricIds('multiclass-classification', ['accuracy', 'f1_macro', 'log_loss']);
const namesOf = (count: number) => Array.from({ length: count }, (_, index) => `c${index}`);

/** Softmax of random logits; the truth is drawn from them, the scores are `sharpness` times surer than that. */
function draw(seed: number, rows: number, width = 3, sharpness = 1.6, spread = 1) {
  const { normal, uniform } = createRandom(seed);
  const scores = new Float64Array(rows * width);
  const labels = new Int32Array(rows);
  const predictions = new Int32Array(rows);
  for (let row = 0; row < rows; row += 1) {
    const logits = Array.from({ length: width }, () => spread * normal());
    const shares = softmax(logits);
    let rest = uniform();
    labels[row] = Math.max(
      0,
      shares.findIndex((share) => {
        rest -= share;
        return rest < 0;
      }),
    );
    softmax(logits.map((each) => sharpness * each)).forEach((score, index) => {
      scores[row * width + index] = score;
    });
    predictions[row] = logits.indexOf(Math.max(...logits));
  }
  const task = 'multiclass-classification' as const;
  return { task, classes: namesOf(width), rows, scores, predictions, labels };
}
function softmax(logits: readonly number[]): number[] {
  const powers = logits.map(Math.exp);
  const sum = powers.reduce((all, one) => all + one, 0);
  return powers.map((power) => power / sum);
}
function count(rows: ReturnType<typeof draw>): ClassCalibration {
  // As it travels: text, read back and validated.
  return ClassCalibration.parse(JSON.parse(JSON.stringify(countClassCalibration(rows))));
}
const bound = (calibrated: ClassCalibration) => fittedClasses(calibrated, IDS, new Map(), settings);

describe('a calibration of several classes', () => {
  it('counts every row once for each class, in some kilobytes whatever their number', () => {
    for (const width of [2, 3, 10, 50]) {
      const calibrated = count(draw(1, 4_000, width));
      expect(calibrated.map((each) => each.class)).toEqual(namesOf(width));
      for (const { bins, lowest, highest } of calibrated) {
        expect(bins.reduce((sum, { rows }) => sum + rows, 0)).toBe(4_000);
        expect(Math.min(...bins.map(({ rows }) => rows))).toBeGreaterThanOrEqual(5);
        expect(lowest).toBeLessThan(highest);
      }
      expect(calibrated.flatMap(({ bins }) => bins).reduce((sum, { own }) => sum + own, 0)).toBe(4_000);
      const source = { name: 'rows', rows: 4_000, digest: null };
      const profile = profileColumns({ model: 'm', columns: {}, source, classCalibration: calibrated });
      expect(writeProfileFile(zlibCompression, profile, 'p.json.br').length, `${width} classes`).toBeLessThan(7_000);
    }
  });

  it.each<[string, ReturnType<typeof draw>]>([
    ['four rows', draw(1, 4)],
    ['51 classes', draw(1, 500, 51)],
    ['a score that is missing', { ...draw(1, 500), scores: draw(1, 500).scores.with(7, Number.NaN) }],
  ])('is left out for %s', (_, rows) => {
    expect(countClassCalibration(rows)).toBe(undefined);
  });

  it('estimates another window as all rows of the reference do, and as its labels say later', () => {
    const rows = draw(2, 4_000);
    const window = draw(3, 1_000, 3, 1.6, 0.5);
    const exact = estimateClassification(fitClassification(rows, rows.labels, IDS, settings), window);
    const binned = estimateClassification(bound(count(rows)), window);
    if (exact.kind !== 'measured' || binned.kind !== 'measured') throw new Error('expected estimates');
    expect(binned.assumptions).toEqual(exact.assumptions);
    expect(binned.referenceRows).toBe(4_000);
    expect(binned.calibration.map(({ isCalibrated }) => isCalibrated)).toEqual([true, true, true]);
    expect(binned.unseenShare).toBe(exact.unseenShare);
    for (const [index, { metric, estimate }] of binned.metrics.entries())
      expect(Math.abs(estimate.value - (exact.metrics[index]?.estimate.value ?? 0)), metric).toBeLessThan(0.015);
    const hits = window.labels.filter((label, row) => label === window.predictions[row]).length / 1_000;
    const accuracy = binned.metrics.find(({ metric }) => metric === 'accuracy')?.estimate;
    expect(accuracy?.low).toBeLessThan(hits);
    expect(accuracy?.high).toBeGreaterThan(hits);
    expect((accuracy?.high ?? 1) - (accuracy?.low ?? 0)).toBeLessThan(0.15);
  });

  it('cannot tell from few rows, or from few of a class', () => {
    expect(bound(count(draw(4, 40)))).toMatchObject({ kind: 'cannot-tell', reason: 'reference-too-small' });
    const rows = draw(5, 400);
    const rare = { ...rows, labels: rows.labels.map((label, row) => (label === 2 && row > 9 ? 0 : label)) };
    expect(bound(count(rare))).toMatchObject({ kind: 'cannot-tell', reason: 'too-few-in-class' });
  });

  const one = { class: 'a', lowest: 0, highest: 1, bins: [{ rows: 5, sum: 2, own: 3 }] };
  const other = { ...one, class: 'b', bins: [{ rows: 5, sum: 2, own: 2 }] };
  it.each<[string, unknown]>([
    ['one class', [one]],
    ['a class twice', [one, { ...other, class: 'a' }]],
    ['more of a class than rows', [one, { ...other, bins: [{ rows: 5, sum: 2, own: 6 }] }]],
    ['rows of two classes', [{ ...one, bins: [{ rows: 5, sum: 2, own: 5 }] }, other]],
    ['other rows for another class', [one, { ...other, bins: [{ rows: 6, sum: 2, own: 2 }] }]],
    ['scores that end before they begin', [{ ...one, lowest: 2 }, other]],
    ['a bin without rows', [one, { ...other, bins: [...other.bins, { rows: 0, sum: 0, own: 0 }] }]],
  ])('refuses %s', (_, document) => {
    expect(ClassCalibration.safeParse([one, other]).success).toBe(true);
    expect(ClassCalibration.safeParse(document).success).toBe(false);
  });

  it('is worked through in moderate time, whatever a profile claims to have counted', () => {
    const huge = [one, other].map((each) => ({
      ...each,
      bins: each.bins.map((bin) => ({ ...bin, rows: 2 ** 52, own: 2 ** 51 })),
    }));
    const fitted = bound(ClassCalibration.parse(huge));
    expect(fitted).toMatchObject({ rows: 2 ** 52 });
  }, 10_000);
});
