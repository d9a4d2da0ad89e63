import * as z from 'zod';
import { sayBounds, withinBounds } from '../bounds.ts';
import { defineExpectation } from '../expectation.ts';
import { fails } from '../finding.ts';
import { bounds, columnName, isOrdered, ORDERED } from '../kwargs.ts';
import { isoOf } from '../seconds-of.ts';
import { countOf, done, numberOf } from '../step.ts';
import { number } from '../words.ts';

export const columnMin = extreme('min', 'smallest');
export const columnMax = extreme('max', 'largest');

function extreme(name: 'min' | 'max', word: string) {
  return defineExpectation({
    type: `expect_column_${name}_to_be_between`,
    summary: `The ${word} value is in a range; numbers, dates and times as ISO 8601, or text by its code points.`,
    kwargs: z.strictObject({ column: columnName, ...bounds }).refine(isOrdered, ORDERED),
    claim: (kwargs) => `the ${word} value to be ${sayBounds(kwargs)}`,
    plan: (kwargs, { column, dialect }) => {
      const facts = column(kwargs.column);
      const value = `${name}(${facts.comparable})`;
      const condition = withinBounds(value, facts, kwargs, dialect);
      const isText = facts.kind === 'text' || facts.kind === 'other';
      if (condition === undefined)
        return done(fails(`the column is ${facts.nativeType}, which the bounds cannot be compared with`));
      return {
        kind: 'scan',
        aggregates: [
          `count(${facts.sql})`,
          // The bounds are compared in the engine, where integers have all their digits.
          `CASE WHEN ${condition} THEN 1 ELSE 0 END`,
          // What is in texts may be somebody's name.
          ...(isText ? [] : [dialect.castToDouble(value)]),
        ],
        next: ([n, isMet, seen]) => {
          const observed = numberOf(seen);
          if (countOf(n) === 0) return done(fails('there are no values'));
          const success = countOf(isMet) > 0;
          if (observed === undefined)
            return done({ success, says: `the text is ${success ? 'in' : 'out of'} the range` });
          const shown = facts.kind === 'time' ? isoOf(observed) : observed;
          const says = facts.kind === 'time' ? `it is ${shown}` : `it is ${number(observed)}`;
          return done({ success, says, observed: shown });
        },
      };
    },
  });
}
