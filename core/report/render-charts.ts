import type { Verdict } from '../gate/verdict.ts';
import type { MetricHistory, RunRecord } from '../run/run-record.ts';
import { chartLabel, code } from './escape.ts';
import { fold } from './fold.ts';
import { orderMetrics } from './order-rows.ts';
import { COMPARED, xyChart } from './xy-chart.ts';

const MOST_GAINS = 6;
/** Letters that names side by side have room for. */
const LETTERS = 84;
const MOST_POINTS = 50;
const MOST_HISTORIES = 4;
const LARGEST_DRAWN = 1e6;

/**
 * Differences with their intervals, in units of what the rows can show, so that metrics of any scale share an axis. Lines, because
 * Mermaid draws bars from the bottom of the axis: a loss would look like a short gain.
 */
export function renderGains(verdict: Verdict): readonly string[] {
  const rows = orderMetrics(verdict)
    .flatMap(({ metric, higherIsBetter, difference, minimumDetectableEffect: unit }) => {
      if (!difference || !unit) return [];
      const [low, high] = higherIsBetter ? [difference.low, difference.high] : [-difference.high, -difference.low];
      const value = higherIsBetter ? difference.value : -difference.value;
      return [{ metric, value: value / unit, low: low / unit, high: high / unit }];
    })
    .slice(0, MOST_GAINS);
  if (rows.length < 2) return []; // a line needs two points
  const limit = Math.max(1.5, ...rows.flatMap(({ low, high }) => [-low, high])).toFixed(1);
  const line = (values: readonly number[]) => `line [${values.map((value) => value.toFixed(2)).join(', ')}]`;
  const lines = [
    'title "Gain over production with its interval"',
    `x-axis [${rows.map(({ metric }) => chartLabel(metric, Math.floor(LETTERS / rows.length))).join(', ')}]`,
    `y-axis "better is up" -${limit} --> ${limit}`,
    line(rows.map(() => 0)),
    line(rows.map(({ value }) => value)),
    line(rows.map(({ low }) => low)),
    line(rows.map(({ high }) => high)),
  ];
  const caption =
    '<sub>Dark blue: gain over production; light blue: its interval; grey: production. 1 is the smallest difference that these rows would show four times in five. Where the light lines lie on both sides of the grey one, the data cannot tell.</sub>';
  return [xyChart(lines, COMPARED), caption];
}

/** How training went, as the job tells it. */
export function renderHistory(run: RunRecord): readonly string[] {
  const drawn = run.metrics.filter(isDrawable).slice(0, MOST_HISTORIES);
  if (drawn.length === 0) return [];
  const charts = drawn.map(({ name, history }) => {
    const points = thin(history);
    const values = points.map(({ value }) => value);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const pad = (high - low) * 0.05 || 1;
    return xyChart([
      `title ${chartLabel(name, 60)}`,
      `x-axis "step" ${points[0]?.step ?? 0} --> ${points.at(-1)?.step ?? 0}`,
      `y-axis "value" ${(low - pad).toFixed(4)} --> ${(high + pad).toFixed(4)}`,
      `line [${values.map((value) => value.toFixed(4)).join(', ')}]`,
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
