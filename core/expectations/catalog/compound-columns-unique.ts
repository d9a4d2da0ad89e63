import * as z from 'zod';
import { defineExpectation } from '../expectation.ts';
import { columnList, listMissing, mostly } from '../kwargs.ts';
import { isIgnoredList } from '../missing-rows.ts';
import { countsOf, doneMostly } from '../plan-map.ts';
import { repeatedRows } from '../repeated-rows.ts';
import { listed } from '../words.ts';

export const compoundColumnsUnique = defineExpectation({
  type: 'expect_compound_columns_to_be_unique',
  summary: 'No two rows have the same values in all of several columns.',
  kwargs: z.strictObject({ column_list: columnList, ignore_row_if: listMissing, mostly }),
  claim: ({ column_list }) => `rows whose ${listed(column_list)} occur once together`,
  plan: ({ column_list, ignore_row_if, mostly }, { column, dialect }) => {
    const keys = [...new Set(column_list)].map((name) => column(name).sql);
    const isIgnored = isIgnoredList(
      keys.map((_, index) => `k${index}`),
      ignore_row_if,
    );
    return {
      kind: 'groups',
      by: keys,
      aggregates: [
        'sum(n)',
        `sum(CASE WHEN ${isIgnored} THEN 0 ELSE n END)`,
        `sum(CASE WHEN n > 1 AND NOT (${isIgnored}) THEN n ELSE 0 END)`,
      ],
      next: ([elements, considered, repeated]) => {
        const rows = repeatedRows(keys, `NOT (${isIgnoredList(keys, ignore_row_if)})`, dialect);
        return doneMostly(countsOf(elements, considered, repeated), mostly, rows, 'rows');
      },
    };
  },
});
