import type { DataSet } from '@tidegate/core/config/schema';
import { parseTable } from '@tidegate/core/data/parse-table';
import { sourceOf } from '@tidegate/core/data/table';
import type { Truth } from '@tidegate/core/data/truth';
import { measureSharedRows, rankColumns } from '@tidegate/core/gate/probes/leakage';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';
import reference from './fixtures/leakage.json' with { type: 'json' };

const data: DataSet = {
  path: 'data.csv',
  target: 'y',
  positive: 'a',
  features: { numeric: ['x'], categorical: ['c'] },
  holdout: { fraction: 0.25, salt: '' },
};
const table = (...rows: string[]) => parseTable(new TextEncoder().encode(`id,x,c,y\n${rows.join('\n')}\n`), 'data.csv');

describe('shared rows', () => {
  it.each([
    ['none', ['1,1,p,a', '2,2,q,b'], 0],
    ['all, whatever the columns that the model does not read', ['8,5,p,a', '9,6,q,b'], 1],
    ['numbers that are written in another way', ['8,5.0,p,a', '9,7,q,b'], 0.5],
    ['not rows with another target', ['8,5,p,b', '9,6,q,a'], 0],
    ['not cells that only look alike when they are joined', ['8,5,pa,a', '9,,6q,b'], 0],
    ['rows without a number', ['8,,r,a', '9,1,q,b'], 0.5],
  ])('are %s', async (_, rows, share) => {
    const training = sourceOf(await table('1,5,p,a', '2,6,q,b', '3,,r,a'));
    expect(await measureSharedRows(sourceOf(await table(...rows)), training, data)).toBe(share);
  });
});

describe('a single column', () => {
  const rows = reference.y.length;
  const binary: Truth = { task: 'binary-classification', classes: ['no', 'yes'], labels: Int32Array.from(reference.y) };
  const areaOf = (values: Float64Array | string[], truth: Truth = binary) => rankColumns({ c: values }, truth)[0]?.auc;
  const random = xoroshiro128plus(7);

  it.each(Object.entries(reference.numeric))('has the area that scikit-learn gives: %s', (_, { values, auc }) => {
    expect(areaOf(Float64Array.from(values))).toBeCloseTo(Math.max(auc, 1 - auc), 12);
  });

  it.each(Object.entries(reference.categorical))(
    'has the area that leaving out pairs gives: %s',
    (_, { values, auc }) => {
      expect(areaOf(values)).toBeCloseTo(Math.max(0.5, auc), 12);
    },
  );

  it.each([
    ['a unique id', Array.from({ length: rows }, (_, row) => `id-${row}`), 0.5],
    ['one category', Array.from({ length: rows }, () => 'same'), 0.5],
    ['a constant number', new Float64Array(rows), 0.5],
    ['the target as text', reference.y.map((label) => (label ? 'yes' : 'no')), 1],
    ['the target as its negative', Float64Array.from(reference.y, (label) => -label), 1],
    [
      'a number that is missing where the target is 0',
      Float64Array.from(reference.y, (label) => label || Number.NaN),
      1,
    ],
  ])('that is %s has an area of its own kind', (_, values, area) => {
    expect(areaOf(values)).toBe(area);
  });

  it('that says nothing stays near chance, however many categories it has', () => {
    const large = 20_000;
    const labels = Int32Array.from({ length: large }, () => Number(uniformFloat64(random) < 0.3));
    for (const categories of [2, 50, 5000]) {
      const values = Array.from({ length: large }, () => `c${Math.floor(uniformFloat64(random) * categories)}`);
      expect(areaOf(values, { ...binary, labels })).toBeLessThan(0.53);
    }
  });

  it.each<[string, Truth]>([
    [
      'a class',
      {
        task: 'multiclass-classification',
        classes: ['p', 'q', 'r'],
        labels: Int32Array.from(reference.y, (label, row) => (label ? 2 : row % 2)),
      },
    ],
    [
      'a label',
      {
        task: 'multilabel-classification',
        classes: ['p', 'q'],
        labels: Uint8Array.from(reference.y.flatMap((label, row) => [row % 2, label])),
      },
    ],
    [
      'large values',
      { task: 'regression', labels: Float64Array.from(reference.y, (label, row) => label * 100 + (row % 10)) },
    ],
  ])('that gives %s away is found', (_, truth) => {
    const target = Float64Array.from(reference.y);
    const expected = truth.task === 'regression' ? 0.7 : 0.999;
    expect(areaOf(target, truth)).toBeGreaterThan(expected);
  });

  it('comes first when it tells most', () => {
    const noise = Float64Array.from(reference.y, () => uniformFloat64(random));
    const ranked = rankColumns({ noise, leak: Float64Array.from(reference.y) }, binary);
    expect(ranked.map(({ column }) => column)).toEqual(['leak', 'noise']);
  });
});
