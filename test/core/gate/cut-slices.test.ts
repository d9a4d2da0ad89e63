import type { SliceSettings } from '@tidegate/core/config/evaluation';
import { OperatorError } from '@tidegate/core/errors';
import { cutSlices } from '@tidegate/core/gate/cut-slices';
import { describe, expect, it } from 'vitest';

const columns = new Map<string, readonly string[] | Float64Array>([
  ['region', ['west', 'east', '', 'west', ' ', 'east', 'west']],
  ['age', Float64Array.from([29, 30, 59.9, 60, Number.NaN, -5, 1e9])],
  ['age as text', ['29', '30', '59.9', '60', '', '-5', '1e9']],
  ['rooms', ['10', '9', '10', '2', '2', '9', '100']],
]);
const cut = (settings: readonly SliceSettings[], selected: Record<string, Uint8Array> = {}) =>
  cutSlices(settings, columns, selected).map(({ of, slice, rows }) => [of, slice, [...rows]]);

describe('values of a column', () => {
  it('are a slice each, missing cells one of their own', () => {
    expect(cut([{ column: 'region' }])).toEqual([
      ['region', 'east', [1, 5]],
      ['region', 'west', [0, 3, 6]],
      ['region', '(missing)', [2, 4]],
    ]);
  });

  it('are ordered by value where all are numbers', () => {
    expect(cut([{ column: 'rooms' }]).map(([, slice]) => slice)).toEqual(['2', '9', '10', '100']);
  });

  it('are ordered the same whatever the order of the rows', () => {
    const cells = ['b', 'a', 'c', 'a', ''];
    const labels = (column: readonly string[]) =>
      cutSlices([{ column: 'x' }], new Map([['x', column]]), {}).map(({ slice, rows }) => [slice, rows.length]);
    expect(labels(cells)).toEqual(labels(cells.toReversed()));
  });

  it('beyond the 40 with the most rows are one slice', () => {
    const cells = Array.from({ length: 45 }, (_, index) => `v${String(index).padStart(2, '0')}`);
    const slices = cutSlices([{ column: 'x' }], new Map([['x', [...cells, ...cells.slice(5), '']]]), {});
    expect(slices).toHaveLength(42);
    expect(slices[0]?.slice).toBe('v05');
    expect(slices.at(-2)).toMatchObject({ slice: '(other: 5 rarer values)', rows: Int32Array.from([0, 1, 2, 3, 4]) });
    expect(slices.at(-1)).toMatchObject({ slice: '(missing)', rows: Int32Array.from([85]) });
  });

  it('40 of them need no other', () => {
    const cells = Array.from({ length: 40 }, (_, index) => `v${index}`);
    const slices = cutSlices([{ column: 'x' }], new Map([['x', cells]]), {});
    expect(slices.filter(({ slice }) => slice.startsWith('(other'))).toEqual([]);
    expect(slices).toHaveLength(40);
  });

  it('that read like our own names, or begin alike, stay apart', () => {
    const long = 'x'.repeat(200);
    const cells = ['(other: 5 rarer values)', '(missing)', '', `${long}a`, `${long}b`];
    const names = cutSlices([{ column: 'x' }], new Map([['x', cells]]), {}).map(({ slice }) => slice);
    expect(names).toEqual([
      '"(missing)"',
      '"(other: 5 rarer values)"',
      `${'x'.repeat(79)}…`,
      `${'x'.repeat(79)}… (2)`,
      '(missing)',
    ]);
  });

  it('of numbers are cut like text', () => {
    const slices = cutSlices([{ column: 'x' }], new Map([['x', Float64Array.from([2, 10, 2, Number.NaN])]]), {});
    expect(slices.map(({ slice }) => slice)).toEqual(['2', '10', '(missing)']);
  });
});

describe('bins', () => {
  it.each(['age', 'age as text'])('take the cut from below: %s', (column) => {
    expect(cut([{ column, bins: [30, 60] }])).toEqual([
      [column, '< 30', [0, 5]],
      [column, '30 to 60', [1, 2]],
      [column, '≥ 60', [3, 6]],
      [column, '(missing)', [4]],
    ]);
  });

  it('without rows stay', () => {
    expect(cut([{ column: 'age', bins: [30, 40, 50, 60] }])).toContainEqual(['age', '40 to 50', []]);
  });

  it.each([
    ['that do not ascend', { column: 'age', bins: [60, 30] }, /bins must ascend, got 60 before 30/],
    ['that repeat', { column: 'age', bins: [30, 30] }, /bins must ascend/],
    ['of text', { column: 'region', bins: [1] }, /a cell reads "west"/],
  ])('%s are refused', (_, settings, message) => {
    expect(() => cut([settings])).toThrow(message);
  });
});

describe('predicates', () => {
  it('are one slice each, with their rows or none', () => {
    const selected = {
      'age > 40': Uint8Array.from([0, 0, 1, 1, 0, 0, 1]),
      'age > 1e12': new Uint8Array(7),
    };
    expect(cut([{ name: 'older', where: 'age > 40' }, { where: 'age > 1e12' }], selected)).toEqual([
      ['older', 'age > 40', [2, 3, 6]],
      ['age > 1e12', 'age > 1e12', []],
    ]);
  });

  it('that were not evaluated are a bug, not an empty slice', () => {
    expect(() => cut([{ where: 'toString' }])).toThrow('no rows were selected for "toString"');
  });
});

it('keeps the order of the settings', () => {
  expect(new Set(cut([{ column: 'rooms' }, { name: 'where', column: 'region' }]).map(([of]) => of))).toEqual(
    new Set(['rooms', 'where']),
  );
});

it.each([
  [
    'an unknown column, with the nearest',
    [{ column: 'regoin' }],
    'evaluation.slices[0].column',
    'Did you mean "region"?',
  ],
  [
    'a name twice',
    [{ column: 'age' }, { column: 'age', bins: [30] }],
    'evaluation.slices[1]',
    'Give one of them another name.',
  ],
])('refuses %s', (_, settings, place, hint) => {
  let thrown: unknown;
  try {
    cut(settings);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(OperatorError);
  expect(thrown).toMatchObject({ code: 'config-invalid', hint, message: expect.stringContaining(place) });
});
