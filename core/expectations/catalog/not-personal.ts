import * as z from 'zod';
import { defineExpectation } from '../expectation.ts';
import type { Finding } from '../finding.ts';
import { columnName } from '../kwargs.ts';
import { lookForPersonal, type PersonalFinding } from '../personal/look-for-personal.ts';
import { PERSONAL_KINDS } from '../personal/personal-kinds.ts';
import { done } from '../step.ts';
import { count, listed, quoted, share } from '../words.ts';

const kinds = z
  .array(z.enum(PERSONAL_KINDS))
  .min(1)
  .default([...PERSONAL_KINDS]);
const min_share = z.number().min(0).max(1).default(0.001);
const KINDS = 'e-mail addresses, phone, card, IBAN and US social security numbers, names';

export const valuesNotPersonal = defineExpectation({
  type: 'expect_column_values_to_not_look_personal',
  summary: `Less than min_share of the values look like personal data: ${KINDS}. No value is told.`,
  kwargs: z.strictObject({ column: columnName, kinds, min_share }),
  claim: ({ min_share }) => `no values that look personal (${share(min_share)} or more)`,
  plan: ({ column, kinds, min_share: leastShare }, { column: find, dialect }) =>
    lookForPersonal({ columns: [find(column)], kinds, leastShare, dialect }, (found, elements) => {
      const most = Math.max(0, ...found.map(({ share: part }) => part));
      const says = elements === 0 ? 'there are no rows' : found.map(sayShare).join(', ') || 'none do';
      return done({ success: found.length === 0, says, observed: most });
    }),
});

export const columnsNotPersonal = defineExpectation({
  type: 'expect_table_columns_to_not_look_personal',
  summary: `No column holds what looks like personal data, but those of except: ${KINDS}. One scan for all; no value is told.`,
  kwargs: z.strictObject({ kinds, min_share, except: z.array(columnName).default([]) }),
  claim: ({ except }) => `no columns that look personal${except.length > 0 ? ` but ${listed(except)}` : ''}`,
  plan: ({ kinds, min_share: leastShare, except }, { columns, dialect }) => {
    const asked = columns.filter(({ name }) => !except.includes(name));
    return lookForPersonal({ columns: asked, kinds, leastShare, dialect }, (found, elements) =>
      done(judge(found, elements)),
    );
  },
});

function judge(found: readonly PersonalFinding[], elements: number): Finding {
  const shown = found
    .slice(0, 5)
    .map((finding) => `${quoted(finding.column)}: ${sayShare(finding)}`)
    .join('; ');
  const more = found.length > 5 ? ` and ${found.length - 5} more` : '';
  return {
    success: found.length === 0,
    says: elements === 0 ? 'there are no rows' : `${shown}${more}` || 'none do',
    observed: [...new Set(found.map(({ column }) => column))],
  };
}

function sayShare({ values, share: part, noun }: PersonalFinding): string {
  return `${count(values)} (${share(part)}) look like ${noun}`;
}
