import * as z from 'zod';
import { defineExpectation } from '../expectation.ts';
import { fails } from '../finding.ts';
import { columnName } from '../kwargs.ts';
import { isoOf } from '../seconds-of.ts';
import { done, numberOf } from '../step.ts';
import { number } from '../words.ts';

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const AGE = /^(\d+(?:\.\d+)?)\s*([smhdw])$/;

/** Local times without a zone are up to 14 hours ahead of UTC, and a date without a time is of the whole day: more is a wrong clock. */
const MOST_AHEAD = 86_400;

function span(seconds: number): string {
  if (seconds < 7_200) return `${number(Math.round(seconds / 60))} minutes`;
  return seconds < 172_800 ? `${(seconds / 3600).toFixed(1)} hours` : `${(seconds / 86_400).toFixed(1)} days`;
}

export const maxFresherThan = defineExpectation({
  type: 'expect_column_max_to_be_fresher_than',
  summary:
    'The newest date or time is not older than an age such as 30m, 24h or 7d, nor more than a day ahead; without a zone it is UTC.',
  kwargs: z.strictObject({
    column: columnName,
    max_age: z.string().regex(AGE, 'expected an age such as 30m, 24h or 7d'),
  }),
  claim: ({ max_age }) => `the newest value to be younger than ${max_age}`,
  plan: ({ column, max_age }, { column: find, now, dialect }) => {
    const facts = find(column);
    if (facts.kind !== 'time') return done(fails(`the column is ${facts.nativeType}, not a date or time`));
    return {
      kind: 'scan',
      aggregates: [dialect.castToDouble(`max(${facts.comparable})`)],
      next: ([newest]) => {
        const seconds = numberOf(newest);
        if (seconds === undefined) return done(fails('there are no values'));
        const age = now.getTime() / 1000 - seconds;
        const [, amount, unit = 's'] = AGE.exec(max_age) ?? [];
        const says = `it is ${isoOf(seconds)}, ${age < 0 ? `${span(-age)} in the future` : `${span(age)} ago`}`;
        const success = age >= -MOST_AHEAD && age <= Number(amount) * (UNITS[unit] ?? 1);
        return done({ success, says, observed: isoOf(seconds) });
      },
    };
  },
});
