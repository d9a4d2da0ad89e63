import { markdownTable } from 'markdown-table';
import type { ExpectationsFact, OpenExpectation } from '../gate/facts.ts';
import { code, plain, sentence } from './escape.ts';
import { count, percent } from './numbers.ts';

const MOST_OPEN = 20;
const STATUSES: Readonly<Record<OpenExpectation['status'], string>> = {
  pass: '✅ pass',
  warn: '⚠️ warn',
  fail: '❌ fail',
  'cannot-tell': '❔ cannot tell',
};

/** How each data file met what the policy expects of it: a line for a file, and a row for what it does not meet. */
export function renderExpectations(facts: readonly ExpectationsFact[]): readonly string[] {
  return facts.flatMap((fact) => [headOf(fact), ...(fact.open.length > 0 ? [tableOf(fact.open)] : [])]);
}

function headOf({ path, isChanged, rows, counts, unread }: ExpectationsFact): string {
  const whose = isChanged ? 'as this pull request has it' : 'as the base branch has it';
  if (unread !== null) return `${code(path)} was not looked at: ${plain(unread)}`;
  const open = counts.fail + counts.warn + counts['cannot-tell'];
  const all = counts.pass + open;
  return `${code(path)}, ${whose}: ${count(rows ?? 0)} rows meet ${count(counts.pass)} of ${count(all)} expectations.`;
}

function tableOf(open: readonly OpenExpectation[]): string {
  const rows = open.slice(0, MOST_OPEN).map((one) => [
    STATUSES[one.status],
    code(one.type.replace(/^expect_/, '')),
    one.columns
      .slice(0, 3)
      .map((column) => code(column, 60))
      .join(', '),
    one.unexpectedPercent === null ? '' : percent(one.unexpectedPercent / 100, 2),
    sentence(one.sentence),
    code(`${one.file}:${one.line}`),
  ]);
  const left = open.length - rows.length;
  const table = markdownTable([['result', 'expectation', 'column', 'unexpected', 'what was found', 'line'], ...rows]);
  return left > 0 ? `${table}\n\n… and ${count(left)} more in the verdict.` : table;
}
