import { markdownTable } from 'markdown-table';
import type { ExpectationResult, ExpectationStatus, ValidationResult } from '../expectations/validation-result.ts';
import { code, sentence } from './escape.ts';
import { fold } from './fold.ts';
import { count } from './numbers.ts';

const STATUSES: Readonly<Record<ExpectationStatus, string>> = {
  fail: '❌ fail',
  'cannot-tell': '❔ cannot tell',
  warn: '⚠️ warn',
  pass: '✅ pass',
};
const ORDER: readonly ExpectationStatus[] = ['fail', 'cannot-tell', 'warn', 'pass'];
const MOST_OPEN = 60;
const MOST_PASSING = 60;
const SHOWN_KEYS = 5;

/** How data met a suite, for a pull request: the verdict, what is not met, and folded what is. */
export function renderValidation(result: ValidationResult): string {
  const sorted = ORDER.flatMap((status) => result.results.filter((one) => one.status === status));
  const open = sorted.filter(({ status }) => status !== 'pass');
  const passing = sorted.filter(({ status }) => status === 'pass');
  const parts = [
    headline(result),
    ...(open.length > 0 ? [tableOf(open, MOST_OPEN, result.sampleKey)] : []),
    ...(passing.length > 0 ? [fold(passingWords(passing.length), tableOf(passing, MOST_PASSING, null))] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

function headline({ outcome, counts, source, rows, results }: ValidationResult): string {
  const { fail, warn, 'cannot-tell': open } = counts;
  const of = `of ${count(results.length)} ${plural(results.length, 'expectation')}`;
  const verdict = {
    fail: `❌ **${count(fail)} ${of} ${fail === 1 ? 'is' : 'are'} not met**`,
    'cannot-tell': `❔ **${count(open)} ${of} could not be checked**`,
    pass: results.length === 0 ? '✅ **Nothing is expected of the data**' : `✅ **The data are as expected**`,
  }[outcome];
  const more = [
    ...(warn > 0 ? [`${count(warn)} ${plural(warn, 'warning')}`] : []),
    ...(open > 0 && outcome !== 'cannot-tell' ? [`${count(open)} could not be checked`] : []),
  ];
  const words = more.length > 0 ? `, ${more.join(', ')}` : '';
  return `${verdict}${words}: ${count(rows)} ${plural(rows, 'row')} of ${code(source)}.`;
}

function tableOf(results: readonly ExpectationResult[], most: number, sampleKey: string | null): string {
  const shown = results.slice(0, most);
  const hasKeys = shown.some(({ sampleRows }) => sampleRows.length > 0);
  const head = ['result', 'expectation', 'what was found', ...(hasKeys ? [keyHead(sampleKey)] : [])];
  const rows = shown.map((one) => [
    STATUSES[one.status],
    code(one.type.replace(/^expect_/, '')),
    sentence(one.sentence) + conditionOf(one),
    ...(hasKeys ? [keysOf(one)] : []),
  ]);
  const left = results.length - shown.length;
  return `${markdownTable([head, ...rows])}${left > 0 ? `\n\n… and ${count(left)} more in the document.` : ''}`;
}

/** What an imported comparison is wrapped in, so that a missing value compares as in pandas: noise to a reader. */
const WRAPPED = /COALESCE\(((?:[^()"']|"[^"]*"|'[^']*')*), 1 = [01]\)/g;

function conditionOf({ rowCondition }: ExpectationResult): string {
  return rowCondition === null ? '' : ` Only rows where ${code(rowCondition.replaceAll(WRAPPED, '$1'), 80)}.`;
}

function keyHead(sampleKey: string | null): string {
  return sampleKey === null ? 'rows (from 0)' : `rows by ${code(sampleKey, 40)}`;
}

function keysOf({ sampleRows }: ExpectationResult): string {
  const shown = sampleRows.slice(0, SHOWN_KEYS).map((key) => code(key, 40));
  return `${shown.join(', ')}${sampleRows.length > SHOWN_KEYS ? ', …' : ''}`;
}

function passingWords(passing: number): string {
  return `${count(passing)} ${plural(passing, 'expectation')} met`;
}

function plural(number: number, word: string): string {
  return number === 1 ? word : `${word}s`;
}
