import * as z from 'zod';
import { defineExpectation } from '../expectation.ts';
import { columnName, mostly } from '../kwargs.ts';
import { countsOf, doneMostly } from '../plan-map.ts';
import { repeatedRows } from '../repeated-rows.ts';
import { rowHash } from '../row-hash.ts';
import { listed } from '../words.ts';

export const rowsUnique = defineExpectation({
  type: 'expect_table_rows_to_be_unique',
  summary: 'No row occurs twice; rows are compared by a hash of all their columns, or of those that are named.',
  kwargs: z.strictObject({ column_list: z.array(columnName).min(1).optional(), mostly }),
  claim: ({ column_list }) => `rows that occur once${column_list ? ` by ${listed(column_list)}` : ''}`,
  plan: ({ column_list, mostly }, { columns, column, dialect }) => {
    const hash = rowHash(column_list ? column_list.map(column) : columns, dialect);
    return {
      kind: 'groups',
      by: [hash],
      aggregates: ['sum(n)', 'sum(CASE WHEN n > 1 THEN n ELSE 0 END)'],
      next: ([rows, repeated]) =>
        doneMostly(countsOf(rows, rows, repeated), mostly, repeatedRows([hash], '1 = 1', dialect), 'rows'),
    };
  },
});
