import { compareModelsOnWorkers } from '@tidegate/core/adapters/bootstrap-workers';
import { compareModels } from '@tidegate/core/evaluation/compare';
import { describe, expect, it } from 'vitest';
import { BINARY_METRICS, comparisonOf, makeModels } from '../evaluation/make-samples.ts';

const ON_TWO = { fewestRows: 0, threads: 2 };

describe('compareModelsOnWorkers', () => {
  it.each(['percentile', 'bca'] as const)('gives the rows of compareModels, bit for bit (%s)', async (interval) => {
    const [candidate, baseline, other] = makeModels(300, [0.32, 0.28, 0.3], 1);
    const weights = Float64Array.from({ length: 300 }, (_, row) => 1 + (row % 3));
    const groups = Int32Array.from({ length: 300 }, (_, row) => Math.floor(row / 3));
    const seeds = other ? [other] : [];
    const more = { interval, weights, groups, seeds, replicates: 101, decidedOn: ['f1', 'roc_auc'] };
    const comparison = comparisonOf([candidate, baseline], BINARY_METRICS, more);
    expect(await compareModelsOnWorkers(comparison, ON_TWO)).toEqual(compareModels(comparison));
  });

  it('stays in this thread for few rows', async () => {
    const comparison = comparisonOf(makeModels(100, [0.3], 2));
    expect(await compareModelsOnWorkers(comparison)).toEqual(compareModels(comparison));
  });
});
