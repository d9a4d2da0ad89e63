import * as z from 'zod';
import { defineExpectation } from '../expectation.ts';
import { columnMap } from '../kwargs.ts';
import { mapPresence } from '../plan-map.ts';

const kwargs = z.strictObject(columnMap);

export const valuesNotNull = defineExpectation({
  type: 'expect_column_values_to_not_be_null',
  summary: 'Every row has a value in the column; NaN is none.',
  kwargs,
  claim: () => 'rows with a value',
  plan: ({ column, mostly }, context) => mapPresence(context.column(column), true, mostly),
});

export const valuesNull = defineExpectation({
  type: 'expect_column_values_to_be_null',
  summary: 'No row has a value in the column.',
  kwargs,
  claim: () => 'rows without a value',
  plan: ({ column, mostly }, context) => mapPresence(context.column(column), false, mostly),
});
