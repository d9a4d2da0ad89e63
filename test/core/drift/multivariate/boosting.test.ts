import { binColumns } from '@tidegate/core/drift/multivariate/boosting/bin-columns';
import { placeRows } from '@tidegate/core/drift/multivariate/boosting/binned-rows';
import { boostTrees, LIGHTGBM_DEFAULTS, predictTrees } from '@tidegate/core/drift/multivariate/boosting/boost';
import type { Columns } from '@tidegate/core/ports/model-runtime';
import { describe, expect, it } from 'vitest';
import { createRandom } from './random-rows.ts';

const all = (rows: number) => Int32Array.from({ length: rows }, (_, row) => row);

function learn(columns: Columns, target: Float64Array, settings = LIGHTGBM_DEFAULTS) {
  const rows = placeRows(binColumns(columns, settings), columns, target.length);
  const model = boostTrees(rows, target, all(target.length), settings);
  return (others: Columns, count: number) => predictTrees(model, placeRows(rows.columns, others, count), all(count));
}

const spread = (values: Float64Array) => {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  return values.reduce((sum, value) => sum + (value - mean) ** 2 / values.length, 0);
};

describe('boosted trees', () => {
  it('learn numbers, categories, what is missing, and how they go together', () => {
    const rows = (seed: number, count: number) => {
      const { normals, categories, uniform } = createRandom(seed);
      const [x, y, kind] = [normals(count), normals(count), categories(count, 6)];
      const gaps = x.map((value) => (uniform() < 0.2 ? Number.NaN : value));
      const target = x.map(
        (value, row) =>
          (Number.isNaN(gaps[row]) ? 3 : value) +
          (value > 0 === (y[row] ?? 0) > 0 ? 1 : -1) +
          (kind[row] === 'k3' ? 2 : 0),
      );
      return { columns: { x: gaps, y, kind }, target };
    };
    const [train, test] = [rows(1, 5000), rows(2, 2000)];
    const said = learn(train.columns, train.target)(test.columns, 2000);
    const left = test.target.map((value, row) => value - (said[row] ?? 0));
    expect(spread(left) / spread(test.target)).toBeLessThan(0.35); // what x hides where it is missing cannot be learnt
  });

  it('say the mean where nothing can be learnt', () => {
    const columns = { constant: new Float64Array(200).fill(3), empty: new Array<string>(200).fill('') };
    const target = createRandom(3).normals(200);
    const mean = target.reduce((sum, value) => sum + value / 200, 0);
    for (const value of learn(columns, target)(columns, 200)) expect(value).toBeCloseTo(mean, 12);
  });

  it('give the same for rows in the same order, and no NaN for anything', () => {
    const { normals, categories } = createRandom(4);
    const columns = { x: normals(500), kind: categories(500, 400) };
    const odd = {
      x: Float64Array.of(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e308),
      kind: ['', 'never seen', 'k1', 'k399'],
    };
    const target = columns.x.map((value) => value * 1e150);
    const first = learn(columns, target)(odd, 4);
    expect(first).toEqual(learn(columns, target)(odd, 4));
    expect(first.every(Number.isFinite)).toBe(true);
  });

  it('sum to what they learn from: residuals of all rows have mean 0', () => {
    const { normals } = createRandom(5);
    const columns = { x: normals(300), y: normals(300) };
    const target = columns.x.map((value, row) => value * (columns.y[row] ?? 0));
    const said = learn(columns, target)(columns, 300);
    const mean = target.reduce((sum, value, row) => sum + (value - (said[row] ?? 0)) / 300, 0);
    expect(Math.abs(mean)).toBeLessThan(1e-12);
  });
});

describe('bins', () => {
  it('give a value that fills one a bin of its own, and share the rest', () => {
    const { uniform } = createRandom(6);
    const x = Float64Array.from({ length: 10_000 }, () => (uniform() < 0.9 ? 0 : uniform() - 0.5));
    const [bins] = binColumns({ x }, { bins: 32, categories: 32 });
    expect(bins?.bins).toBeGreaterThanOrEqual(25);
    expect(bins?.bins).toBeLessThanOrEqual(32);
  });

  it('keep missing and infinite values apart', () => {
    const x = Float64Array.of(Number.NEGATIVE_INFINITY, 1, 2, Number.POSITIVE_INFINITY, Number.NaN);
    const { codes } = placeRows(binColumns({ x }, { bins: 16, categories: 16 }), { x }, 5);
    expect(new Set(codes).size).toBe(5);
  });

  it('count rare and unseen categories as one', () => {
    const { categories } = createRandom(7);
    const kind = categories(5000, 1000);
    const bins = binColumns({ kind }, { bins: 16, categories: 16 });
    const { codes } = placeRows(bins, { kind: ['unseen', '', 'k0', 'k999'] }, 4);
    expect(bins[0]?.bins).toBe(16);
    expect(codes[0]).toBe(codes[3]);
    expect(new Set(codes).size).toBe(3);
  });
});
