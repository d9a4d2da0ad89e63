import * as z from 'zod';
import { integerOf } from './integer-literal.ts';

export const columnName = z.string().min(1);
export const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export const valueSet = z.array(scalar);
export const mostly = z.number().min(0).max(1).default(1);
/** The digits of an integer that is too long for a number are one all the same. */
export const anyNumber = z.union(
  [
    z.number(),
    z
      .string()
      .regex(/^-?\d{16,39}$/)
      .transform(Number),
  ],
  { error: 'expected a number' },
);
const bound = z.union([z.number(), z.string()]);

/** Arguments of a check on every value of one column. */
export const columnMap = { column: columnName, mostly };

/** Arguments of a range; a side that is not given is open. */
export const bounds = {
  min_value: bound.optional(),
  max_value: bound.optional(),
  strict_min: z.boolean().default(false),
  strict_max: z.boolean().default(false),
};
export const numericBounds = { ...bounds, min_value: anyNumber.optional(), max_value: anyNumber.optional() };

export interface Bounds {
  readonly min_value?: number | string | undefined;
  readonly max_value?: number | string | undefined;
  readonly strict_min: boolean;
  readonly strict_max: boolean;
}

/** Which rows of several columns do not count. */
export const pairMissing = z
  .enum(['both_values_are_missing', 'either_value_is_missing', 'neither'])
  .default('both_values_are_missing');
export const listMissing = z
  .enum(['all_values_are_missing', 'any_value_is_missing', 'never'])
  .default('all_values_are_missing');

export const columnPair = { column_A: columnName, column_B: columnName, ignore_row_if: pairMissing, mostly };
export const columnList = z.array(columnName).min(2);

/** A range turned around holds nothing: a mistake of the suite, not of the data. */
export function isOrdered({ min_value: min, max_value: max }: Partial<Bounds>): boolean {
  const [low, high] = [integerOf(min), integerOf(max)];
  if (low !== undefined && high !== undefined) return low <= high;
  return typeof min !== typeof max || min === undefined || max === undefined || min <= max;
}
export const ORDERED = { message: 'expected min_value ≤ max_value' };

export function hasBound({ min_value, max_value }: Partial<Bounds>): boolean {
  return min_value !== undefined || max_value !== undefined;
}
export const BOUNDED = { message: 'expected min_value or max_value' };
