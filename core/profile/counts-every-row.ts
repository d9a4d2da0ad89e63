import type { CategoryCounts, ColumnProfile, NumericCounts } from './profile.ts';

/** Whether every row is counted once in each part of a column: distances rest on counts, and limits of few rows on `rows`. */
export function countsEveryRow(column: ColumnProfile, rows: number): boolean {
  return totalsOf(column).every((total) => total === rows);
}

/** Sums beyond safe integers only grow: they equal no number of rows. */
function totalsOf(column: ColumnProfile): readonly number[] {
  switch (column.kind) {
    case 'numeric':
    case 'timestamp':
      return [countNumbers(column.numbers)];
    case 'categorical':
      return [countTexts(column.categories)];
    case 'text':
      return [countNumbers(column.length), countTexts(column.patterns)];
    case 'embedding':
      return [column.norm, ...column.components.map(({ numbers }) => numbers)].map(countNumbers);
  }
}

function countNumbers(counted: NumericCounts): number {
  const { missing, nan, positiveInfinity, negativeInfinity, counts, atomCounts } = counted;
  return missing + nan + positiveInfinity + negativeInfinity + sum(counts) + sum(atomCounts);
}

function countTexts({ counts, other, missing }: CategoryCounts): number {
  return sum(counts) + other + missing;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
