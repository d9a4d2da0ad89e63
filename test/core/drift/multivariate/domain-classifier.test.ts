import { LIGHTGBM_DEFAULTS } from '@tidegate/core/drift/multivariate/boosting/boost';
import {
  classifyDomains,
  DomainClassifier,
  type DomainQuestion,
} from '@tidegate/core/drift/multivariate/domain-classifier';
import type { Columns } from '@tidegate/core/ports/model-runtime';
import { describe, expect, it } from 'vitest';
import { createRandom } from './random-rows.ts';

interface Change {
  readonly shift?: number;
  readonly correlation?: number;
}

function draw(seed: number, rows: number, { shift = 0, correlation = 0 }: Change = {}): Columns {
  const { normals, categories } = createRandom(seed);
  const x = normals(rows, shift);
  const y = normals(rows).map((value, row) => correlation * (x[row] ?? 0) + Math.sqrt(1 - correlation ** 2) * value);
  const others = Array.from({ length: 6 }, (_, index) => [`n${index}`, normals(rows)] as const);
  return { x, y, kind: categories(rows, 30), ...Object.fromEntries(others) };
}

function classify(reference: Columns, window: Columns, more: Partial<DomainQuestion> = {}) {
  return DomainClassifier.parse(classifyDomains({ reference, window, seed: 7, ...more }));
}

function measured(result: DomainClassifier) {
  if (result.kind !== 'measured') throw new Error(result.message);
  return result;
}

describe('domain classifier', () => {
  it('finds a shift and says where it is', () => {
    const result = measured(classify(draw(1, 5000), draw(2, 1000, { shift: 0.6 })));
    expect(result.decision).toBe('drift');
    expect(result.columns[0]?.column).toBe('x');
    expect(result.area.low).toBeGreaterThan(0.5);
  });

  it('finds a broken correlation that no column shows', () => {
    const result = measured(classify(draw(3, 5000), draw(4, 2000, { correlation: 0.8 })));
    expect(result.decision).toBe('drift');
    expect(
      result.columns
        .slice(0, 2)
        .map(({ column }) => column)
        .toSorted(),
    ).toEqual(['x', 'y']);
  });

  it('is hardly ever surer than it should be without drift', () => {
    const outcomes = Array.from({ length: 40 }, (_, trial) =>
      measured(classify(draw(100 + trial, 400), draw(200 + trial, 100), { seed: trial })),
    );
    expect(outcomes.filter(({ p }) => p < 0.05).length).toBeLessThanOrEqual(4); // a tenth
    expect(outcomes.filter(({ decision }) => decision === 'drift').length).toBeLessThanOrEqual(2);
    const mean = outcomes.reduce((sum, { area }) => sum + area.value / 40, 0);
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.02);
  });

  it('needs an area as large as the threshold', () => {
    const [reference, window] = [draw(5, 20_000), draw(6, 5000, { shift: 0.3 })];
    const slight = measured(classify(reference, window));
    expect(slight).toMatchObject({ decision: 'drift', threshold: 0.55 });
    expect(slight.area.value).toBeLessThan(0.65);
    expect(classify(reference, window, { threshold: 0.65 })).toMatchObject({ decision: 'none', threshold: 0.65 });
  });

  it("beats LightGBM's defaults on a small shift", () => {
    const [reference, window] = [draw(7, 10_000), draw(8, 1000, { shift: 0.3 })];
    const own = measured(classify(reference, window)).area.value;
    const other = measured(classify(reference, window, { boosting: LIGHTGBM_DEFAULTS })).area.value;
    expect(own).toBeGreaterThan(other);
  });

  it('gives the same for the same seed', () => {
    const [reference, window] = [draw(9, 1000), draw(10, 300)];
    expect(classify(reference, window)).toEqual(classify(reference, window));
  });

  it('draws no more reference rows than help', () => {
    expect(classify(draw(11, 30_000), draw(12, 100))).toMatchObject({ rows: { reference: 10_000, window: 100 } });
  });
});

describe('columns and rows that do not tell', () => {
  const reference = draw(13, 500);
  it.each([
    ['8 rows', reference, draw(14, 8), 'too-few-rows'],
    ['no rows', reference, draw(14, 0), 'too-few-rows'],
    ['no columns', {}, {}, 'too-few-rows'],
    ['8 rows of reference', draw(14, 8), reference, 'reference-too-small'],
    [
      'constant columns',
      { x: new Float64Array(100).fill(1) },
      { x: new Float64Array(100).fill(1) },
      'no-varying-column',
    ],
    [
      'empty columns',
      { x: new Array<string>(100).fill('') },
      { x: new Array<string>(100).fill('') },
      'no-varying-column',
    ],
    [
      'NaN alone',
      { x: new Float64Array(100).fill(Number.NaN) },
      { x: new Float64Array(100).fill(Number.NaN) },
      'no-varying-column',
    ],
    ['a column that is gone', reference, { x: new Float64Array(100) }, 'column-missing'],
    ['another type', { x: new Float64Array(100) }, { x: new Array<string>(100).fill('a') }, 'column-missing'],
  ])('%s: a reason', (_, one, other, reason) => {
    expect(classify(one, other)).toMatchObject({ kind: 'cannot-tell', reason });
  });

  it.each([
    ['a column that stops arriving', Number.NaN],
    ['a column that is infinite now', Number.POSITIVE_INFINITY],
    ['a column that is huge now', 1e308],
  ])('%s is drift', (_, value) => {
    const result = measured(classify(reference, { ...draw(15, 200), y: new Float64Array(200).fill(value) }));
    expect(result).toMatchObject({ decision: 'drift', columns: [{ column: 'y' }, ...result.columns.slice(1)] });
    expect(result.area.value).toBeGreaterThan(0.99);
  });

  it('leaves out what never varies', () => {
    const constant = (rows: Columns, count: number) => ({ ...rows, constant: new Float64Array(count).fill(2) });
    expect(classify(constant(reference, 500), constant(draw(16, 100), 100))).toMatchObject({ leftOut: ['constant'] });
  });

  it('takes 10,000 rows of 50 columns, half of them odd', () => {
    const wide = (seed: number) => {
      const { normals, categories, uniform } = createRandom(seed);
      return Object.fromEntries(
        Array.from({ length: 50 }, (_, index) => {
          if (index < 25) return [`c${index}`, normals(10_000)];
          if (index < 30) return [`c${index}`, categories(10_000, 5000)];
          const value = [Number.NaN, Number.NEGATIVE_INFINITY, 0, 1e308, -1e308][index % 5] ?? 0;
          return [`c${index}`, normals(10_000).map((each) => (uniform() < 0.5 ? value : each))];
        }),
      );
    };
    expect(classify(wide(17), wide(18))).toMatchObject({ kind: 'measured', decision: 'none' });
  });
});
