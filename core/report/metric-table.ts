import { markdownTable } from 'markdown-table';
import type { MetricRow } from '../evaluation/metric-row.ts';
import { renderDecision } from './decision-words.ts';
import { code, sentence } from './escape.ts';
import { decimalsOf, interval, metric, probability, signed } from './numbers.ts';

/** Rows of metrics for people; while there is nothing to compare with, half of the columns would be dashes. */
export function metricTable(
  rows: readonly MetricRow[],
  { confidence, other }: { readonly confidence: number; readonly other: string },
): string {
  const hasBaseline = rows.some(({ baseline }) => baseline !== null);
  const level = `${Number((100 * confidence).toPrecision(6))} % interval`;
  const names = rows.map((row) => `${code(row.metric, 80)} ${row.higherIsBetter ? '↑' : '↓'}`);
  const decimals = rows.map(decimalsOf);
  if (!hasBaseline) {
    const cells = rows.map((row, index) => [
      names[index] ?? '',
      nameSeeds(row, metric(row.candidate.value, decimals[index])),
      ownInterval(row, decimals[index]),
    ]);
    return markdownTable([['metric', 'value', level], ...cells], { align: ['l', 'r', 'c'] });
  }
  const head = ['metric', 'candidate', other, 'difference', level, 'p', 'decision'];
  const cells = rows.map((row, index) => {
    const { candidate, baseline, difference } = row;
    const digits = decimals[index] ?? 4;
    return [
      names[index] ?? '',
      nameSeeds(row, metric(candidate.value, digits)),
      baseline ? metric(baseline.value, digits) : '—',
      difference ? signed(difference.value, digits) : '—',
      difference ? interval(difference.low, difference.high, digits) : '—',
      renderP(row),
      renderDecision(row, confidence, digits),
    ];
  });
  return markdownTable([head, ...cells], { align: ['l', 'r', 'r', 'r', 'c', 'r', 'l'] });
}

/** Beside a row that cannot tell. */
export const EXPLAINED_POWER = 'What "would show" is found in 80 of 100 samples of this size';

/** What stands beside the table so that its p values are read as what they are; undefined where there are none. */
export function explainCorrection(rows: readonly MetricRow[]): string | undefined {
  const tested = rows.filter(({ p }) => p !== null).length;
  const corrected = rows.filter(({ adjustedP }) => adjustedP !== null).length;
  if (tested === 0) return undefined;
  if (corrected === 0)
    return 'p is two-sided, by the test named beside it, and not corrected for the number of metrics: each row is decided for itself';
  const others = tested > corrected ? '; p of the others is not corrected' : '';
  const of = corrected === 1 ? 'the one metric' : `the ${corrected} metrics`;
  return `p is two-sided, by the test named beside it; "Holm" is corrected over ${of} that rules decide on${others}`;
}

/** Corrected where several metrics decide: each of many looks would find something in noise. */
function renderP({ p, adjustedP, test }: MetricRow): string {
  if (p === null) return '—';
  const words = [...(test === null ? [] : [sentence(test, 40)]), ...(adjustedP === null ? [] : ['Holm'])];
  return `${probability(adjustedP ?? p)}${words.length > 0 ? ` (${words.join(', ')})` : ''}`;
}

function nameSeeds({ seeds }: MetricRow, value: string): string {
  return seeds ? `${value} (mean of ${seeds.count} seeds)` : value;
}

function ownInterval({ candidate: { low, high }, method }: MetricRow, decimals: number | undefined): string {
  const note = /; candidate: (.*)$/.exec(method)?.[1];
  const ends = `${metric(low, decimals)} … ${metric(high, decimals)}`;
  return note === undefined ? ends : `${ends} (${sentence(note, 80)})`;
}
