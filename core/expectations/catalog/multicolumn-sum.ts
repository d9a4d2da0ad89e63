import * as z from 'zod';
import { defineExpectation } from '../expectation.ts';
import { anyNumber, columnList, listMissing, mostly } from '../kwargs.ts';
import { isIgnoredList } from '../missing-rows.ts';
import { mapRows } from '../plan-map.ts';
import { listed } from '../words.ts';

export const multicolumnSum = defineExpectation({
  type: 'expect_multicolumn_sum_to_equal',
  summary: 'Several columns add up to a number in every row; with a missing value they add up to nothing.',
  kwargs: z.strictObject({ column_list: columnList, sum_total: anyNumber, ignore_row_if: listMissing, mostly }),
  claim: ({ column_list, sum_total }) => `rows where ${listed(column_list)} add up to ${sum_total}`,
  plan: ({ column_list, sum_total, ignore_row_if, mostly }, { column, dialect }) => {
    const columns = column_list.map(column);
    const areNumbers = columns.every(({ kind }) => kind === 'number' || kind === 'boolean');
    const sum = columns.map(({ comparable }) => dialect.castToDouble(comparable)).join(' + ');
    const isIgnored = isIgnoredList(
      columns.map(({ sql }) => sql),
      ignore_row_if,
    );
    const condition = areNumbers ? `${sum} = ${dialect.double(sum_total)}` : '1 = 0';
    return mapRows({ isIgnored, condition, mostly }, dialect);
  },
});
