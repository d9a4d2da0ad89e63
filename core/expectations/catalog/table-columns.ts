import * as z from 'zod';
import { isWithin, sayBounds } from '../bounds.ts';
import { defineExpectation } from '../expectation.ts';
import { columnName, isOrdered, ORDERED } from '../kwargs.ts';
import { done } from '../step.ts';
import { listed, quoted } from '../words.ts';

const none = () => [];

export const columnExists = defineExpectation({
  type: 'expect_column_to_exist',
  summary: 'The table has a column of that name, at that place from 0 where one is given.',
  kwargs: z.strictObject({ column: columnName, column_index: z.int().optional() }),
  columns: none,
  claim: ({ column, column_index }) => `a column ${quoted(column)}${column_index ? ` at place ${column_index}` : ''}`,
  plan: ({ column, column_index }, { columns }) => {
    const place = columns.findIndex(({ name }) => name === column);
    // great_expectations takes place 0 for "not given".
    const success = column_index ? columns.at(column_index)?.name === column : place >= 0;
    return done({ success, says: place < 0 ? 'there is none' : `it is at place ${place}`, observed: place >= 0 });
  },
});

export const columnsMatchOrderedList = defineExpectation({
  type: 'expect_table_columns_to_match_ordered_list',
  summary: 'The table has these columns in this order and no others.',
  kwargs: z.strictObject({ column_list: z.array(columnName) }),
  columns: none,
  claim: ({ column_list }) => `the columns ${listed(column_list)} in this order`,
  plan: ({ column_list }, { columns }) => {
    const names = columns.map(({ name }) => name);
    const wrong = Array.from({ length: Math.max(names.length, column_list.length) }, (_, place) => place).find(
      (place) => names[place] !== column_list[place],
    );
    const says = wrong === undefined ? 'they are' : `at place ${wrong} there is ${quoted(names[wrong] ?? 'none')}`;
    return done({ success: wrong === undefined, says, observed: names });
  },
});

export const columnsMatchSet = defineExpectation({
  type: 'expect_table_columns_to_match_set',
  summary: 'The table has these columns in any order, and no others unless exact_match is false.',
  kwargs: z.strictObject({ column_set: z.array(columnName), exact_match: z.boolean().default(true) }),
  columns: none,
  claim: ({ column_set, exact_match }) => `the columns ${listed(column_set)}${exact_match ? ' and no others' : ''}`,
  plan: ({ column_set, exact_match }, { columns }) => {
    const names = columns.map(({ name }) => name);
    const missing = column_set.filter((name) => !names.includes(name));
    const others = names.filter((name) => !column_set.includes(name));
    const parts = [
      ...(missing.length > 0 ? [`${listed(missing)} not there`] : []),
      ...(others.length > 0 ? [`${listed(others)} there besides`] : []),
    ];
    return done({
      success: missing.length === 0 && (!exact_match || others.length === 0),
      says: parts.join(', ') || 'they are there',
      observed: names,
    });
  },
});

export const columnCountEquals = defineExpectation({
  type: 'expect_table_column_count_to_equal',
  summary: 'The table has a number of columns.',
  kwargs: z.strictObject({ value: z.int() }),
  claim: ({ value }) => `${value} columns`,
  plan: ({ value }, { columns }) =>
    done({ success: columns.length === value, says: `there are ${columns.length}`, observed: columns.length }),
});

export const columnCountBetween = defineExpectation({
  type: 'expect_table_column_count_to_be_between',
  summary: 'The number of columns is in a range.',
  kwargs: z
    .strictObject({ min_value: z.number().optional(), max_value: z.number().optional() })
    .refine(isOrdered, ORDERED),
  claim: (kwargs) => `the number of columns to be ${sayBounds({ ...kwargs, strict_min: false, strict_max: false })}`,
  plan: (kwargs, { columns }) =>
    done({
      success: isWithin(columns.length, { ...kwargs, strict_min: false, strict_max: false }),
      says: `there are ${columns.length}`,
      observed: columns.length,
    }),
});
