import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OwnMetric } from '../config/own-metric.ts';
import { OperatorError } from '../errors.ts';
import { isOwnMetricLine, type OwnMetricValue, readOwnMetrics } from '../evaluation/own-metric-values.ts';
import { type PredictionRows, predictionLines } from '../evaluation/prediction-lines.ts';
import { METRIC_OUTPUT_MAX_BYTES } from '../limits.ts';
import { runCommand } from './run-command.ts';
import { chooseEnvironment } from './training-environment.ts';

export interface MetricCommandRequest extends PredictionRows {
  readonly metric: OwnMetric;
  /** Repository root: the command runs there. */
  readonly workspace: string;
  /** Environment to choose from; nothing secret is handed on. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onLine: (line: string) => void;
}

const CHUNK_CHARACTERS = 1024 * 1024;

/**
 * Asks a command of the user's own for the metrics of one model. Command and scripts come with the checked-out policy, which
 * is the base branch's where verdicts are made (gate.yml), so the command may run; never call this on a pull request's
 * checkout with a token at hand: the chosen environment is no sandbox. The command finds the rows as JSON lines in the file
 * `$TIDEGATE_PREDICTIONS` (see `predictionLines`) and prints one `{name, value, higher_is_better}` per line. Candidate and
 * baseline are one call each. It can not be run again for every bootstrap replicate, so its metrics have no interval.
 * @throws OperatorError `metric-failed` when the command fails, `metrics-invalid` when it prints no finite metric
 */
export async function runMetricCommand(request: MetricCommandRequest): Promise<readonly OwnMetricValue[]> {
  const { metric, workspace, environment, onLine } = request;
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-metric-'));
  try {
    const file = join(folder, 'predictions.jsonl');
    writeLines(file, predictionLines(request), metric);
    const metricLines: string[] = [];
    const end = await runCommand({
      command: metric.command,
      workspace,
      environment: chooseEnvironment(environment, { TIDEGATE_PREDICTIONS: file }),
      timeoutMinutes: metric['timeout-minutes'],
      maxOutputBytes: METRIC_OUTPUT_MAX_BYTES,
      takeLine: (line) => isOwnMetricLine(line) && metricLines.push(line) > 0,
      onLine,
    });
    if (end.kind === 'done') return readOwnMetrics(metricLines, metric);
    throw new OperatorError(
      'metric-failed',
      `The command ${JSON.stringify(metric.command)} of metric "${metric.name}" ${end.problem}. Its last lines: ${end.lastLines}`,
      "Mend the command or the metric's timeout-minutes in evaluation.own-metrics; logs belong into a file when they are long.",
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeLines(file: string, lines: Iterable<string>, metric: OwnMetric): void {
  const descriptor = openSync(file, 'wx', 0o600);
  try {
    let chunk = '';
    for (const line of lines) {
      chunk += `${line}\n`;
      if (chunk.length < CHUNK_CHARACTERS) continue;
      writeAll(descriptor, chunk);
      chunk = '';
    }
    writeAll(descriptor, chunk);
  } catch (error) {
    throw new OperatorError(
      'metric-failed',
      `The rows for metric "${metric.name}" could not be written to ${file}: ${error instanceof Error ? error.message : error}.`,
      'Free some space, or point TMPDIR at a folder that has it.',
      error,
    );
  } finally {
    closeSync(descriptor);
  }
}

/** A write may take a part only, as when the disk is nearly full. */
function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
}
