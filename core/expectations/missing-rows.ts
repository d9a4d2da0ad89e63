import type * as z from 'zod';
import type { listMissing, pairMissing } from './kwargs.ts';

/** Condition that a row of several columns does not count. */
export function isIgnoredList(columns: readonly string[], rule: z.infer<typeof listMissing>): string {
  return isIgnored(columns, rule === 'never' ? 'none' : rule === 'any_value_is_missing' ? 'any' : 'all');
}

export function isIgnoredPair(columns: readonly string[], rule: z.infer<typeof pairMissing>): string {
  return isIgnored(columns, rule === 'neither' ? 'none' : rule === 'either_value_is_missing' ? 'any' : 'all');
}

function isIgnored(columns: readonly string[], missing: 'all' | 'any' | 'none'): string {
  if (missing === 'none') return '1 = 0';
  return columns.map((column) => `${column} IS NULL`).join(missing === 'all' ? ' AND ' : ' OR ');
}
