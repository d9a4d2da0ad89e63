import type { Dialect } from '../sql/dialect.ts';
import type { ColumnFacts } from './column-facts.ts';

/** Two columns have values that can be the same or in order: numbers with truth values, text, or times. */
export function isComparable(left: ColumnFacts, right: ColumnFacts): boolean {
  const kinds = [left.kind, right.kind].map((kind) => (kind === 'boolean' ? 'number' : kind));
  return kinds[0] === kinds[1] && (left.kind !== 'other' || left.nativeType === right.nativeType);
}

/** Condition that two cells are the same, or both missing. The number 1 is not the text "1". */
export function isSameCell(left: ColumnFacts, right: ColumnFacts, dialect: Dialect): string {
  if (isComparable(left, right)) return `(${dialect.isSame(left.comparable, right.comparable)})`;
  return `(${left.sql} IS NULL AND ${right.sql} IS NULL)`;
}
