import * as z from 'zod';
import { defineExpectation } from '../expectation.ts';
import { columnMap } from '../kwargs.ts';
import { countsOf, doneMostly } from '../plan-map.ts';
import { repeatedRows } from '../repeated-rows.ts';

export const valuesUnique = defineExpectation({
  type: 'expect_column_values_to_be_unique',
  summary: 'No value occurs twice.',
  kwargs: z.strictObject(columnMap),
  claim: () => 'values that occur once',
  plan: ({ column, mostly }, { column: find, dialect }) => {
    const { sql } = find(column);
    return {
      kind: 'groups',
      by: [sql],
      aggregates: [
        'sum(n)',
        'sum(CASE WHEN k0 IS NULL THEN 0 ELSE n END)',
        'sum(CASE WHEN k0 IS NOT NULL AND n > 1 THEN n ELSE 0 END)',
      ],
      next: ([elements, present, repeated]) =>
        doneMostly(countsOf(elements, present, repeated), mostly, repeatedRows([sql], `${sql} IS NOT NULL`, dialect)),
    };
  },
});
