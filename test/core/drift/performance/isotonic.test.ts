import { prepareIsotonic, prepareReading } from '@tidegate/core/drift/performance/isotonic';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../multivariate/random-rows.ts';
import { expectIsotonicAgreement } from './nannyml-agreement.ts';
import { readFixtures } from './nannyml-fixtures.ts';

describe('isotonic regression', () => {
  it.each(readFixtures().isotonic.map((one) => [one.x.length, one] as const))("is scikit-learn's, %i rows", (_, one) =>
    expectIsotonicAgreement(one),
  );

  it('fits weights as if rows were repeated', () => {
    const { normals, uniform } = createRandom(3);
    const scores = normals(200);
    const labels = scores.map((score) => Number(uniform() < 0.5 + score / 8));
    const weights = Uint8Array.from(scores, () => Math.floor(3 * uniform()));
    const repeated = [...scores.keys()].flatMap((row) => new Array<number>(weights[row] ?? 0).fill(row));
    const take = (values: Float64Array) => Float64Array.from(repeated, (row) => values[row] ?? 0);
    const weighted = prepareIsotonic(scores, labels)(weights);
    const plain = prepareIsotonic(take(scores), take(labels))();
    expect(weighted.x).toEqual(plain.x);
    weighted.y.forEach((value, index) => {
      expect(value).toBeCloseTo(plain.y[index] ?? Number.NaN, 12);
    });
  });

  it('never falls, and keeps the share of positives', () => {
    for (let seed = 1; seed <= 50; seed += 1) {
      const { uniform } = createRandom(seed);
      const scores = Float64Array.from({ length: 60 }, () => Math.round(20 * uniform()) / 20);
      const labels = Uint8Array.from(scores, () => Number(uniform() < 0.4));
      const values = prepareReading(scores)(prepareIsotonic(scores, labels)());
      const order = [...scores.keys()].sort((left, right) => (scores[left] ?? 0) - (scores[right] ?? 0));
      order.slice(1).forEach((row, index) => {
        expect(values[row]).toBeGreaterThanOrEqual((values[order[index] ?? 0] ?? 0) - 1e-12);
      });
      const sum = (all: Iterable<number>) => [...all].reduce((total, value) => total + value, 0);
      expect(sum(values)).toBeCloseTo(sum(labels), 9);
    }
  });
});
