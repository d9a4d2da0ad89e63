import * as z from 'zod';
import { isDate } from '../dates/parse-date.ts';
import { strptimeTest } from '../dates/strptime.ts';
import { defineExpectation } from '../expectation.ts';
import { columnMap } from '../kwargs.ts';
import { mapNone } from '../plan-map.ts';
import { planScript } from '../plan-script.ts';
import { quoted } from '../words.ts';

export const valuesParseable = defineExpectation({
  type: 'expect_column_values_to_be_dateutil_parseable',
  summary: 'python-dateutil reads every text as a date; most texts with a day in them are one to it.',
  kwargs: z.strictObject(columnMap),
  claim: () => 'texts that are dates',
  plan: ({ column, mostly }, { column: find, dialect, judgeTexts, now }) => {
    const facts = find(column);
    if (facts.kind !== 'text') return mapNone(facts, mostly, dialect);
    // Nobody has to read what is written as ISO 8601 writes dates.
    const isSure = dialect.matches(facts.text, '^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$');
    return planScript(facts, mostly, (text) => isDate(text, now), { dialect, judgeTexts, isSure });
  },
});

export const valuesMatchStrftime = defineExpectation({
  type: 'expect_column_values_to_match_strftime_format',
  summary: "Python's strptime reads every text by a format.",
  kwargs: z.strictObject({
    ...columnMap,
    strftime_format: z
      .string()
      .refine((format) => strptimeTest(format) !== undefined, 'expected a format that strptime reads, as %Y-%m-%d'),
  }),
  claim: ({ strftime_format }) => `texts as ${quoted(strftime_format)}`,
  plan: ({ column, strftime_format, mostly }, { column: find, dialect, judgeTexts }) => {
    const facts = find(column);
    const test = strptimeTest(strftime_format);
    if (facts.kind !== 'text' || !test) return mapNone(facts, mostly, dialect);
    return planScript(facts, mostly, test, { dialect, judgeTexts });
  },
});
