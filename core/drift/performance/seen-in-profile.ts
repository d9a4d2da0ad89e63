import type { ColumnProfile, NumericCounts } from '../../profile/profile.ts';
import type { SeenRegion, SeenValues } from '../multivariate/seen-region.ts';

/** What values the columns of a profile had, as far as it tells: of many categories it lists the most frequent only. */
export function seenInProfile(columns: readonly ColumnProfile[]): SeenRegion {
  return Object.fromEntries(
    columns.flatMap((column): [string, SeenValues][] => {
      if (column.role === 'target') return [];
      if (column.kind === 'numeric') return [[column.name, seenNumbers(column.numbers)]];
      if (column.kind !== 'categorical' || !column.categories.isComplete || column.categories.hashed) return [];
      const { values, missing } = column.categories;
      return [[column.name, new Set(missing > 0 ? [...values, ''] : values)]];
    }),
  );
}

function seenNumbers({ min, max, missing, nan, positiveInfinity, negativeInfinity }: NumericCounts): SeenValues {
  return {
    least: negativeInfinity > 0 ? Number.NEGATIVE_INFINITY : (min ?? Number.POSITIVE_INFINITY),
    most: positiveInfinity > 0 ? Number.POSITIVE_INFINITY : (max ?? Number.NEGATIVE_INFINITY),
    hasMissing: missing + nan > 0,
  };
}
