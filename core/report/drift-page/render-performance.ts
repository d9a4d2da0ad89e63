import type { PerformanceReport } from '../../drift/performance/performance-report.ts';
import { assumptionsOf, performanceLines, performanceNotes } from '../performance-rows.ts';
import { pageText } from './page-text.ts';
import { renderDecision } from './render-rows.ts';

/** How well the model does: HTML. */
export function renderPagePerformance(report: PerformanceReport | undefined): string {
  if (!report) return '';
  const assumptions = assumptionsOf(report);
  return `<section aria-labelledby="performance">
<h2 id="performance">Performance</h2>
<p>${renderDecision(report.decision)} ${pageText(report.message, 1000)}</p>
${renderTable(report)}
<p class="note">${pageText(performanceNotes(report).join(' '), 2000)}</p>
${assumptions.length > 0 ? `<h3>What the estimate takes for granted</h3><ul>${assumptions.map((text) => `<li>${pageText(text, 500)}</li>`).join('')}</ul>` : ''}
</section>`;
}

function renderTable(report: PerformanceReport): string {
  const lines = performanceLines(report);
  if (lines.length === 0) return '';
  const rows = lines.map(
    ({ metric, isDeciding, reference, realized, estimated, isWorse }) =>
      `<tr><th scope="row">${pageText(metric, 80)}${isDeciding ? ' <small>decides</small>' : ''}</th>${[
        cell(reference, false),
        cell(realized, isWorse.realized),
        cell(estimated, isWorse.estimated),
      ].join('')}</tr>`,
  );
  return `<table>
<caption>Each value with its interval. Worse: the whole interval of the difference from the reference is on the bad side.</caption>
<thead><tr><th scope="col">Metric</th><th scope="col">Reference</th><th scope="col">Measured on labels</th><th scope="col">Estimated without labels</th></tr></thead>
<tbody>${rows.join('')}</tbody>
</table>`;
}

function cell(value: string, isWorse: boolean): string {
  return `<td>${value === '' ? '—' : pageText(value, 80)}${isWorse ? ' <strong>worse</strong>' : ''}</td>`;
}
