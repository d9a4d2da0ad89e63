import { markdownTable } from 'markdown-table';
import type { MultivariateReport } from '../drift/multivariate/multivariate-report.ts';
import { DRIFT_DECISIONS } from './drift-decisions.ts';
import { code, sentence } from './escape.ts';
import { multivariateLines, multivariateNotes } from './multivariate-rows.ts';

/** What columns say together, for a comment or a summary. */
export function renderMultivariate(report: MultivariateReport): string {
  const rows = multivariateLines(report).map(({ question, decision, words, columns }) => {
    const most = columns.map(({ column, share }) => `${code(column, 60)} ${share}`).join(', ');
    return [question, DRIFT_DECISIONS[decision], `${sentence(words)}${most === '' ? '' : ` Most by ${most}.`}`];
  });
  return [
    '### Columns together',
    markdownTable([['question', 'decision', 'how much'], ...rows]),
    multivariateNotes(report).join(' '),
  ].join('\n\n');
}
