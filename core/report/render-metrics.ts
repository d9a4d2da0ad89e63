import { markdownTable } from 'markdown-table';
import type { MetricRow } from '../evaluation/metric-row.ts';
import type { UndefinedMetric } from '../evaluation/undefined-metric.ts';
import type { Verdict } from '../gate/verdict.ts';
import { code, htmlText, sentence } from './escape.ts';
import { fold } from './fold.ts';
import { EXPLAINED_POWER, explainCorrection, metricTable } from './metric-table.ts';
import { count, decimalsOf, estimate, metric } from './numbers.ts';
import { orderMetrics } from './order-rows.ts';

/** More of them are folded away. */
export const SHOWN_METRICS = 12;
const MOST_METRICS = 80;
const MOST_UNDEFINED = 12;

/** All metrics with their noise, those that a rule decides on first. */
export function renderMetrics(verdict: Verdict): string {
  const rows = orderMetrics(verdict);
  return [tableOf(rows, verdict), ...renderUndefined(verdict.notDefined), describeNoise(rows, verdict)].join('\n\n');
}

/** As `renderMetrics`, cut in two where there are many: what is shown, and what is folded. */
export function renderMetricParts(verdict: Verdict): { readonly shown: string; readonly more: readonly string[] } {
  const rows = orderMetrics(verdict);
  const more = rows.slice(SHOWN_METRICS);
  const shown = [tableOf(rows.slice(0, SHOWN_METRICS), verdict), ...renderUndefined(verdict.notDefined)].join('\n\n');
  if (more.length === 0) return { shown, more: [] };
  const note = more.length > MOST_METRICS ? `\n\n… and ${more.length - MOST_METRICS} more in the verdict.` : '';
  const table = `${tableOf(more.slice(0, MOST_METRICS), verdict)}${note}`;
  const names = more.slice(0, 3).map((row) => htmlText(row.metric, 40));
  const summary = `${more.length} more metrics (${names.join(', ')}${more.length > names.length ? ' …' : ''})`;
  return { shown, more: [fold(summary, table)] };
}

/** What each number rests on: both values' intervals, rows, those that are independent, what they can show, and the method. */
export function renderMethods(verdict: Verdict): readonly string[] {
  const rows = orderMetrics(verdict).slice(0, MOST_METRICS);
  if (rows.length === 0) return [];
  const hasBaseline = rows.some(({ baseline }) => baseline !== null);
  const values = hasBaseline ? ['candidate (interval)', 'production (interval)'] : ['candidate (interval)'];
  const remarks = rows.map((row) => remarkOf(row.method, verdict.interval.method));
  const hasRemarks = remarks.some((remark) => remark !== '');
  const last = hasRemarks ? ['test', 'remarks'] : ['test'];
  const head = ['metric', ...values, 'rows', 'effective rows', 'shown at 80 % power', ...last];
  const cells = rows.map((row, index) => {
    const decimals = decimalsOf(row);
    const effect = row.minimumDetectableEffect;
    return [
      code(row.metric),
      estimate(row.candidate, decimals),
      ...(hasBaseline ? [row.baseline ? estimate(row.baseline, decimals) : '—'] : []),
      count(row.n),
      count(Math.round(row.effectiveN)),
      effect === null ? '—' : `±${metric(effect, decimals)}`,
      sentence(row.test ?? '—', 60),
      ...(hasRemarks ? [sentence(remarks[index] ?? '', 240)] : []),
    ];
  });
  const align = ['l', ...values.map(() => 'r'), 'r', 'r', 'r', ...last.map(() => 'l')];
  const table = markdownTable([head, ...cells], { align });
  const body = `${table}\n\n${describeNoise(rows, verdict)}`;
  return [fold('How each metric was judged: intervals, rows, power and test', body)];
}

/** What intervals and p of all rows have in common. */
function describeNoise(rows: readonly MetricRow[], { interval: { method, replicates, seed } }: Verdict): string {
  const words = explainCorrection(rows);
  const facts = [
    `Intervals by ${method}, ${count(replicates)} replicates, seed ${seed}`,
    ...(words === undefined ? [] : [words]),
    ...(rows.some(({ decision }) => decision === 'cannot-tell') ? [EXPLAINED_POWER] : []),
  ];
  return facts.map((fact) => `${sentence(fact)}.`).join(' ');
}

/** What was done for one metric beside what was done for all: its intervals at a bound, or an own command. */
function remarkOf(method: string, common: string): string {
  return method.startsWith(common) ? method.slice(common.length).replace(/^; /, '') : method;
}

function renderUndefined(notDefined: readonly UndefinedMetric[]): readonly string[] {
  if (notDefined.length === 0) return [];
  const shown = notDefined
    .slice(0, MOST_UNDEFINED)
    .map(({ metric: name, message }) => `${code(name, 80)} (${sentence(message, 200)})`);
  const more = notDefined.length > shown.length ? ` and ${notDefined.length - shown.length} more` : '';
  return [`Not defined on these rows: ${shown.join(', ')}${more}.`];
}

function tableOf(rows: readonly MetricRow[], { interval: { confidence } }: Verdict): string {
  return metricTable(rows, { confidence, other: 'production' });
}
