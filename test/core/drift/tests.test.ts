import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
const fixtures: { ks: Row[]; chi: Row[]; survival: { x: number; value: number }[] } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures/tests.json'), 'utf8'),
);

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

describe('population stability index', () => {
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
