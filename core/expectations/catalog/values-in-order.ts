import * as z from 'zod';
import type { ColumnFacts } from '../column-facts.ts';
import { defineExpectation } from '../expectation.ts';
import { cannotTell } from '../finding.ts';
import { columnMap } from '../kwargs.ts';
import { countsOf, doneMostly, mapNone } from '../plan-map.ts';
import { done, type Step } from '../step.ts';
import type { TableContext } from '../table-context.ts';

const kwargs = z.strictObject({ ...columnMap, strictly: z.boolean().default(false) });

export const valuesIncreasing = defineExpectation({
  type: 'expect_column_values_to_be_increasing',
  summary: 'Every value is at least as large as the one before it in the order of the rows, or larger.',
  kwargs,
  claim: ({ strictly }) => (strictly ? 'values above the one before' : 'values not below the one before'),
  plan: ({ column, strictly, mostly }, context) =>
    inOrder(context.column(column), strictly ? '>' : '>=', mostly, context),
});

export const valuesDecreasing = defineExpectation({
  type: 'expect_column_values_to_be_decreasing',
  summary: 'Every value is at most as large as the one before it in the order of the rows, or smaller.',
  kwargs,
  claim: ({ strictly }) => (strictly ? 'values below the one before' : 'values not above the one before'),
  plan: ({ column, strictly, mostly }, context) =>
    inOrder(context.column(column), strictly ? '<' : '<=', mostly, context),
});

function inOrder(column: ColumnFacts, operator: string, mostly: number, { rowNumber, dialect }: TableContext): Step {
  if (column.kind === 'other') return mapNone(column, mostly, dialect);
  if (rowNumber === undefined)
    return done(cannotTell('the engine does not know the order of the rows; load them into a table'));
  // The difference of equal infinities is not a number, which pandas lets pass.
  const infinite = column.isDouble ? ` OR (${dialect.isInfinite('v')} AND v = before)` : '';
  const isFine = `before IS NULL OR v ${operator} before${infinite}`;
  const pairs = (scope: string) =>
    `(SELECT *, lag(v) OVER (ORDER BY ${rowNumber}) AS before FROM (SELECT *, ${column.comparable} AS v FROM ${scope} WHERE ${column.sql} IS NOT NULL) AS present) AS data`;
  const where = `NOT (${isFine})`;
  return {
    kind: 'scan',
    aggregates: ['count(*)', `count(${column.sql})`],
    next: ([elements, present]) => ({
      kind: 'rows',
      mostRows: 1,
      isNumbered: true,
      sql: (from) => `SELECT ${dialect.countIf(where)} FROM ${pairs(from)}`,
      next: ([row]) =>
        doneMostly(countsOf(elements, present, row?.[0] ?? null), mostly, { where, from: pairs, isNumbered: true }),
    }),
  };
}
