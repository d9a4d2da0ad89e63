import { markdownTable } from 'markdown-table';
import type { ColumnDrift, DriftReport } from '../drift/drift-report.ts';
import { chartLabel, code, plain } from './escape.ts';
import { count } from './numbers.ts';
import { xyChart } from './xy-chart.ts';

const DECISIONS = { drift: '🔴 drift', none: '🟢 none', 'cannot-tell': '⚪ cannot tell' } as const;
const MOST_COLUMNS = 60;
const CHARTED = 10;

/** Body of the drift issue and the job's summary. */
export function renderDriftReport(report: DriftReport): string {
  const columns = report.columns.toSorted((left, right) => right.psi - left.psi);
  const watched = report.prediction ? [report.prediction, ...columns] : columns;
  const drifted = watched.filter(({ decision }) => decision === 'drift');
  const headline = {
    drift: `${report.model} in ${report.environment}: ${drifted.length} of ${watched.length} distributions have drifted`,
    none: `${report.model} in ${report.environment}: no drift`,
    'cannot-tell': `${report.model} in ${report.environment}: too few predictions to tell`,
  }[report.outcome];
  const from = report.window.from?.slice(0, 16).replace('T', ' ') ?? '—';
  const to = report.window.to?.slice(0, 16).replace('T', ' ') ?? '—';
  return [
    `## ${headline}`,
    `The newest ${count(report.window.rows)} predictions of ${code(report.release)} (${code(report.digest.slice(7, 19))}, ${from} to ${to} UTC) against the ${count(report.reference.rows)} reference rows of its release.`,
    renderTable(watched),
    ...renderChart(columns),
    ...renderQuality(report),
    '<sub>A column has drifted when the effect is large (PSI or KS at or above its limit), significant after Holm correction over the columns, and measured on enough rows.</sub>',
    ...(report.outcome === 'drift'
      ? [
          `Retraining, where the policy asks for it, opens a pull request. \`/rollback ${report.environment}\` goes back to the version before.`,
        ]
      : []),
  ].join('\n\n');
}

function renderTable(columns: readonly ColumnDrift[]): string {
  const rows = columns
    .slice(0, MOST_COLUMNS)
    .map((column) => [
      code(column.column),
      column.psi.toFixed(3),
      column.type === 'numeric' ? `KS ${column.statistic.toFixed(3)}` : `χ² ${column.statistic.toFixed(1)}`,
      column.p < 0.001 ? '< 0.001' : column.p.toFixed(3),
      DECISIONS[column.decision],
    ]);
  const table = markdownTable([['column', 'PSI', 'statistic', 'p (Holm)', 'decision'], ...rows], {
    align: ['l', 'r', 'r', 'r', 'l'],
  });
  const left = columns.length - rows.length;
  return left > 0 ? `${table}\n\n… and ${left} with less drift` : table;
}

function renderChart(columns: readonly ColumnDrift[]): readonly string[] {
  const shown = columns.slice(0, CHARTED).filter(({ psi }) => psi > 0);
  const limit = columns[0]?.threshold.psi;
  if (shown.length < 2 || limit === undefined) return [];
  const top = Math.max(limit * 1.5, ...shown.map(({ psi }) => psi)).toFixed(2);
  const lines = [
    `title "Population stability index (limit ${limit})"`,
    `x-axis [${shown.map(({ column }) => chartLabel(column)).join(', ')}]`,
    `y-axis "PSI" 0 --> ${top}`,
    `bar [${shown.map(({ psi }) => psi.toFixed(3)).join(', ')}]`,
  ];
  return [xyChart(lines, undefined, 'horizontal')];
}

function renderQuality({ dataQuality }: DriftReport): readonly string[] {
  if (dataQuality.length === 0) return [];
  return [
    [
      '**Data quality**',
      '',
      ...dataQuality
        .slice(0, 20)
        .map(({ column, finding, rows }) => `- ${code(column)}: ${count(rows)} ${plain(finding)}`),
    ].join('\n'),
  ];
}
