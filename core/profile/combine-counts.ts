import { OperatorError } from '../errors.ts';
import { binsOf } from './grid.ts';
import type { CategoryCounts, NumericCounts } from './profile.ts';

/** 1 adds rows, −1 takes rows away that were counted before. */
export type Sign = 1 | -1;

/**
 * Counts of both, or of the first without the second. Whole numbers, so any order gives the same bits. What is taken away leaves
 * the extremes as they are: they stay bounds.
 * @throws OperatorError `document-invalid` for other grids, or when more would be taken away than there is
 */
export function combineNumbers(left: NumericCounts, right: NumericCounts, sign: Sign, column: string): NumericCounts {
  if (!isSameGrid(left, right)) throw otherGrid(column);
  const add = (one: number, other: number) => addCounts(one, other, sign, column);
  const dense = <Value>({ first, grid }: NumericCounts, values: readonly Value[]) => {
    const all = new Array<Value | 0>(binsOf(grid) + 1).fill(0);
    values.forEach((value, index) => {
      all[first + index] = value;
    });
    return all;
  };
  const ofRight = dense(right, right.counts);
  const counts = dense(left, left.counts).map((count, bin) => add(count, ofRight[bin] ?? 0));
  const ticksOfRight = dense(right, right.ticks);
  const ticks = dense(left, left.ticks).map((sum, bin) => {
    const other = ticksOfRight[bin] ?? null;
    if (counts[bin] === 0) return 0;
    return sum === null || other === null ? null : exact(sum + sign * other, column);
  });
  const extreme = (choose: (...values: number[]) => number, one: number | null, other: number | null) =>
    one === null || other === null || sign === -1 ? (sign === 1 ? (one ?? other) : one) : choose(one, other);
  return {
    grid: left.grid,
    atoms: left.atoms,
    missing: add(left.missing, right.missing),
    nan: add(left.nan, right.nan),
    positiveInfinity: add(left.positiveInfinity, right.positiveInfinity),
    negativeInfinity: add(left.negativeInfinity, right.negativeInfinity),
    min: extreme(Math.min, left.min, right.min),
    max: extreme(Math.max, left.max, right.max),
    atomCounts: left.atomCounts.map((count, index) => add(count, right.atomCounts[index] ?? 0)),
    ...trimBins(counts, ticks),
  };
}

/** @throws OperatorError `document-invalid` */
export function combineCategories(
  left: CategoryCounts,
  right: CategoryCounts,
  sign: Sign,
  column: string,
): CategoryCounts {
  const isSame =
    left.isComplete === right.isComplete &&
    left.hashed === right.hashed &&
    left.values.length === right.values.length &&
    left.values.every((value, index) => value === right.values[index]);
  if (!isSame) throw otherGrid(column);
  const add = (one: number, other: number) => addCounts(one, other, sign, column);
  return {
    values: left.values,
    counts: left.counts.map((count, index) => add(count, right.counts[index] ?? 0)),
    other: add(left.other, right.other),
    missing: add(left.missing, right.missing),
    ...(left.hashed && { hashed: left.hashed }),
    isComplete: left.isComplete,
  };
}

/** Without the empty bins at both ends: one way only to write the same counts. */
export function trimBins(
  counts: readonly number[],
  ticks: readonly (number | null)[],
): Pick<NumericCounts, 'first' | 'counts' | 'ticks'> {
  const first = counts.findIndex((count) => count > 0);
  if (first < 0) return { first: 0, counts: [], ticks: [] };
  const last = counts.findLastIndex((count) => count > 0);
  return { first, counts: counts.slice(first, last + 1), ticks: ticks.slice(first, last + 1) };
}

function isSameGrid(left: NumericCounts, right: NumericCounts): boolean {
  return (
    left.grid.center === right.grid.center &&
    left.grid.scale === right.grid.scale &&
    left.atoms.length === right.atoms.length &&
    left.atoms.every((atom, index) => atom === right.atoms[index])
  );
}

function addCounts(one: number, other: number, sign: Sign, column: string): number {
  const sum = exact(one + sign * other, column);
  if (sum >= 0) return sum;
  throw new OperatorError(
    'document-invalid',
    `Column ${JSON.stringify(column)}: ${other} rows cannot be taken away from ${one}.`,
    'Subtract only a profile of rows that are in the other one.',
  );
}

/** Beyond, sums would be rounded, and no profile holds them. */
function exact(sum: number, column: string): number {
  if (Number.isSafeInteger(sum)) return sum;
  throw new OperatorError(
    'document-invalid',
    `Column ${JSON.stringify(column)}: the sum of both profiles is beyond ±${Number.MAX_SAFE_INTEGER}.`,
    'No data has so many rows: profile them again.',
  );
}

function otherGrid(column: string): OperatorError {
  return new OperatorError(
    'document-invalid',
    `Column ${JSON.stringify(column)} was counted on another grid.`,
    'Profiles are comparable when they were counted with the same reference: pass it, or profile the rows again.',
  );
}
