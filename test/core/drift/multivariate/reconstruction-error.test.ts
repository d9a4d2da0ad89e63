import { measureReconstruction, ReconstructionError } from '@tidegate/core/drift/multivariate/reconstruction-error';
import type { Columns } from '@tidegate/core/ports/model-runtime';
import { describe, expect, it } from 'vitest';
import { expectReconstructionAgreement } from '../performance/nannyml-agreement.ts';
import { readFixtures } from '../performance/nannyml-fixtures.ts';
import { createRandom } from './random-rows.ts';

/** Three columns that say the same and two that do not. */
function draw(seed: number, rows: number, isBroken = false): Columns {
  const { normal, normals, categories } = createRandom(seed);
  const x = normals(rows);
  const like = () => x.map((value) => value + 0.3 * normal());
  return { x, a: like(), b: isBroken ? normals(rows) : like(), c: normals(rows), kind: categories(rows, 4) };
}

const measure = (reference: Columns, window: Columns) =>
  ReconstructionError.parse(measureReconstruction({ reference, window }));

function measured(result: ReconstructionError) {
  if (result.kind !== 'measured') throw new Error(result.message);
  return result;
}

describe('reconstruction error', () => {
  it("is NannyML's", () => {
    expectReconstructionAgreement(readFixtures().regression);
  });

  it('finds a broken relation that no column shows', () => {
    const result = measured(measure(draw(1, 5000), draw(2, 500, true)));
    expect(result.decision).toBe('drift');
    expect(result.change).toBeGreaterThan(0.1);
  });

  it('alarms in about 1 of 100 windows without drift, whatever their size', () => {
    for (const [reference, window] of [
      [600, 50],
      [2000, 200],
      [2000, 1500],
    ] as const) {
      const alarms = Array.from({ length: 150 }, (_, trial) =>
        measured(measure(draw(1000 + trial, reference), draw(2000 + trial, window))),
      ).filter(({ decision }) => decision === 'drift').length;
      expect(alarms, `${window} of ${reference}`).toBeLessThanOrEqual(5); // Binomial(150, 0.01): 99.6 %
    }
  });

  it('expects of chunks that no axis was fitted to what it expects of new rows', () => {
    const results = Array.from({ length: 40 }, (_, trial) =>
      measured(measure(draw(3000 + trial, 500), draw(4000 + trial, 500))),
    );
    const bias = results.reduce((sum, { change }) => sum + change / results.length, 0);
    expect(Math.abs(bias)).toBeLessThan(0.01);
  });
});

describe('columns and rows that do not tell', () => {
  const reference = draw(3, 1000);
  const same = (value: number, rows: number) => new Float64Array(rows).fill(value);
  it.each([
    ['8 rows', reference, draw(4, 8), 'too-few-rows'],
    ['a small reference', draw(4, 499), reference, 'reference-too-small'],
    [
      'one column that varies',
      { x: createRandom(5).normals(600), y: same(1, 600) },
      { x: same(1, 60), y: same(1, 60) },
      'no-varying-column',
    ],
    ['nothing but gaps', { x: same(Number.NaN, 600) }, { x: same(1, 60) }, 'no-varying-column'],
    ['a column that is gone', reference, { x: same(1, 60) }, 'column-missing'],
    [
      '300 columns',
      Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`c${index}`, createRandom(index).normals(600)])),
      Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`c${index}`, same(1, 60)])),
      'too-many-columns',
    ],
  ])('%s: a reason', (_, one, other, reason) => {
    expect(measure(one, other)).toMatchObject({ kind: 'cannot-tell', reason });
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1e308, -1e308, 5e-324])('%f in a column gives no NaN', (value) => {
    const spoil = (columns: Columns) => ({
      ...columns,
      odd: (columns['x'] as Float64Array).map((each, row) => (row % 7 === 0 ? value : each)),
    });
    expect(measure(spoil(reference), spoil(draw(6, 100))).kind).toBe('measured');
    expect(measure(reference, { ...draw(6, 100), x: same(value, 100) }).kind).toBe('measured');
  });

  it('keeps one axis out where 65 % of the variance need them all', () => {
    const rows = (seed: number, count: number) => ({
      x: createRandom(seed).normals(count),
      y: createRandom(seed + 1).normals(count),
    });
    expect(measure(rows(7, 1000), rows(9, 200))).toMatchObject({ components: 1 });
  });

  it('sees that columns are not the same any more', () => {
    const x = createRandom(11).normals(1000);
    const other = createRandom(12).normals(100);
    expect(measure({ x, y: x.slice() }, { x: other, y: other.slice() })).toMatchObject({ decision: 'none' });
    expect(measure({ x, y: x.slice() }, { x: other, y: other.toReversed() })).toMatchObject({ decision: 'drift' });
  });

  it('takes 10,000 rows of 50 columns', () => {
    const wide = (seed: number) => {
      const { normals, categories } = createRandom(seed);
      return Object.fromEntries(
        Array.from({ length: 50 }, (_, index) => [
          `c${index}`,
          index < 40 ? normals(10_000) : categories(10_000, 3000),
        ]),
      );
    };
    expect(measure(wide(13), wide(14))).toMatchObject({ decision: 'none' });
  });
});
