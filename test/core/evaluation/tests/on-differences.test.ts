import { holm } from '@tidegate/core/evaluation/tests/holm';
import { mcnemar } from '@tidegate/core/evaluation/tests/mcnemar';
import { pairedT } from '@tidegate/core/evaluation/tests/paired-t';
import { swappedMaxima } from '@tidegate/core/evaluation/tests/swapped-maxima';
import { wilcoxon } from '@tidegate/core/evaluation/tests/wilcoxon';
import { describe, expect, it } from 'vitest';
import { isClose, REFERENCES } from './references.ts';

describe('mcnemar', () => {
  it.each(REFERENCES.mcnemar)('is the binomial mid-p of SciPy: $candidateOnly against $baselineOnly', (expected) => {
    expect(isClose(mcnemar(expected), expected.p, 1e-9), `${mcnemar(expected)} ${expected.p}`).toBe(true);
  });
  it('is the same for either model first', () => {
    expect(mcnemar({ candidateOnly: 4, baselineOnly: 11 })).toBe(mcnemar({ candidateOnly: 11, baselineOnly: 4 }));
  });
});

describe('wilcoxon', () => {
  it.each(REFERENCES.wilcoxon)('is scipy.stats.wilcoxon: $name', (expected) => {
    const actual = wilcoxon(Float64Array.from(expected.differences));
    expect(actual.statistic).toBe(expected.statistic);
    expect(isClose(actual.p, expected.p, 1e-10), `${actual.p} ${expected.p}`).toBe(true);
  });
  it('has no answer where nothing differs', () => expect(wilcoxon(new Float64Array(5)).p).toBeNaN());
});

describe('pairedT', () => {
  it.each(REFERENCES.pairedT)('is scipy.stats.ttest_1samp: $name', (expected) => {
    const actual = pairedT(Float64Array.from(expected.differences));
    expect(isClose(actual.statistic, expected.statistic, 1e-10), `${actual.statistic}`).toBe(true);
    expect(isClose(actual.p, expected.p, 1e-8), `${actual.p} ${expected.p}`).toBe(true);
  });
  it.each([
    ['nothing differs', [0, 0, 0], 1],
    ['all differ alike', [2, 2, 2], 0],
    ['there is one row', [2], Number.NaN],
  ])('has a p where %s', (_, differences, p) => expect(pairedT(Float64Array.from(differences)).p).toBe(p));
});

describe('holm', () => {
  it.each(REFERENCES.holm)('steps down in the order of p and answers in the order given: $ps', ({ ps, corrected }) => {
    holm(ps).forEach((p, index) => {
      expect(p).toBeCloseTo(corrected[index] ?? Number.NaN, 14);
    });
  });
  it('has nothing to correct of nothing', () => expect(holm([])).toEqual([]));
});

describe('swappedMaxima', () => {
  const candidate = Float64Array.of(9, 1, 4, 0.5, 6, 2);
  const baseline = Float64Array.of(2, 3, 1, 2.5, 1, 0.25);
  const difference = (own: Float64Array, other: Float64Array) => Math.max(...own) - Math.max(...other);

  it.each([
    ['rows', undefined, 6],
    ['groups', Int32Array.of(0, 1, 2, 2, 2, 1), 3],
    ['groups that hold most of it', Int32Array.of(0, 1, 0, 0, 0, 0), 2],
  ])('is the share of all swaps of %s that differ at least as much', (_, ofRow, count) => {
    let extreme = 0;
    for (let swaps = 0; swaps < 2 ** count; swaps += 1) {
      const isSwapped = (row: number) => ((swaps >> (ofRow?.[row] ?? row)) & 1) === 1;
      const own = candidate.map((error, row) => (isSwapped(row) ? (baseline[row] ?? 0) : error));
      const other = baseline.map((error, row) => (isSwapped(row) ? (candidate[row] ?? 0) : error));
      if (Math.abs(difference(own, other)) >= Math.abs(difference(candidate, baseline))) extreme += 1;
    }
    const units = { rows: 6, count, ofRow, weights: undefined };
    expect(swappedMaxima(candidate, baseline, units)).toBe(extreme / 2 ** count);
    expect(swappedMaxima(baseline, candidate, units)).toBe(extreme / 2 ** count);
  });

  it('finds nothing between equal maxima, and leaves rows of weight 0 out', () => {
    const units = { rows: 6, count: 6, ofRow: undefined };
    expect(swappedMaxima(candidate, candidate, { ...units, weights: undefined })).toBe(1);
    expect(swappedMaxima(candidate, baseline, { ...units, weights: Float64Array.of(0, 1, 0, 1, 0, 1) })).toBe(0.5);
  });
});
