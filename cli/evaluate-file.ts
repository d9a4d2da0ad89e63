import { randomUUID } from 'node:crypto';
import { createDuckDb } from '@tidegate/core/adapters/duckdb';
import { loadTable } from '@tidegate/core/adapters/load-table';
import { describeIssues } from '@tidegate/core/config/describe-issues';
import { Evaluation as Settings } from '@tidegate/core/config/evaluation';
import type { Table } from '@tidegate/core/data/table';
import { renderDocument } from '@tidegate/core/document';
import { OperatorError } from '@tidegate/core/errors';
import { evaluatePredictions } from '@tidegate/core/evaluation/evaluate-predictions';
import { guessTask } from '@tidegate/core/evaluation/guess-task';
import type { PredictionColumns } from '@tidegate/core/evaluation/read-predictions';
import { renderEvaluation } from '@tidegate/core/report/render-evaluation';
import { adviseOnTask, type PlannedTask } from './advise-on-task.ts';
import { type EvaluateOptions, refuseIdleColumns, refuseSwapped } from './evaluate-options.ts';
import { speakInFlags } from './speak-in-flags.ts';

const FLAGS = ['target', 'positive', 'classes', 'weight', 'group', 'query', 'id'];

/** Evaluates a file of predictions and prints what came out. */
export function evaluate(options: EvaluateOptions): Promise<void> {
  return speakInFlags(FLAGS, () => evaluateFile(options));
}

async function evaluateFile(options: EvaluateOptions): Promise<void> {
  const { predictions, target, score, prediction, baseline, id, weight, group, query } = options;
  if (score === undefined && prediction === undefined) {
    const hint = 'Give --score (probabilities) or --prediction (labels or values); --help has examples.';
    throw new OperatorError('input-invalid', 'Neither --score nor --prediction is given.', hint);
  }
  // A file of its own calls its columns as the first does, unless it is told otherwise.
  const baselineScores = options.baselineScore ?? (baseline === undefined ? undefined : score);
  const baselinePrediction = options.baselinePrediction ?? (baseline === undefined ? undefined : prediction);
  const shared = [id, target, weight, group, query];
  const ofCandidate = [...(score ?? []), prediction];
  const ofBaseline = [...(baselineScores ?? []), baselinePrediction];
  const table = await read(predictions, [...shared, ...ofCandidate, ...(baseline === undefined ? ofBaseline : [])]);
  if (options.task === undefined) refuseSwapped(table, options);
  const asked: PlannedTask =
    options.task === undefined
      ? guessTask(table, { target, query, scores: score, prediction })
      : { task: options.task };
  const columns: PredictionColumns = {
    task: asked.task,
    taskGuessedFrom: asked.from,
    target,
    positive: options.positive,
    classes: options.classes,
    scores: score,
    prediction,
    baselineScores,
    baselinePrediction,
    id,
    weight,
    group,
    query,
    threshold: options.threshold ?? 0.5,
  };
  refuseIdleColumns(options, columns.task, columns);
  const { metrics, replicates, seed, confidence, interval, threshold } = options;
  const settings = Settings.safeParse({ metrics, replicates, seed, confidence, interval, threshold });
  if (!settings.success) {
    const line = () => 0;
    const mistakes = describeIssues(settings.error.issues, { metrics, replicates, seed, threshold }, line, () => []);
    throw new OperatorError('input-invalid', `--${mistakes[0]?.text}`, 'See --help.');
  }
  const clock = { now: () => new Date(), id: randomUUID };
  const other = baseline === undefined ? undefined : await read(baseline, [...shared, ...ofBaseline]);
  const evaluation = await adviseOnTask(asked, async () =>
    evaluatePredictions({ table, baseline: other, columns, settings: settings.data, clock }),
  );
  process.stdout.write(options.format === 'json' ? renderDocument(evaluation) : renderEvaluation(evaluation));
}

function read(file: string, columns: readonly (string | undefined)[]): Promise<Table> {
  const names = columns.filter((name) => name !== undefined);
  return loadTable(createDuckDb(), file, file, names);
}
