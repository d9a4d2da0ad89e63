import { markdownTable } from 'markdown-table';
import type { MetricRow } from '../evaluation/metric-row.ts';
import type { Verdict } from '../gate/verdict.ts';
import { code, htmlText, plain } from './escape.ts';
import { fold } from './fold.ts';
import { count, decimalsOf, interval, metric, probability, signed } from './numbers.ts';
import { orderMetrics } from './order-rows.ts';

/** More of them are folded away. */
export const SHOWN_METRICS = 12;
const MOST_METRICS = 80;
const DECISIONS: Readonly<Record<MetricRow['decision'], string>> = {
  better: '🟢 better',
  'not-worse': '🟢 not worse',
  worse: '🔴 worse',
  'cannot-tell': '⚪ cannot tell',
  'no-baseline': '— no baseline',
};

/** All metrics with their noise, those that a rule decides on first. */
export function renderMetrics(verdict: Verdict): string {
  return tableOf(orderMetrics(verdict), verdict);
}

/** As `renderMetrics`, cut in two where there are many: what is shown, and what is folded. */
export function renderMetricParts(verdict: Verdict): { readonly shown: string; readonly more: readonly string[] } {
  const rows = orderMetrics(verdict);
  const more = rows.slice(SHOWN_METRICS);
  if (more.length === 0) return { shown: tableOf(rows, verdict), more: [] };
  const note = more.length > MOST_METRICS ? `\n\n… and ${more.length - MOST_METRICS} more in the verdict.` : '';
  const table = `${tableOf(more.slice(0, MOST_METRICS), verdict)}${note}`;
  const names = more.slice(0, 3).map((row) => htmlText(row.metric, 40));
  const summary = `${more.length} more metrics (${names.join(', ')}${more.length > names.length ? ' …' : ''})`;
  return { shown: tableOf(rows.slice(0, SHOWN_METRICS), verdict), more: [fold(summary, table)] };
}

/** What each number rests on: rows, those that are independent, the smallest difference they can show, and the method. */
export function renderMethods(verdict: Verdict): readonly string[] {
  const rows = orderMetrics(verdict).slice(0, MOST_METRICS);
  if (rows.length === 0) return [];
  const head = ['metric', 'rows', 'effective rows', 'shown at 80 % power', 'method'];
  const cells = rows.map((row) => [
    code(row.metric),
    count(row.n),
    count(Math.round(row.effectiveN)),
    row.minimumDetectableEffect === null ? '—' : `±${metric(row.minimumDetectableEffect, decimalsOf(row))}`,
    plain(row.method, 160),
  ]);
  const table = markdownTable([head, ...cells], { align: ['l', 'r', 'r', 'r', 'l'] });
  return [fold('How each metric was judged: rows, power and method', table)];
}

function tableOf(rows: readonly MetricRow[], verdict: Verdict): string {
  const confidence = Math.round(verdict.interval.confidence * 100);
  const hasP = rows.some(({ p, adjustedP }) => p !== null || typeof adjustedP === 'number');
  const head = ['metric', 'candidate', 'production', 'difference', `${confidence} % interval`, 'p', 'decision'];
  const cells = rows.map((row) => {
    const decimals = decimalsOf(row);
    const { low, high } = row.candidate;
    return [
      `${code(row.metric, 80)} ${row.higherIsBetter ? '↑' : '↓'}`,
      metric(row.candidate.value, decimals),
      row.baseline ? metric(row.baseline.value, decimals) : '—',
      row.difference ? signed(row.difference.value, decimals) : '—',
      row.difference
        ? interval(row.difference.low, row.difference.high, decimals)
        : `${metric(low, decimals)} … ${metric(high, decimals)}`,
      renderP(row),
      decision(row, decimals),
    ];
  });
  // While nothing serves, half of the columns would be dashes.
  const hasBaseline = rows.some(({ baseline }) => baseline !== null);
  const hidden = [...(hasP ? [] : ['p']), ...(hasBaseline ? [] : ['production', 'difference'])];
  const isShown = (_: string, index: number) => !hidden.includes(head[index] ?? '');
  const align = ['l', 'r', 'r', 'r', 'c', 'r', 'l'].filter(isShown);
  return markdownTable(
    [head, ...cells].map((row) => row.filter(isShown)),
    { align },
  );
}

/** Corrected where several metrics decide: each of many looks would find something in noise. */
function renderP({ p, adjustedP }: MetricRow): string {
  if (typeof adjustedP === 'number') return `${probability(adjustedP)} (Holm)`;
  return p === null ? '—' : probability(p);
}

/** "Cannot tell" is of use only with the smallest difference that these rows could have shown. */
function decision(row: MetricRow, decimals: number): string {
  const words = DECISIONS[row.decision];
  const isOpen = row.decision === 'cannot-tell' && row.minimumDetectableEffect !== null;
  return isOpen ? `${words} below ±${metric(row.minimumDetectableEffect ?? 0, decimals)}` : words;
}
