import * as z from 'zod';
import { sayBounds } from '../bounds.ts';
import { defineExpectation } from '../expectation.ts';
import { BOUNDED, columnMap, hasBound, isOrdered, numericBounds, ORDERED } from '../kwargs.ts';
import { mapColumn } from '../plan-map.ts';

export const valueLengthsEqual = defineExpectation({
  type: 'expect_column_value_lengths_to_equal',
  summary: 'Every value, written as text, has a number of characters.',
  kwargs: z.strictObject({ ...columnMap, value: z.number() }),
  claim: ({ value }) => `values of ${value} characters`,
  plan: ({ column, value, mostly }, { column: find, dialect }) =>
    mapColumn(find(column), `${dialect.length(find(column).text)} = ${dialect.double(value)}`, mostly, dialect),
});

export const valueLengthsBetween = defineExpectation({
  type: 'expect_column_value_lengths_to_be_between',
  summary: 'The number of characters of every value, written as text, is in a range.',
  kwargs: z
    .strictObject({ ...columnMap, ...numericBounds })
    .refine(hasBound, BOUNDED)
    .refine(isOrdered, ORDERED),
  claim: (kwargs) => `values whose number of characters is ${sayBounds(kwargs)}`,
  plan: ({ column, min_value: min, max_value: max, strict_min, strict_max, mostly }, { column: find, dialect }) => {
    const length = dialect.length(find(column).text);
    const conditions = [
      ...(min === undefined ? [] : [`${length} ${strict_min ? '>' : '>='} ${dialect.double(min)}`]),
      ...(max === undefined ? [] : [`${length} ${strict_max ? '<' : '<='} ${dialect.double(max)}`]),
    ];
    return mapColumn(find(column), conditions.join(' AND '), mostly, dialect);
  },
});
