import { confusionOf, countClassesOf } from '@tidegate/core/evaluation/confusion';
import type { MulticlassSample } from '@tidegate/core/evaluation/sample';
import { expect, it } from 'vitest';

const sample: MulticlassSample = {
  task: 'multiclass-classification',
  rows: 5,
  classes: ['a', 'b', 'c', 'never'],
  labels: Int32Array.of(0, 0, 1, 2, 2),
  predictions: Int32Array.of(0, 1, 1, 0, 2),
  scores: undefined,
};

it('counts a draw once, and the next one anew', () => {
  const draw = { weights: Float64Array.of(1, 2, 4, 8, 16) };
  const cells = confusionOf(sample, draw);
  expect([...cells]).toEqual([1, 2, 0, 0, 0, 4, 0, 0, 8, 0, 16, 0, 0, 0, 0, 0]);
  expect(confusionOf(sample, draw)).toBe(cells);
  expect(countClassesOf(sample, draw)).toBe(countClassesOf(sample, draw));
  expect([...confusionOf(sample, { weights: Float64Array.of(0, 0, 0, 0, 3) })].filter((cell) => cell > 0)).toEqual([3]);
});

it('counts each class against the rest', () => {
  const counts = countClassesOf(sample, { weights: Float64Array.of(1, 2, 4, 8, 16) });
  expect(counts).toEqual({
    truePositive: Float64Array.of(1, 4, 16, 0),
    falsePositive: Float64Array.of(8, 2, 0, 0),
    falseNegative: Float64Array.of(2, 0, 8, 0),
    trueNegative: Float64Array.of(20, 25, 7, 31),
    isPresent: Uint8Array.of(1, 1, 1, 0),
  });
});

it('finds nothing where there is nothing, whatever the weights', () => {
  // 0.1 + 0.2 + 0.3 is not 0.3 + 0.2 + 0.1: a count that is a difference of sums would be 1e-17, and shares of it nonsense.
  const one = { ...sample, labels: Int32Array.of(0, 0, 0, 0, 0), predictions: Int32Array.of(0, 1, 2, 1, 0) };
  const counts = countClassesOf(one, { weights: Float64Array.of(0.1, 0.2, 0.3, 0.7, 1.1) });
  expect([counts.trueNegative[0], counts.falsePositive[0]]).toEqual([0, 0]);
});
