import type { ReferenceExpectation } from './reference-expectations.ts';

/** Where Tidegate answers and great_expectations 1.24 on pandas does not, or holds other data. */
export function knownDifference(
  table: string,
  { type, kwargs }: ReferenceExpectation,
): 'answers-on-text' | 'answers-on-dates' | 'integers-with-gaps' | undefined {
  // great_expectations refuses bounds that are text.
  const bounds = [kwargs['min_value'], kwargs['max_value']].filter((bound) => bound !== undefined);
  if (bounds.some((bound) => typeof bound === 'string' && !/^\d/.test(bound))) return 'answers-on-text';
  // It reads a bound of ten characters as a date, and raises when it compares it with times.
  if (bounds.some((bound) => typeof bound === 'string' && bound.length === 10)) return 'answers-on-dates';
  // A column of integers with missing values is one of floats in pandas: 45 is written as 45.0.
  const isInteger = kwargs['column'] === 'id' || kwargs['column'] === 'age';
  const looksAtText = /regex|lengths|of_type|type_list/.test(type);
  return isInteger && looksAtText && table !== 'main' && table !== 'single' ? 'integers-with-gaps' : undefined;
}
