import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { isDate } from '../../core/expectations/dates/parse-date.ts';
import { strptimeTest } from '../../core/expectations/dates/strptime.ts';
import { translateRegex } from '../../core/expectations/pattern/translate-regex.ts';
import type { SqlEngine } from '../../core/ports/sql-engine.ts';
import { askTidegate, isSameAnswer, ReferenceAnswers } from '../core/expectations/ask-reference.ts';
import { knownDifference } from '../core/expectations/known-differences.ts';
import { openTables } from '../core/expectations/open-tables.ts';
import { packAnswer } from '../core/expectations/record-answers.ts';
import { REFERENCE_EXPECTATIONS } from '../core/expectations/reference-expectations.ts';
import { REFERENCE_TABLES } from '../core/expectations/reference-tables.ts';
import { referenceDates, referenceFormats, referenceRegexes } from '../core/expectations/reference-texts.ts';
import { python } from './python.ts';

const Answers = z.strictObject({
  version: z.string(),
  answers: ReferenceAnswers,
  dates: z.array(z.boolean()),
  formats: z.array(z.boolean()),
  regexes: z.array(z.boolean().nullable()),
});
const TODAY = '2024-03-31';
const dates = referenceDates(10_000);
const formats = referenceFormats();
const regexes = referenceRegexes();
const live = Answers.parse(
  python('expectations.py', {
    tables: REFERENCE_TABLES,
    expectations: REFERENCE_EXPECTATIONS,
    today: TODAY,
    dates,
    formats,
    regexes,
  }),
);
const packed = Object.fromEntries(
  Object.entries(live.answers).map(([table, answers]) => [table, answers.map(packAnswer)]),
);
const FIXTURE = join(import.meta.dirname, '../core/expectations/fixtures/great-expectations.json');
// TIDEGATE_RECORD=1 writes what the ordinary tests compare with.
if (process.env['TIDEGATE_RECORD'] === '1')
  writeFileSync(FIXTURE, `${JSON.stringify({ version: live.version, answers: packed }, undefined, 1)}\n`);

describe('great_expectations live, on pandas', () => {
  let engine: SqlEngine;
  beforeAll(async () => {
    engine = await openTables(REFERENCE_TABLES);
  });
  afterAll(() => engine.close());

  it('meets and does not meet every expectation somewhere among the tables', () => {
    const types = [...new Set(REFERENCE_EXPECTATIONS.map(({ type }) => type))];
    const verdictsOf = (type: string) =>
      Object.values(packed).flatMap((answers) =>
        answers.filter((_, index) => REFERENCE_EXPECTATIONS[index]?.type === type).map((answer) => answer.slice(0, 3)),
      );
    const oneSided = types.filter((type) => !['met', 'not'].every((verdict) => verdictsOf(type).includes(verdict)));
    expect(types.length).toBeGreaterThanOrEqual(50);
    expect(oneSided).toEqual([]);
  });

  it.each(Object.keys(REFERENCE_TABLES))('gives the same verdicts and counts on table %s', async (table) => {
    const own = await askTidegate(engine, table, REFERENCE_EXPECTATIONS);
    const different = REFERENCE_EXPECTATIONS.flatMap((expectation, index) => {
      const theirs = packed[table]?.[index] ?? 'none';
      const answer = own[index];
      const isKnown = knownDifference(table, expectation) !== undefined;
      return isKnown || (answer && isSameAnswer(answer, theirs)) ? [] : [{ expectation, theirs, answer }];
    });
    expect(different).toEqual([]);
  });

  it('reads the same texts as dates as python-dateutil', () => {
    const now = new Date(`${TODAY}T00:00:00Z`);
    expect(live.dates.filter(Boolean).length).toBeGreaterThan(500);
    expect(dates.filter((text, index) => isDate(text, now) !== live.dates[index])).toEqual([]);
  });

  it('reads the same texts by a format as strptime', () => {
    const different = formats.filter(([text, format], index) => strptimeTest(format)?.(text) !== live.formats[index]);
    expect(different).toEqual([]);
  });

  it('finds the same patterns as Python, in the engine and in this process', async () => {
    const different: unknown[] = [];
    for (const [index, [pattern, text]] of regexes.entries()) {
      const translated = translateRegex(pattern);
      const theirs = live.regexes[index];
      if ('instead' in translated || theirs === null) continue;
      const { engine: inEngine, script } = translated;
      const { quoteText, matches } = engine.dialect;
      const [row] = inEngine === undefined ? [] : await engine.query(`SELECT ${matches(quoteText(text), inEngine)}`);
      const found = [...(row ?? []), ...(script ? [script.test(text)] : [])];
      if (found.length === 0 || found.some((one) => one !== theirs)) different.push({ pattern, text, theirs, found });
    }
    expect(different).toEqual([]);
  });
});
