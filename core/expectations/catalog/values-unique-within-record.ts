import * as z from 'zod';
import { defineExpectation } from '../expectation.ts';
import { columnList, listMissing, mostly } from '../kwargs.ts';
import { isIgnoredList } from '../missing-rows.ts';
import { mapRows } from '../plan-map.ts';
import { isSameCell } from '../same-cell.ts';
import { listed } from '../words.ts';

const kwargs = z.strictObject({ column_list: columnList, ignore_row_if: listMissing, mostly });

export const valuesUniqueWithinRecord = defineExpectation({
  type: 'expect_select_column_values_to_be_unique_within_record',
  summary: 'Several columns have different values in every row; two that are missing are the same.',
  kwargs,
  claim: ({ column_list }) => `rows with different values in ${listed(column_list)}`,
  plan: ({ column_list, ignore_row_if, mostly }, { column, dialect }) => {
    const columns = column_list.map(column);
    const same = columns.flatMap((left, index) =>
      columns.slice(index + 1).map((right) => isSameCell(left, right, dialect)),
    );
    const isIgnored = isIgnoredList(
      columns.map(({ sql }) => sql),
      ignore_row_if,
    );
    return mapRows({ isIgnored, condition: `NOT (${same.join(' OR ')})`, mostly }, dialect);
  },
});

export const multicolumnValuesEqual = defineExpectation({
  type: 'expect_multicolumn_values_to_be_equal',
  summary: 'Several columns have the same value in every row; those that are missing are the same.',
  kwargs,
  claim: ({ column_list }) => `rows with the same value in ${listed(column_list)}`,
  plan: ({ column_list, ignore_row_if, mostly }, { column, dialect }) => {
    const [first, ...others] = column_list.map(column);
    const same = others.map((other) => (first ? isSameCell(first, other, dialect) : '1 = 0'));
    const isIgnored = isIgnoredList(
      column_list.map((name) => column(name).sql),
      ignore_row_if,
    );
    return mapRows({ isIgnored, condition: same.join(' AND '), mostly }, dialect);
  },
});
