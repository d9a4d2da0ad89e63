import * as z from 'zod';
import { defineExpectation } from '../expectation.ts';
import { columnMap, valueSet } from '../kwargs.ts';
import { isOneOf, literalsOf } from '../literal-of.ts';
import { mapAll, mapColumn } from '../plan-map.ts';
import { listed } from '../words.ts';

const kwargs = z.strictObject({ ...columnMap, value_set: valueSet });

export const valuesInSet = defineExpectation({
  type: 'expect_column_values_to_be_in_set',
  summary: 'Every value is one of a set; the text "1" is not the number 1.',
  kwargs,
  claim: ({ value_set }) => `values among ${listed(value_set)}`,
  plan: ({ column, value_set, mostly }, context) => {
    const facts = context.column(column);
    const literals = literalsOf(facts, value_set, context.dialect);
    return mapColumn(facts, isOneOf(facts.comparable, literals, context.dialect), mostly, context.dialect);
  },
});

export const valuesNotInSet = defineExpectation({
  type: 'expect_column_values_to_not_be_in_set',
  summary: 'No value is one of a set.',
  kwargs,
  claim: ({ value_set }) => `values other than ${listed(value_set)}`,
  plan: ({ column, value_set, mostly }, context) => {
    const facts = context.column(column);
    const literals = literalsOf(facts, value_set, context.dialect);
    if (literals.length === 0) return mapAll(facts, mostly, context.dialect);
    return mapColumn(facts, `NOT (${isOneOf(facts.comparable, literals, context.dialect)})`, mostly, context.dialect);
  },
});
