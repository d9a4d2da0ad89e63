import { createCellBudget } from '@tidegate/core/data/cell-budget';
import { expect, it } from 'vitest';

const part = (rows: number, cell: string) => ({
  source: 'd.csv',
  header: ['y', 'p'],
  rows,
  cells: new Map([['y', Array.from({ length: rows }, () => cell)]]),
  numbers: new Map([['p', new Float64Array(rows)]]),
  lines: new Int32Array(rows),
});

it('parts are counted together, numbers where they become text', () => {
  const text = createCellBudget('d.csv', { cells: 10, characters: 100 }, 'text');
  text(part(5, 'a'));
  text(part(5, 'a'));
  expect(() => text(part(1, 'a'))).toThrow(
    'd.csv has more than 10 cells in the columns that are needed: too many to keep in memory.',
  );
  expect(() => createCellBudget('d.csv', { cells: 10, characters: 100 }, 'all')(part(6, 'a'))).toThrow('10 cells');
});

it('a few long cells are too many as well', () => {
  const count = createCellBudget('d.csv', { cells: 10, characters: 100 }, 'text');
  expect(() => count(part(2, 'x'.repeat(51)))).toThrow('more than 100 characters');
});
