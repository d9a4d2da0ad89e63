import type { Curves, ModelCurves } from '../evaluation/curves.ts';
import type { Verdict } from '../gate/verdict.ts';
import { fold } from './fold.ts';
import { BLUE, GREY, ORANGE, xyChart } from './xy-chart.ts';

const STEPS = 50;
const TENTHS = 20;

/** ROC, calibration and where the scores lie: candidate in blue, production in orange, in every chart. */
export function renderCurves({ curves }: Verdict): readonly string[] {
  if (!curves) return [];
  const charts = [...renderRoc(curves), ...renderCalibration(curves), ...renderScores(curves)];
  if (charts.length === 0) return [];
  const colours = curves.baseline
    ? 'In every chart: **blue** is the candidate, **orange** is production.'
    : 'In every chart: **blue** is the candidate; there is no other model.';
  return [fold('Curves: ROC, calibration, scores', [colours, ...charts].join('\n\n'))];
}

function renderRoc({ candidate, baseline }: Curves): readonly string[] {
  if (candidate.roc.length < 2) return [];
  const grid = steps(STEPS);
  const lines = [candidate, ...others(baseline)].map((model) => lineOf(grid.map((at) => highestAt(model.roc, at))));
  return [
    chart('ROC', ['x-axis "false positive rate" 0 --> 1', 'y-axis "true positive rate" 0 --> 1'], lineOf(grid), lines),
    '<sub>The nearer to the upper left, the better; grey is guessing.</sub>',
  ];
}

/**
 * What came true beyond what the scores promised, along the rows sorted by score: equally many rows a step, so that models whose
 * scores lie elsewhere share an axis.
 */
function renderCalibration({ candidate, baseline }: Curves): readonly string[] {
  const grid = steps(TENTHS);
  const gaps = [candidate, ...others(baseline)].map((model) => gapsOf(model, grid));
  if (gaps.some((gap) => gap.length === 0)) return [];
  const limit = (Math.ceil(Math.max(0.02, ...gaps.flat().map(Math.abs)) * 50) / 50).toFixed(2);
  const axes = [
    'x-axis "rows by score, lowest to highest (%)" 0 --> 100',
    `y-axis "observed minus predicted" -${limit} --> ${limit}`,
  ];
  return [
    chart('Calibration', axes, lineOf(grid.map(() => 0)), gaps.map(lineOf)),
    '<sub>On the grey line, scores come true as often as they say; above it more often, below it less often.</sub>',
  ];
}

function renderScores({ candidate, baseline }: Curves): readonly string[] {
  const models = [candidate, ...others(baseline)];
  return (['positive', 'negative'] as const).flatMap((kind) => {
    const shares = models.map(({ histogram }) => sharesOf(histogram[kind]));
    if (shares.some((share) => share.length < 2)) return [];
    const top = (Math.ceil(Math.max(0.05, ...shares.flat()) * 20) / 20).toFixed(2);
    const middle = 0.5 / (shares[0]?.length ?? 1); // of the first bin
    const axes = [`x-axis "score" ${middle} --> ${1 - middle}`, `y-axis "share of the ${kind}s" 0 --> ${top}`];
    return [chart(`Scores of the ${kind}s`, axes, undefined, shares.map(lineOf))];
  });
}

function chart(title: string, axes: readonly string[], guide: string | undefined, lines: readonly string[]): string {
  const models = [BLUE, ORANGE].slice(0, lines.length);
  // Later lines are drawn over earlier ones: production must not hide the candidate.
  const drawn = [...(guide ? [guide] : []), ...lines.toReversed()];
  return xyChart([`title "${title}"`, ...axes, ...drawn], [...(guide ? [GREY] : []), ...models.toReversed()]);
}

function lineOf(values: readonly number[]): string {
  return `line [${values.map((value) => String(Number(value.toFixed(3)))).join(', ')}]`;
}

function others(baseline: ModelCurves | null): readonly ModelCurves[] {
  return baseline ? [baseline] : [];
}

/** 0 to 1 in equal steps: Mermaid spreads the points of a line evenly over its axis. */
function steps(count: number): readonly number[] {
  return Array.from({ length: count + 1 }, (_, index) => index / count);
}

/** Height of a rising curve at `at`; where it is vertical, its top. */
function highestAt(points: readonly (readonly [number, number])[], at: number): number {
  const next = points.findIndex(([x]) => x > at);
  if (next < 0) return points.at(-1)?.[1] ?? 1;
  const [right, above] = points[next] ?? [1, 1];
  const [left, below] = points[next - 1] ?? [0, 0];
  return right === left ? above : below + ((above - below) * (at - left)) / (right - left);
}

function gapsOf({ calibration }: ModelCurves, grid: readonly number[]): readonly number[] {
  const rows = calibration.reduce((sum, { n }) => sum + n, 0);
  if (rows === 0) return [];
  const ends = calibration.map((_, index) => calibration.slice(0, index + 1).reduce((sum, { n }) => sum + n, 0) / rows);
  return grid.map((at) => {
    const found = ends.findIndex((end) => at <= end);
    const bin = calibration[found < 0 ? calibration.length - 1 : found];
    return bin ? bin.observed - bin.predicted : 0;
  });
}

function sharesOf(rows: readonly number[]): readonly number[] {
  const all = rows.reduce((sum, n) => sum + n, 0);
  return all > 0 ? rows.map((n) => n / all) : [];
}
