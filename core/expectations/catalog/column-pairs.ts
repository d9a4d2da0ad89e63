import * as z from 'zod';
import type { ColumnFacts } from '../column-facts.ts';
import { defineExpectation } from '../expectation.ts';
import { columnPair, scalar } from '../kwargs.ts';
import { literalOf, type Scalar } from '../literal-of.ts';
import { isIgnoredPair } from '../missing-rows.ts';
import { mapRows } from '../plan-map.ts';
import { isComparable } from '../same-cell.ts';
import type { TableContext } from '../table-context.ts';
import { count } from '../words.ts';

const NEVER = '1 = 0';

export const pairGreater = defineExpectation({
  type: 'expect_column_pair_values_a_to_be_greater_than_b',
  summary: 'The value of one column is above that of another in every row.',
  kwargs: z.strictObject({ ...columnPair, or_equal: z.boolean().default(false) }),
  claim: ({ column_A, column_B, or_equal }) =>
    `rows where ${column_A} is ${or_equal ? 'at least' : 'above'} ${column_B}`,
  plan: (kwargs, context) =>
    pair(kwargs, context, (left, right) =>
      isComparable(left, right) ? `${left.comparable} ${kwargs.or_equal ? '>=' : '>'} ${right.comparable}` : NEVER,
    ),
});

export const pairEqual = defineExpectation({
  type: 'expect_column_pair_values_to_be_equal',
  summary: 'Two columns have the same value in every row; a missing value equals nothing.',
  kwargs: z.strictObject(columnPair),
  claim: ({ column_A, column_B }) => `rows where ${column_A} equals ${column_B}`,
  plan: (kwargs, context) =>
    pair(kwargs, context, (left, right) =>
      isComparable(left, right) ? `${left.comparable} = ${right.comparable}` : NEVER,
    ),
});

export const pairInSet = defineExpectation({
  type: 'expect_column_pair_values_to_be_in_set',
  summary: 'The values of two columns are one of a set of pairs; null in a pair is a missing value.',
  kwargs: z.strictObject({ ...columnPair, value_pairs_set: z.array(z.tuple([scalar, scalar])) }),
  claim: ({ column_A, column_B, value_pairs_set }) =>
    `rows where ${column_A} and ${column_B} are one of ${count(value_pairs_set.length)} pairs`,
  plan: (kwargs, context) =>
    pair(kwargs, context, (left, right) => {
      const pairs = kwargs.value_pairs_set.map(([a, b]) => [isValue(left, a, context), isValue(right, b, context)]);
      return pairs.map(([a, b]) => `(${a} AND ${b})`).join(' OR ') || NEVER;
    }),
});

type PairKwargs = z.output<z.ZodObject<typeof columnPair>>;

function pair(
  { column_A, column_B, ignore_row_if, mostly }: PairKwargs,
  { column, dialect }: TableContext,
  conditionOf: (left: ColumnFacts, right: ColumnFacts) => string,
) {
  const [left, right] = [column(column_A), column(column_B)];
  const isIgnored = isIgnoredPair([left.sql, right.sql], ignore_row_if);
  return mapRows({ isIgnored, condition: conditionOf(left, right), mostly }, dialect);
}

function isValue(column: ColumnFacts, value: Scalar, { dialect }: TableContext): string {
  if (value === null) return `${column.sql} IS NULL`;
  const literal = literalOf(column, value, dialect);
  return literal === undefined ? NEVER : `(${column.sql} IS NOT NULL AND ${column.comparable} = ${literal})`;
}
