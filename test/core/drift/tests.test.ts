import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildProfile, countBins } from '@tidegate/core/drift/build-profile';
import { chiSquare } from '@tidegate/core/drift/tests/chi-square';
import { kolmogorovSmirnov, kolmogorovSurvival } from '@tidegate/core/drift/tests/kolmogorov-smirnov';
import { mergeCells, populationStabilityIndex } from '@tidegate/core/drift/tests/population-stability-index';
import { describe, expect, it } from 'vitest';

interface Row {
  readonly name: string;
  readonly reference: number[];
  readonly current: number[];
  readonly statistic: number;
  readonly p: number;
}
interface Fixtures {
  readonly ks: Row[];
  readonly chi: Row[];
  readonly survival: { readonly x: number; readonly value: number }[];
  readonly psi: (Omit<Row, 'statistic' | 'p'> & { readonly psi: number })[];
  readonly samples: Omit<Row, 'p'>[];
}
const fixtures: Fixtures = JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures/tests.json'), 'utf8'));

describe('against SciPy', () => {
  it.each(fixtures.ks)('Kolmogorov-Smirnov: $name', ({ reference, current, statistic, p }) => {
    const result = kolmogorovSmirnov(reference, current);
    expect(result.statistic).toBeCloseTo(statistic, 12);
    expect(Math.abs(result.p - p)).toBeLessThan(1e-12);
  });

  it.each(fixtures.chi)('chi-square: $name', ({ reference, current, statistic, p }) => {
    const result = chiSquare(reference, current);
    expect(result.statistic).toBeCloseTo(statistic, 10);
    expect(Math.abs(result.p - p)).toBeLessThan(1e-12);
  });

  it.each(fixtures.survival)('Kolmogorov distribution at $x', ({ x, value }) => {
    expect(Math.abs(kolmogorovSurvival(x) - value)).toBeLessThan(1e-12);
  });
});

describe('statistic over the bins of a profile', () => {
  it.each(fixtures.samples)(
    "is SciPy's exact one up to the stated error: $name",
    ({ reference, current, statistic }) => {
      const profile = buildProfile({
        modelName: 'churn',
        columns: { x: Float64Array.from(reference) },
        scores: new Float64Array(reference.length).fill(0.5),
        source: { digest: `sha256:${'a'.repeat(64)}`, rows: reference.length },
      });
      const [column] = profile.columns;
      if (column?.type !== 'numeric') throw new Error('expected a numeric profile');
      const binned = kolmogorovSmirnov(column.counts, countBins(Float64Array.from(current), column.edges)).statistic;
      expect(binned).toBeLessThanOrEqual(statistic + 1e-12);
      expect(binned).toBeGreaterThanOrEqual(statistic - profile.errorBound - 1e-12);
      expect(profile.errorBound).toBeLessThan(0.04);
    },
  );
});

describe('nothing to compare', () => {
  it.each([
    [[], []],
    [
      [0, 0],
      [3, 4],
    ],
    [
      [3, 4],
      [0, 0],
    ],
  ])('%j with %j is no drift, and no NaN', (reference, current) => {
    const nothing = { statistic: 0, p: 1, psi: 0 };
    expect(kolmogorovSmirnov(reference, current)).toMatchObject(nothing);
    expect(chiSquare(reference, current)).toMatchObject(nothing);
  });
});

describe('population stability index', () => {
  it.each(fixtures.psi)('agrees with SciPy: $name', ({ reference, current, psi }) => {
    expect(populationStabilityIndex(reference, current)).toBeCloseTo(psi, 12);
  });

  it('is zero for equal shares and grows with the shift', () => {
    expect(populationStabilityIndex([100, 100], [100, 100])).toBe(0);
    const small = populationStabilityIndex([500, 500], [450, 550]);
    const large = populationStabilityIndex([500, 500], [100, 900]);
    expect(small).toBeGreaterThan(0);
    expect(large).toBeGreaterThan(10 * small);
  });

  it('is the textbook value up to the half row that keeps empty cells finite', () => {
    const expected = (0.5 - 0.2) * Math.log(0.5 / 0.2) + (0.5 - 0.8) * Math.log(0.5 / 0.8);
    expect(populationStabilityIndex([20_000, 80_000], [50_000, 50_000])).toBeCloseTo(expected, 4);
    expect(populationStabilityIndex([100, 0], [0, 100])).toBeLessThan(20);
  });

  it('merges neighbours without losing a row', () => {
    const cells = mergeCells([1, 2, 3, 4, 90], [5, 5, 5, 5, 80]);
    expect(cells.reference.reduce((sum, count) => sum + count, 0)).toBe(100);
    expect(cells.current.reduce((sum, count) => sum + count, 0)).toBe(100);
  });
});
