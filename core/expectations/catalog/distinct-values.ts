import * as z from 'zod';
import type { ColumnFacts } from '../column-facts.ts';
import { defineExpectation } from '../expectation.ts';
import type { Finding } from '../finding.ts';
import { columnName, valueSet } from '../kwargs.ts';
import { isOneOf, literalsOf, type Scalar } from '../literal-of.ts';
import { countOf, done, type Step } from '../step.ts';
import type { TableContext } from '../table-context.ts';
import { count, counted, listed } from '../words.ts';

const kwargs = z.strictObject({ column: columnName, value_set: valueSet });
const someValues = z.strictObject({ column: columnName, value_set: valueSet.min(1) });

export const distinctValuesInSet = defineExpectation({
  type: 'expect_column_distinct_values_to_be_in_set',
  summary: 'The column has no other values than those of a set.',
  kwargs: someValues,
  claim: ({ value_set }) => `no other values than ${listed(value_set)}`,
  plan: ({ column, value_set }, context) =>
    compare(context.column(column), value_set, context, ({ others }) => others === 0),
});

export const distinctValuesContainSet = defineExpectation({
  type: 'expect_column_distinct_values_to_contain_set',
  summary: 'Every value of a set occurs in the column.',
  kwargs,
  claim: ({ value_set }) => `the values ${listed(value_set)} all to occur`,
  plan: ({ column, value_set }, context) =>
    compare(context.column(column), value_set, context, ({ absent }) => absent === 0),
});

export const distinctValuesEqualSet = defineExpectation({
  type: 'expect_column_distinct_values_to_equal_set',
  summary: 'The values of the column are those of a set, all of them and no others.',
  kwargs,
  claim: ({ value_set }) => `exactly the values ${listed(value_set)}`,
  plan: ({ column, value_set }, context) =>
    compare(context.column(column), value_set, context, ({ others, absent }) => others === 0 && absent === 0),
});

interface Difference {
  readonly others: number;
  readonly absent: number;
}

function compare(
  column: ColumnFacts,
  set: readonly Scalar[],
  { dialect }: TableContext,
  judge: (difference: Difference) => boolean,
): Step {
  const literals = literalsOf(column, set, dialect);
  // A value of another kind than the column, or null, occurs nowhere.
  const never = new Set(set.filter((value) => literalsOf(column, [value], dialect).length === 0)).size;
  const isInSet = isOneOf('k0', literals, dialect);
  return {
    kind: 'groups',
    by: [column.comparable],
    aggregates: [
      dialect.countIf('k0 IS NOT NULL'),
      dialect.countIf(`k0 IS NOT NULL AND ${isInSet}`),
      `sum(CASE WHEN k0 IS NOT NULL AND NOT (${isInSet}) THEN n ELSE 0 END)`,
    ],
    next: ([all, found, rows]) => {
      const others = countOf(all) - countOf(found);
      const absent = literals.length - countOf(found) + never;
      const finding: Finding = {
        success: judge({ others, absent }),
        says: `${counted(others, 'other value')} in ${counted(countOf(rows), 'row')}, ${count(absent)} of the set absent`,
        observed: countOf(all),
        unexpected: { where: `${column.sql} IS NOT NULL AND NOT (${isOneOf(column.comparable, literals, dialect)})` },
      };
      return done(finding);
    },
  };
}
