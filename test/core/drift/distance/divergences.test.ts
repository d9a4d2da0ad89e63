import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hellinger, jensenShannon, populationStabilityIndex } from '@tidegate/core/drift/distance/divergences';
import { chiSquare, gTest } from '@tidegate/core/drift/distance/homogeneity';
import { kolmogorovSurvival } from '@tidegate/core/drift/distance/kolmogorov-survival';
import { groupCategories, groupNumbers, type Shares } from '@tidegate/core/drift/distance/shares';
import { describe, expect, it } from 'vitest';
import { countValues } from '../../profile/count-values.ts';

interface Table {
  readonly name: string;
  readonly reference: number[];
  readonly current: number[];
  readonly chi2: number;
  readonly chi2P: number;
  readonly g: number;
  readonly gP: number;
  readonly jensenshannon: number;
  readonly hellinger: number;
  readonly psi: number;
}
const fixtures: { readonly tables: Table[]; readonly survival: { readonly x: number; readonly value: number }[] } =
  JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures/divergences.json'), 'utf8'));
const of = ({ reference, current }: Pick<Table, 'reference' | 'current'>): Shares => ({
  labels: reference.map(String),
  reference,
  current,
});

describe('against SciPy', () => {
  it.each(fixtures.tables)('$name', (table) => {
    const shares = of(table);
    expect(chiSquare(shares).statistic).toBeCloseTo(table.chi2, 9);
    expect(Math.abs(chiSquare(shares).p - table.chi2P)).toBeLessThan(1e-12);
    expect(gTest(shares).statistic).toBeCloseTo(table.g, 9);
    expect(Math.abs(gTest(shares).p - table.gP)).toBeLessThan(1e-12);
    expect(jensenShannon(shares).value).toBeCloseTo(table.jensenshannon, 12);
    expect(hellinger(shares).value).toBeCloseTo(table.hellinger, 12);
    expect(populationStabilityIndex(shares).value).toBeCloseTo(table.psi, 12);
  });

  it.each(fixtures.survival)('Kolmogorov distribution at $x', ({ x, value }) => {
    expect(Math.abs(kolmogorovSurvival(x) - value)).toBeLessThan(1e-12);
  });
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
    const shares = of({ reference, current });
    expect([chiSquare(shares), gTest(shares)]).toEqual([
      { statistic: 0, p: 1 },
      { statistic: 0, p: 1 },
    ]);
    for (const measure of [jensenShannon, hellinger, populationStabilityIndex])
      expect(Object.values(measure(shares)).every(Number.isFinite)).toBe(true);
  });
});

it('noise alone comes to about the floor that is stated', () => {
  let seed = 1;
  const uniform = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return (seed + 0.5) / 2 ** 32;
  };
  const [n, m, cells, trials] = [2_000, 500, 10, 300];
  const draw = (rows: number) => {
    const counts = new Array<number>(cells).fill(0);
    for (let row = 0; row < rows; row += 1) {
      const cell = Math.floor(uniform() * cells);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
    return counts;
  };
  let [psi, squared, floor] = [0, 0, 0];
  for (let trial = 0; trial < trials; trial += 1) {
    const shares = of({ reference: draw(n), current: draw(m) });
    psi += populationStabilityIndex(shares).value / trials;
    squared += jensenShannon(shares).value ** 2 / trials;
    floor = populationStabilityIndex(shares).noiseFloor;
  }
  expect(psi / floor).toBeGreaterThan(0.85);
  expect(psi / floor).toBeLessThan(1.15);
  expect((8 * squared) / floor).toBeGreaterThan(0.85);
  expect((8 * squared) / floor).toBeLessThan(1.15);
});

describe('cells', () => {
  it('of numbers hold about a tenth of the reference each, and every row of both', () => {
    const left = Float64Array.from({ length: 3_000 }, (_, row) => Math.sin(row) * 10);
    const right = Float64Array.from({ length: 700 }, (_, row) => Math.sin(row) * 14);
    const reference = countValues(left);
    const shares = groupNumbers(reference, countValues(right, reference));
    const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);
    expect([sum(shares.reference), sum(shares.current)]).toEqual([3_000, 700]);
    expect(shares.reference.length).toBeGreaterThan(7);
    expect(Math.max(...shares.reference)).toBeLessThan(500);
  });

  it('of numbers meet, also where some values are counted one by one, and where nobody has a value', () => {
    const frequent = (row: number) => (row % 4 === 0 ? 3.565 : 3 + (row % 1_000) / 1_000);
    const values = Float64Array.from({ length: 8_000 }, (_, row) =>
      row % 3 === 0 ? 9 + (row % 100) / 1e4 : frequent(row),
    );
    const reference = countValues(values);
    const { labels } = groupNumbers(reference, countValues(values.slice(0, 900), reference), 20);
    const cells = labels.map((label) => label.split(' to ').map(Number));
    expect(cells.length).toBeGreaterThan(10);
    expect(cells.some(([, to]) => to === 3.565)).toBe(true);
    const ends = cells.map((cell) => cell.at(-1) ?? Number.NaN);
    expect(cells.slice(1).map(([from]) => from)).toEqual(ends.slice(0, -1));
  });

  it('of a few numbers are named by them', () => {
    const values = Float64Array.from({ length: 900 }, (_, row) => row % 3);
    const reference = countValues(values);
    expect(groupNumbers(reference, countValues(values.slice(0, 90), reference)).labels).toEqual(['0', '1', '2']);
  });

  it('of categories put the rare ones together, with what the reference did not list', () => {
    const counts = (values: readonly number[], other: number) => ({
      values: ['a', 'b', 'c'],
      counts: [...values],
      other,
      missing: 3,
      isComplete: true,
    });
    const shares = groupCategories(counts([500, 20, 480], 0), counts([40, 5, 50], 5));
    expect(shares).toEqual({ labels: ['a', 'c', '(other)'], reference: [500, 480, 20], current: [40, 50, 10] });
  });
});
