import type { Dialect } from '../sql/dialect.ts';
import type { ColumnFacts } from './column-facts.ts';
import { isOneOf, literalsOf, type Scalar } from './literal-of.ts';

/** Shares at which a column of numbers is cut into that many parts of about the same size. */
export function edgesNeeded(parts: number): readonly number[] {
  return Array.from({ length: parts + 1 }, (_, index) => index / parts);
}

/**
 * A column cut into a few parts, as an expression over the scope: numbers at edges (right ends included, as pandas cuts), other
 * values by groups that are given, or the most common ones and the rest. A missing number is in no part, a missing text in its own.
 */
export function binColumn(
  column: ColumnFacts,
  bins: readonly number[] | readonly (readonly Scalar[])[] | undefined,
  parts: number,
  dialect: Dialect,
): (from: string) => string {
  if (column.kind === 'number') {
    const edges = (bins ?? []).filter((edge): edge is number => typeof edge === 'number' && Number.isFinite(edge));
    const sorted = [...new Set(edges)].sort((left, right) => left - right);
    // The first part has both of its ends; below and above all edges are parts of their own.
    const cuts = sorted.map(
      (edge, place) => `WHEN ${column.sql} ${place === 0 ? '<' : '<='} ${dialect.double(edge)} THEN ${place}`,
    );
    return () => `CASE WHEN ${column.sql} IS NULL THEN NULL ${cuts.join(' ')} ELSE ${sorted.length} END`;
  }
  const key = column.comparable;
  if (bins !== undefined) {
    const groups = bins.map((group, index) => {
      const literals = literalsOf(column, typeof group === 'number' ? [group] : group, dialect);
      return `WHEN ${isOneOf(key, literals, dialect)} THEN ${index}`;
    });
    return () => `CASE WHEN ${column.sql} IS NULL THEN -1 ${groups.join(' ')} ELSE ${bins.length} END`;
  }
  // The rest is one part only where there are more values than parts, and never the same text as a value.
  return (from) =>
    `CASE WHEN ${column.sql} IS NULL THEN '(missing)' WHEN ${key} IN (SELECT ${key} FROM ${from} WHERE ${column.sql} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ${parts}) THEN concat('=', ${dialect.castToText(key)}) ELSE '(other)' END`;
}
