import { nextWord, seedStream } from '@tidegate/core/evaluation/random-stream';
import { describe, expect, it } from 'vitest';
import { binarySample, comparisonOf, makeModels, regressionSample, rowOf } from './make-samples.ts';

const METRIC = 'mean_absolute_error';
const TRIALS = 300;

/** Approximately normal: the sum of twelve uniform numbers. */
function normals(seed: number): () => number {
  const state = seedStream(seed);
  return () => Array.from({ length: 12 }, () => nextWord(state) / 2 ** 32).reduce((sum, each) => sum + each, -6);
}

/** The share of trials for which this is true; bench/noise-simulation.ts measures the same at length. */
const rate = (isSo: (trial: number) => boolean) =>
  Array.from({ length: TRIALS }, (_, trial) => isSo(trial)).filter(Boolean).length / TRIALS;

describe('models of equal quality', () => {
  it('are called better or worse in about 5 % of samples', () => {
    const called = rate((trial) => {
      const comparison = comparisonOf(makeModels(150, [0.3, 0.3], trial), ['accuracy'], {
        replicates: 200,
        seed: trial,
      });
      return ['better', 'worse'].includes(rowOf(comparison, 'accuracy').decision);
    });
    expect(called).toBeLessThan(0.08);
  });

  it('are so too where rows come in groups, which rows taken one by one would not see', () => {
    const [grouped, alone] = [true, false].map((isGrouped) =>
      rate((trial) => {
        const normal = normals(trial);
        const groups = Int32Array.from({ length: 120 }, (_, row) => Math.floor(row / 6));
        const errors = [0, 1].map(() => {
          const shared = Array.from({ length: 20 }, normal);
          return Float64Array.from(groups, (group) => (shared[group] ?? 0) + 0.3 * normal());
        });
        const models = errors.map((error) => regressionSample(new Float64Array(120), error));
        const more = { groups: isGrouped ? groups : undefined, replicates: 200, seed: trial };
        return ['better', 'worse'].includes(rowOf(comparisonOf(models, [METRIC], more), METRIC).decision);
      }),
    );
    expect(grouped).toBeLessThan(0.08);
    expect(alone).toBeGreaterThan(0.2);
  });
});

it('the interval of a model that is nearly always right holds its true accuracy, also where all rows are right', () => {
  let allRight = 0;
  const covered = rate((trial) => {
    const state = seedStream(trial);
    const labels = Uint8Array.from({ length: 60 }, (_, row) => row % 2);
    const isWrong = () => nextWord(state) / 2 ** 32 < 0.01;
    const scores = Float64Array.from(labels, (label) => (isWrong() ? 1 - label : label));
    const { value, low, high } = rowOf(
      comparisonOf([binarySample(labels, scores)], ['accuracy'], { replicates: 200, seed: trial }),
      'accuracy',
    ).candidate;
    allRight += value === 1 ? 1 : 0;
    return low <= 0.99 && 0.99 <= high;
  });
  // The bootstrap alone would miss it in all of these.
  expect(allRight / TRIALS).toBeGreaterThan(0.4);
  expect(covered).toBeGreaterThan(0.94);
});

describe('the interval of a candidate with three seeds', () => {
  it('holds the true mean of its configuration in about 95 % of trainings', () => {
    // The mean absolute error of a bias b far from zero is |b|: over seeds 2, whatever the rows.
    const covered = rate((trial) => {
      const normal = normals(trial);
      const labels = Float64Array.from({ length: 60 }, normal);
      const trained = () => {
        const bias = 2 + 0.1 * normal();
        return regressionSample(
          labels,
          labels.map((label) => label + bias + 0.2 * normal()),
        );
      };
      const seeds = [trained(), trained(), trained()];
      const { low, high } = rowOf(
        comparisonOf(seeds.slice(0, 1), [METRIC], { seeds, replicates: 200, seed: trial }),
        METRIC,
      ).candidate;
      return low <= 2 && 2 <= high;
    });
    expect(covered).toBeGreaterThan(0.91);
    expect(covered).toBeLessThan(0.985);
  });
});
