import { findWorstColumn } from '@tidegate/core/gate/probes/find-worst-column';
import { expect, it } from 'vitest';

/** Rows `from` up to, not with, `to` flip. */
const flips = (column: string, from: number, to: number) => ({
  column,
  flips: Uint8Array.from({ length: 1000 }, (_, row) => (row >= from && row < to ? 1 : 0)),
});

it.each([
  ['a column that flips far more than the next', [flips('plan', 0, 60), flips('age', 900, 920)], 'plan'],
  ['nothing where one flips a row more than the next', [flips('plan', 0, 21), flips('age', 900, 920)], null],
  ['nothing where both flip the same rows', [flips('plan', 0, 60), flips('age', 0, 60)], null],
  ['the only column', [flips('plan', 0, 3)], 'plan'],
  ['nothing where no row flips', [flips('plan', 0, 0), flips('age', 0, 0)], null],
  ['nothing where there is no column', [], null],
])('names %s', (_, ranked, expected) => {
  expect(findWorstColumn(ranked, 0.95)).toBe(expected);
});

it('asks for more proof the more columns there are', () => {
  const two = [flips('plan', 0, 20), flips('age', 900, 906)];
  const many = [...two, ...Array.from({ length: 30 }, (_, index) => flips(`c${index}`, 0, 0))];
  expect(findWorstColumn(two, 0.95)).toBe('plan');
  expect(findWorstColumn(many, 0.95)).toBeNull();
});
