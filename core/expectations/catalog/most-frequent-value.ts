import * as z from 'zod';
import { defineExpectation } from '../expectation.ts';
import { fails } from '../finding.ts';
import { columnName, valueSet } from '../kwargs.ts';
import { isOneOf, literalsOf } from '../literal-of.ts';
import { countOf, done } from '../step.ts';
import { count, listed } from '../words.ts';

export const mostCommonValue = defineExpectation({
  type: 'expect_column_most_common_value_to_be_in_set',
  summary: 'The most common value is one of a set; where several are equally common, only with ties_okay.',
  kwargs: z.strictObject({ column: columnName, value_set: valueSet, ties_okay: z.boolean().default(false) }),
  claim: ({ value_set, ties_okay }) =>
    `the most common value${ties_okay ? ', or one of several,' : ''} to be among ${listed(value_set)}`,
  plan: ({ column, value_set, ties_okay }, { column: find, dialect }) => {
    const { comparable } = find(column);
    const isInSet = isOneOf('k0', literalsOf(find(column), value_set, dialect), dialect);
    return {
      kind: 'rows',
      mostRows: 1,
      sql: (from) =>
        `SELECT n, count(*), ${dialect.countIf(isInSet)} FROM (SELECT ${comparable} AS k0, count(*) AS n FROM ${from} WHERE ${comparable} IS NOT NULL GROUP BY 1) AS g GROUP BY n ORDER BY n DESC LIMIT 1`,
      next: ([row]) => {
        if (!row) return done(fails('there are no values'));
        const [rows, modes, inSet] = row.map(countOf);
        const isOne = modes === 1;
        return done({
          success: ties_okay ? (inSet ?? 0) > 0 : isOne && inSet === 1,
          says: isOne
            ? `it occurs in ${count(rows ?? 0)} rows and is ${inSet === 1 ? '' : 'not '}among them`
            : `${modes} values tie with ${count(rows ?? 0)} rows, ${inSet} of them are among them`,
          observed: rows ?? null,
        });
      },
    };
  },
});
