import * as z from 'zod';
import type { OwnMetric } from '../config/own-metric.ts';
import { OwnMetricName } from '../config/own-metric.ts';
import { OperatorError } from '../errors.ts';

/** A value of a metric of the user's own. The command can not be run again for 2,000 replicates, so it has no interval. */
export interface OwnMetricValue {
  readonly name: string;
  readonly value: number;
  readonly higherIsBetter: boolean;
}

const OwnMetricLine = z.strictObject({
  name: OwnMetricName,
  value: z.number(),
  higher_is_better: z.boolean().optional(),
});

const MAX_METRICS = 100;
const CHARACTERS_IN_ERROR = 200;
const EXAMPLE = 'Print {"name": "profit", "value": 12.5, "higher_is_better": true}, one JSON object per line.';

/** Whether a line of the command wants to be a metric; anything else is its log. Broken JSON counts, so that it is told. */
export function isOwnMetricLine(line: string): boolean {
  return line.trimStart().startsWith('{') && line.includes('"name"') && line.includes('"value"');
}

/**
 * The metrics that a command printed; there may be more than the one of the policy, and that one must be among them.
 * @throws OperatorError `metrics-invalid` for what is no finite metric, or one that is there twice or not at all
 */
export function readOwnMetrics(lines: readonly string[], metric: OwnMetric): readonly OwnMetricValue[] {
  if (lines.length > MAX_METRICS)
    throw invalid(metric, `printed ${lines.length} metrics; at most ${MAX_METRICS} are taken`, 'Print fewer.');
  const values = lines.map((line) => readLine(line, metric));
  const names = values.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw invalid(metric, `printed "${twice}" twice`, 'Print each metric once.');
  if (names.includes(metric.name)) return values;
  const printed = names.length === 0 ? 'no metric' : `${names.join(', ')} and no "${metric.name}"`;
  throw invalid(metric, `printed ${printed}`, names.length === 0 ? EXAMPLE : 'Print it under the name of the policy.');
}

function readLine(line: string, metric: OwnMetric): OwnMetricValue {
  const shown = line.trim().slice(0, CHARACTERS_IN_ERROR);
  const parsed = OwnMetricLine.safeParse(parseJson(line, metric, shown));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(metric, `printed ${shown}: ${issue?.path.join('.')} ${issue?.message}`, EXAMPLE);
  }
  const { name, value, higher_is_better: printed } = parsed.data;
  const configured = name === metric.name ? metric['higher-is-better'] : undefined;
  const higherIsBetter = printed ?? configured;
  if (higherIsBetter === undefined)
    throw invalid(
      metric,
      `printed ${shown} without higher_is_better`,
      'Print it, or set higher-is-better in the policy.',
    );
  if (configured !== undefined && configured !== higherIsBetter)
    throw invalid(
      metric,
      `printed "higher_is_better": ${higherIsBetter}, the policy says higher-is-better: ${configured}`,
      'Correct one of them.',
    );
  return { name, value, higherIsBetter };
}

function parseJson(line: string, metric: OwnMetric, shown: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    // json.dumps of Python writes these words, which are no JSON.
    const word = /:\s*(NaN|-?Infinity)\b/.exec(line)?.[1];
    if (word === undefined) throw invalid(metric, `printed ${shown}, which is no JSON`, EXAMPLE, error);
    throw invalid(
      metric,
      `printed ${shown}: the value is ${word}`,
      'A metric is a finite number: say what it is there.',
    );
  }
}

function invalid(metric: OwnMetric, problem: string, hint: string, cause?: unknown): OperatorError {
  return new OperatorError('metrics-invalid', `The command of metric "${metric.name}" ${problem}.`, hint, cause);
}
