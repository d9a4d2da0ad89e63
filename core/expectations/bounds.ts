import type { Dialect } from '../sql/dialect.ts';
import type { ColumnFacts } from './column-facts.ts';
import type { Bounds } from './kwargs.ts';
import { boundOf } from './literal-of.ts';
import { quoted } from './words.ts';

/** A range in words: "between 0 and 120", "above 0". */
export function sayBounds({ min_value: min, max_value: max, strict_min, strict_max }: Bounds): string {
  const low = min === undefined ? undefined : `${strict_min ? 'above' : 'at least'} ${quoted(min)}`;
  const high = max === undefined ? undefined : `${strict_max ? 'below' : 'at most'} ${quoted(max)}`;
  if (low !== undefined && high !== undefined && !strict_min && !strict_max)
    return `between ${quoted(min)} and ${quoted(max)}`;
  return [low, high].filter((part) => part !== undefined).join(' and ') || 'of any size';
}

/** Condition that an expression over the column is in the range; undefined where a bound is of another kind than the column. */
export function withinBounds(
  expression: string,
  column: ColumnFacts,
  { min_value: min, max_value: max, strict_min, strict_max }: Bounds,
  dialect: Dialect,
): string | undefined {
  const low = min === undefined ? 'none' : boundOf(column, min, dialect);
  const high = max === undefined ? 'none' : boundOf(column, max, dialect);
  if (low === undefined || high === undefined) return undefined;
  const parts = [
    ...(low === 'none' ? [] : [`${expression} ${strict_min ? '>' : '>='} ${low}`]),
    ...(high === 'none' ? [] : [`${expression} ${strict_max ? '<' : '<='} ${high}`]),
  ];
  return parts.join(' AND ') || '1 = 1';
}

/** Of a number that sums of doubles may have moved by a little, depending on how the engine shared the rows. */
const ROUNDING = 1e-12;

/** A number is in a range of numbers. `isRounded` numbers meet a bound that they miss by rounding only. */
export function isWithin(
  value: number,
  {
    min_value: min,
    max_value: max,
    strict_min,
    strict_max,
  }: Omit<Bounds, 'min_value' | 'max_value'> & {
    readonly min_value?: number | undefined;
    readonly max_value?: number | undefined;
  },
  isRounded = false,
): boolean {
  const near = (bound: number) => ROUNDING * Math.max(Math.abs(value), Math.abs(bound));
  const same = (bound: number) =>
    value === bound || (isRounded && Number.isFinite(value) && Math.abs(value - bound) <= near(bound));
  const above = min === undefined || (same(min) ? !strict_min : value > min);
  const below = max === undefined || (same(max) ? !strict_max : value < max);
  return above && below;
}
