import type { MultivariateReport } from '../../drift/multivariate/multivariate-report.ts';
import { multivariateLines, multivariateNotes } from '../multivariate-rows.ts';
import { pageText } from './page-text.ts';
import { renderDecision } from './render-rows.ts';

/** What columns say together: HTML. */
export function renderPageMultivariate(report: MultivariateReport | undefined): string {
  if (!report) return '';
  const rows = multivariateLines(report).map(({ question, decision, words, columns }) => {
    const most = columns.map(({ column, share }) => `${pageText(column, 60)} ${share}`).join(', ');
    return `<tr><th scope="row">${question}</th><td>${renderDecision(decision)}</td><td>${pageText(words, 500)}${most === '' ? '' : ` Most by ${most}.`}</td></tr>`;
  });
  return `<section aria-labelledby="together">
<h2 id="together">Columns together</h2>
<table>
<caption>Relations between columns may break although none of them moves alone.</caption>
<thead><tr><th scope="col">Question</th><th scope="col">Decision</th><th scope="col">How much</th></tr></thead>
<tbody>${rows.join('')}</tbody>
</table>
<p class="note">${pageText(multivariateNotes(report).join(' '), 1000)}</p>
</section>`;
}
