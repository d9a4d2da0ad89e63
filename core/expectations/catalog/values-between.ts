import * as z from 'zod';
import { sayBounds, withinBounds } from '../bounds.ts';
import { defineExpectation } from '../expectation.ts';
import { BOUNDED, bounds, columnMap, hasBound, isOrdered, ORDERED } from '../kwargs.ts';
import { mapColumn, mapNone } from '../plan-map.ts';

export const valuesBetween = defineExpectation({
  type: 'expect_column_values_to_be_between',
  summary: 'Every value is in a range; numbers, dates and times as ISO 8601, or text by its code points.',
  kwargs: z
    .strictObject({ ...columnMap, ...bounds })
    .refine(hasBound, BOUNDED)
    .refine(isOrdered, ORDERED),
  claim: (kwargs) => `values ${sayBounds(kwargs)}`,
  plan: (kwargs, { column, dialect }) => {
    const facts = column(kwargs.column);
    const condition = withinBounds(facts.comparable, facts, kwargs, dialect);
    const why = `the column is ${facts.nativeType}, which the bounds cannot be compared with`;
    return condition === undefined
      ? mapNone(facts, kwargs.mostly, dialect, why)
      : mapColumn(facts, condition, kwargs.mostly, dialect);
  },
});
