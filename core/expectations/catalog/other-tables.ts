import * as z from 'zod';
import type { ColumnFacts } from '../column-facts.ts';
import { defineExpectation } from '../expectation.ts';
import { type Counts, fails, judgeMostly } from '../finding.ts';
import { columnMap, columnName, mostly } from '../kwargs.ts';
import { columnOfOther, findOther } from '../other-table.ts';
import { countsOf } from '../plan-map.ts';
import { rowHash } from '../row-hash.ts';
import { isComparable } from '../same-cell.ts';
import { done, type Step } from '../step.ts';
import { findColumn } from '../table-context.ts';
import { count, listed, quoted, share } from '../words.ts';

export const valuesInOtherTable = defineExpectation({
  type: 'expect_column_values_to_be_in_other_table',
  summary: 'Every value occurs in a column of another table: a foreign key.',
  kwargs: z.strictObject({ ...columnMap, other_table: z.string().min(1), other_column: columnName.optional() }),
  claim: ({ column, other_table, other_column }) =>
    `values that occur in ${quoted(other_column ?? column)} of ${quoted(other_table)}`,
  plan: ({ column, other_table, other_column, mostly }, context) => {
    const own = context.column(column);
    const other = findOther(context, other_table);
    const key = columnOfOther(other, other_table, other_column ?? column);
    if (!isComparable(own, key)) return done(fails(`${own.nativeType} and ${key.nativeType} cannot be the same`));
    const known = `SELECT ${key.comparable} FROM ${other.from} WHERE ${key.sql} IS NOT NULL`;
    return countWhere(
      `${own.sql} IS NOT NULL AND ${own.comparable} NOT IN (${known})`,
      `count(${own.sql})`,
      mostly,
      'values',
    );
  },
});

export const noOverlap = defineExpectation({
  type: 'expect_table_to_not_overlap_with',
  summary:
    'No row is in another table too, as an evaluation row that was trained on; rows are compared by a hash of their columns.',
  kwargs: z.strictObject({
    other_table: z.string().min(1),
    column_list: z.array(columnName).min(1).optional(),
    mostly,
  }),
  claim: ({ other_table, column_list }) =>
    `no row to be in ${quoted(other_table)} too${column_list ? `, by ${listed(column_list)}` : ''}`,
  plan: ({ other_table, column_list, mostly }, context) => {
    const { columns, column, dialect } = context;
    const other = findOther(context, other_table);
    const shared = columns.filter(({ name }) => findColumn(other, name) !== undefined).map(({ name }) => name);
    const names = column_list ?? shared;
    if (names.length === 0) return done(fails('the tables have no column in common'));
    const pairs = names.map((name) => [column(name), columnOfOther(other, other_table, name)] as const);
    const unlike = pairs.find(([left, right]) => !isComparable(left, right));
    if (unlike) return done(fails(`${unlike[0].name} is ${unlike[0].nativeType} here, ${unlike[1].nativeType} there`));
    const hashOf = (facts: readonly ColumnFacts[]) => rowHash(facts, dialect);
    const theirs = `SELECT ${hashOf(pairs.map(([, right]) => right))} FROM ${other.from}`;
    return countWhere(`${hashOf(pairs.map(([left]) => left))} IN (${theirs})`, 'count(*)', mostly, 'rows', sayOverlap);
  },
});

function sayOverlap({ elements, unexpected }: Counts, mostly: number): string {
  if (elements === 0) return 'there are no rows';
  if (unexpected === 0) return `none of ${count(elements)} is`;
  const allowed = mostly < 1 ? `; ${share(1 - mostly)} may be` : '';
  return `${count(unexpected)} of ${count(elements)} (${share(unexpected / elements)}) ${unexpected === 1 ? 'is' : 'are'}${allowed}`;
}

/** A query of its own: the other table is read once, beside a scan that waits for nothing. */
function countWhere(
  where: string,
  present: string,
  mostly: number,
  noun: 'values' | 'rows',
  say?: (counts: Counts, mostly: number) => string,
): Step {
  return {
    kind: 'rows',
    mostRows: 1,
    sql: (from) =>
      `SELECT (SELECT count(*) FROM ${from}), (SELECT ${present} FROM ${from}), (SELECT count(*) FROM ${from} WHERE ${where})`,
    next: ([row]) => {
      const counts = countsOf(row?.[0] ?? null, row?.[1] ?? null, row?.[2] ?? null);
      const finding = judgeMostly(counts, mostly, { where }, noun);
      return done(say ? { ...finding, says: say(counts, mostly) } : finding);
    },
  };
}
