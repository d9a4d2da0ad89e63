import { markdownTable } from 'markdown-table';
import type { ColumnDrift, DriftReport } from '../drift/drift-report.ts';
import { DRIFT_DECISIONS, haveDrifted } from './drift-decisions.ts';
import { chartLabel, code, sentence } from './escape.ts';
import { fold } from './fold.ts';
import { count } from './numbers.ts';
import { renderDriftParts } from './render-drift-parts.ts';
import { renderMultivariate } from './render-multivariate.ts';
import { renderPerformance } from './render-performance.ts';
import { shortLabel } from './short-label.ts';
import { COMPARED, xyChart } from './xy-chart.ts';

const MOST_COLUMNS = 60;
const CHARTED = 3;
const LONGEST_LABEL = 16;

const SKEW =
  'Training-serving skew: the reference is of the rows that the model was trained on, the others are what it was given when it served. A column that differs is computed or filled differently there, or the population is another one.';

/** Body of the drift issue and the job's summary; `page` is where the job left the page with every column's plot. */
export function renderDriftReport(
  report: DriftReport,
  page?: { readonly artifact: string; readonly url: string },
): string {
  const { columns, release, digest, environment, outcome } = report;
  const served = release === null ? '' : ` of ${code(release)} (${code((digest ?? '').slice(7, 19))})`;
  return [
    `## ${renderDriftHeadline(report)}`,
    `${count(report.window.rows)} rows${served}${renderTimes(report)} against the ${count(report.reference.rows)} reference rows of ${code(report.reference.name, 120)}.`,
    ...(report.compares === undefined ? [] : [SKEW]),
    ...(report.performance ? [renderPerformance(report.performance)] : []),
    ...(report.multivariate ? [renderMultivariate(report.multivariate)] : []),
    ...(report.performance || report.multivariate ? ['### Columns'] : []),
    renderTable(columns),
    ...renderCharts(columns),
    ...renderDriftParts(report),
    ...renderBroken(report),
    ...renderNew(report),
    ...renderNotCounted(report),
    ...(page
      ? [
          `[The run that made this](${page.url}#artifacts) keeps the artifact ${code(page.artifact)}: a page with the plots of every column, and the report as a document.`,
        ]
      : []),
    `<sub>A column has drifted when the effect is at or above its threshold, unlikely by chance (p < ${report.settings.alpha} after Holm's correction over everything that was looked at) and measured on at least ${count(report.settings.minRows)} rows of each side.</sub>`,
    ...(outcome === 'drift' && environment !== null
      ? [
          `Retraining, where the policy asks for it, opens a pull request. \`/rollback ${environment}\` goes back to the version before.`,
        ]
      : []),
  ].join('\n\n');
}

export function renderDriftHeadline(report: DriftReport): string {
  const { model, environment, outcome, columns, windows, settings } = report;
  const subject = [model ?? 'Data', ...(environment === null ? [] : [`in ${environment}`])].join(' ');
  const drifted = columns.filter(({ decision }) => decision === 'drift').length;
  const beside = [
    ...(report.performance?.decision === 'drift' ? ['performance is worse'] : []),
    ...(report.multivariate?.decision === 'drift' ? ['columns together have drifted'] : []),
  ];
  const found = [
    ...beside,
    ...(drifted > 0 || beside.length === 0
      ? [`${drifted} of ${columns.length} ${columns.length === 1 ? 'column' : 'columns'} ${haveDrifted(drifted)}`]
      : []),
  ];
  const isWaiting = outcome === 'none' && windows[0] === 'drift';
  if (isWaiting) return `${subject}: ${found.join(', ')}, in fewer than ${settings.drifted} of ${settings.of} windows`;
  return {
    drift: `${subject}: ${found.join(', ')}`,
    none: `${subject}: no drift`,
    'cannot-tell': `${subject}: cannot tell`,
  }[outcome];
}

function renderTimes({ window: { from, to } }: DriftReport): string {
  if (from === null || to === null) return '';
  const short = (time: string) => time.slice(0, 16).replace('T', ' ');
  return `, ${short(from)} to ${short(to)} UTC,`;
}

function renderTable(columns: readonly ColumnDrift[]): string {
  const rows = columns.slice(0, MOST_COLUMNS).map(({ column, role, decision, findings }) => {
    const [finding] = findings;
    const what = finding
      ? [...(finding.part === null ? [] : [finding.part]), finding.aspect.replaceAll('-', ' ')].join(' ')
      : '';
    return [
      `${code(column, 80)}${role === 'feature' ? '' : ` (${role})`}`,
      DRIFT_DECISIONS[decision],
      what,
      sentence(finding?.message ?? 'nothing to compare', 300),
    ];
  });
  const table = markdownTable([['column', 'decision', 'what', 'how much'], ...rows]);
  const left = columns.length - rows.length;
  return left > 0 ? `${table}\n\n… and ${left} with less drift` : table;
}

/** Shares of the rows in the same cells, of the columns that went furthest. */
function renderCharts(columns: readonly ColumnDrift[]): readonly string[] {
  const charts = columns
    .filter(({ decision, shares }) => decision === 'drift' && (shares?.labels.length ?? 0) > 1)
    .slice(0, CHARTED)
    .flatMap(({ column, shares }) => {
      if (!shares) return [];
      const percent = (values: readonly number[]) => values.map((share) => (100 * share).toFixed(1)).join(', ');
      const most = Math.max(...shares.reference, ...shares.current);
      const labels = shares.labels.map((label) => chartLabel(shortLabel(label, LONGEST_LABEL)));
      const lines = [
        `title "${column.replaceAll(/[^\w .-]/g, ' ').slice(0, 60)}: % of rows, reference (bars) and now (line)"`,
        `x-axis [${labels.join(', ')}]`,
        `y-axis "%" 0 --> ${Math.ceil(110 * most)}`,
        `bar [${percent(shares.reference)}]`,
        `line [${percent(shares.current)}]`,
      ];
      return [xyChart(lines, COMPARED)];
    });
  return charts.length === 0 ? [] : [fold('What changed', charts.join('\n\n'))];
}

function renderNew({ newColumns = [] }: DriftReport): readonly string[] {
  if (newColumns.length === 0) return [];
  const shown = newColumns.slice(0, 10).map((name) => code(name, 80));
  const more = newColumns.length > shown.length ? ` and ${count(newColumns.length - shown.length)} more` : '';
  return [`Not compared, because the reference has no such column: ${shown.join(', ')}${more}.`];
}

function renderNotCounted({ notCounted = [] }: DriftReport): readonly string[] {
  if (notCounted.length === 0) return [];
  const shown = notCounted.slice(0, 10).map(({ column, type }) => `${code(column, 80)} (${code(type, 80)})`);
  const more = notCounted.length > shown.length ? ` and ${count(notCounted.length - shown.length)} more` : '';
  return [`Not counted and not compared, for the type of the column: ${shown.join(', ')}${more}.`];
}

function renderBroken({ brokenLines }: DriftReport): readonly string[] {
  return brokenLines > 0 ? [`${count(brokenLines)} lines of the log are no predictions; they were left out.`] : [];
}
