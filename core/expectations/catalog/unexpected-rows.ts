import * as z from 'zod';
import { defineExpectation } from '../expectation.ts';
import { fillTemplate, templateNames } from '../query-template.ts';
import { countOf, done } from '../step.ts';
import { count, quoted } from '../words.ts';

const QUERY_NAMES = { message: 'expected a query over {batch} with no other name in braces' };

/** A suite's own SQL; the runner has checked that it reads the table and nothing else. */
export const unexpectedRows = defineExpectation({
  type: 'unexpected_rows_expectation',
  summary: 'A query of your own over {batch} gives no rows.',
  kwargs: z.strictObject({
    unexpected_rows_query: z
      .string()
      .transform((query) => query.replace(/[;\s]+$/, ''))
      .refine(
        (query) => templateNames(query)?.every((name) => name === 'batch') && query.includes('{batch}'),
        QUERY_NAMES,
      ),
    description: z.string().optional(),
  }),
  claim: ({ unexpected_rows_query, description }) =>
    `no rows from ${description === undefined ? quoted(unexpected_rows_query) : `the query "${quoted(description)}"`}`,
  plan: ({ unexpected_rows_query }, { others, dialect }) => ({
    kind: 'rows',
    mostRows: 1,
    sql: (from) => {
      const tables = [...others].map(([name, other]) => `${dialect.quoteName(name)} AS (SELECT * FROM ${other.from})`);
      const parts = [`${dialect.quoteName(BATCH)} AS (SELECT * FROM ${from})`, ...tables];
      // On lines of its own, so that a comment at its end closes nothing.
      return `WITH ${parts.join(', ')} SELECT count(*) FROM (\n${ownQuery(unexpected_rows_query)}\n) AS own`;
    },
    next: ([row]) => {
      const rows = countOf(row?.[0]);
      return done({
        success: rows === 0,
        says: `it gives ${rows === 0 ? 'none' : count(rows)}`,
        observed: rows,
      });
    },
  }),
});

/** How the table is called inside a suite's own query. */
export const BATCH = 'tidegate_batch';

/** The query with the table's name in its place. */
export function ownQuery(query: string): string {
  return fillTemplate(query, `"${BATCH}"`);
}
