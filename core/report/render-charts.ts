import type { Verdict } from '../gate/verdict.ts';
import type { MetricHistory, RunRecord } from '../run/run-record.ts';
import { chartLabel, code } from './escape.ts';
import { fold } from './render-changes.ts';

const MOST_POINTS = 50;
const MOST_HISTORIES = 4;
const LARGEST_DRAWN = 1e6;

/** Differences in units of what the rows can show: a bar past ±1 is more than noise would easily make. */
export function renderGains(verdict: Verdict): readonly string[] {
  const rows = verdict.metrics.filter((row) => row.difference && row.minimumDetectableEffect);
  if (rows.length === 0) return [];
  const gains = rows.map(
    (row) => ((row.higherIsBetter ? 1 : -1) * (row.difference?.value ?? 0)) / (row.minimumDetectableEffect || 1),
  );
  const limit = Math.max(1.5, ...gains.map(Math.abs)).toFixed(1);
  const chart = [
    'xychart-beta',
    '  title "Gain over production (1 = smallest difference that these rows show)"',
    `  x-axis [${rows.map(({ metric }) => chartLabel(metric)).join(', ')}]`,
    `  y-axis "better is up" -${limit} --> ${limit}`,
    `  bar [${gains.map((gain) => gain.toFixed(2)).join(', ')}]`,
  ];
  return [mermaid(chart)];
}

/** How training went, as the job tells it. */
export function renderHistory(run: RunRecord): readonly string[] {
  const drawn = run.metrics.filter(isDrawable).slice(0, MOST_HISTORIES);
  if (drawn.length === 0) return [];
  const charts = drawn.map(({ name, history }) => {
    const points = thin(history);
    return mermaid([
      'xychart-beta',
      `  title ${chartLabel(name, 60)}`,
      `  x-axis "step" ${points[0]?.step ?? 0} --> ${points.at(-1)?.step ?? 0}`,
      `  line [${points.map(({ value }) => value.toFixed(4)).join(', ')}]`,
    ]);
  });
  const names = drawn.map(({ name }) => code(name, 60)).join(', ');
  return [fold('Training history, as the job tells it', `${names}\n\n${charts.join('\n\n')}`)];
}

function isDrawable({ history }: MetricHistory): boolean {
  const first = history[0]?.step ?? 0;
  return (
    history.length > 1 &&
    (history.at(-1)?.step ?? 0) > first &&
    history.every(({ value }) => Math.abs(value) < LARGEST_DRAWN)
  );
}

function thin(history: MetricHistory['history']): MetricHistory['history'] {
  const last = history.length - 1;
  if (last < MOST_POINTS) return history;
  return Array.from({ length: MOST_POINTS }, (_, index) => Math.round((index * last) / (MOST_POINTS - 1))).flatMap(
    (index) => history[index] ?? [],
  );
}

function mermaid(lines: readonly string[]): string {
  return ['```mermaid', ...lines, '```'].join('\n');
}
