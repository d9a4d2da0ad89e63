import * as z from 'zod';
import { isWithin, sayBounds } from '../bounds.ts';
import { defineExpectation } from '../expectation.ts';
import type { Finding } from '../finding.ts';
import { isOrdered, numericBounds, ORDERED } from '../kwargs.ts';
import { findOther } from '../other-table.ts';
import { countOf, done, type Step } from '../step.ts';
import { count, quoted } from '../words.ts';

export const rowCountEquals = defineExpectation({
  type: 'expect_table_row_count_to_equal',
  summary: 'The table has a number of rows.',
  kwargs: z.strictObject({ value: z.int() }),
  claim: ({ value }) => `${count(value)} rows`,
  plan: ({ value }) => countRows((rows) => rows === value),
});

export const rowCountBetween = defineExpectation({
  type: 'expect_table_row_count_to_be_between',
  summary: 'The number of rows is in a range.',
  kwargs: z.strictObject(numericBounds).refine(isOrdered, ORDERED),
  claim: (kwargs) => `the number of rows to be ${sayBounds(kwargs)}`,
  plan: (kwargs) => countRows((rows) => isWithin(rows, kwargs)),
});

export const rowCountEqualsOther = defineExpectation({
  type: 'expect_table_row_count_to_equal_other_table',
  summary: 'The table has as many rows as another one.',
  kwargs: z.strictObject({ other_table_name: z.string().min(1) }),
  claim: ({ other_table_name }) => `as many rows as ${quoted(other_table_name)}`,
  plan: ({ other_table_name }, context) => {
    const other = findOther(context, other_table_name);
    return {
      kind: 'rows',
      mostRows: 1,
      sql: (from) => `SELECT (SELECT count(*) FROM ${from}), (SELECT count(*) FROM ${other.from})`,
      next: ([row]) => {
        const [own, others] = [countOf(row?.[0]), countOf(row?.[1])];
        const says = `there are ${count(own)} against ${count(others)}`;
        return done({ success: own === others, says, observed: [own, others] });
      },
    };
  },
});

function countRows(judge: (rows: number) => boolean): Step {
  const finding = (rows: number): Finding => ({
    success: judge(rows),
    says: `there are ${count(rows)}`,
    observed: rows,
  });
  return { kind: 'scan', aggregates: ['count(*)'], next: ([rows]) => done(finding(countOf(rows))) };
}
