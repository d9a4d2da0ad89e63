import { randomUUID } from 'node:crypto';
import { compareModelsOnWorkers } from '@tidegate/core/adapters/bootstrap-workers';
import { createDuckDb } from '@tidegate/core/adapters/duckdb';
import { loadTable } from '@tidegate/core/adapters/load-table';
import { describeIssues } from '@tidegate/core/config/describe-issues';
import { Evaluation as Settings } from '@tidegate/core/config/evaluation';
import type { Table } from '@tidegate/core/data/table';
import { renderDocument } from '@tidegate/core/document';
import { OperatorError } from '@tidegate/core/errors';
import { evaluatePredictions } from '@tidegate/core/evaluation/evaluate-predictions';
import { guessTask } from '@tidegate/core/evaluation/guess-task';
import { isWarning } from '@tidegate/core/evaluation/note';
import type { PredictionColumns } from '@tidegate/core/evaluation/read-predictions';
import { unreadColumns } from '@tidegate/core/evaluation/shared-columns';
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
  const evaluation = await adviseOnTask(asked, async () =>
    evaluatePredictions({
      ...(await readPair(table, baseline, columns, [...shared, ...ofBaseline])),
      columns,
      settings: settings.data,
      clock,
      compare: (comparison) => compareModelsOnWorkers(comparison),
    }),
  );
  // Into a file or a pipe nobody looks; on a terminal the report says it.
  if (!process.stdout.isTTY)
    for (const { message } of evaluation.notes.filter(isWarning)) process.stderr.write(`Warning: ${message}\n`);
  process.stdout.write(options.format === 'json' ? renderDocument(evaluation) : renderEvaluation(evaluation));
}

/** Of large files only the columns that are needed are read: here also some that could show that the rows are others. */
async function readPair(
  table: Table,
  baseline: string | undefined,
  columns: PredictionColumns,
  names: readonly (string | undefined)[],
): Promise<{ readonly table: Table; readonly baseline: Table | undefined }> {
  if (baseline === undefined) return { table, baseline: undefined };
  const other = await read(baseline, names);
  const looked = unreadColumns(table, other, columns)
    .toSorted((left, right) => Number(LIKE_AN_ID.test(right)) - Number(LIKE_AN_ID.test(left)))
    .slice(0, MOST_LOOKED_AT);
  const add = async (part: Table): Promise<Table> => {
    if (looked.every((name) => part.cells.has(name))) return part;
    const { cells } = await read(part.source, looked);
    return { ...part, cells: new Map([...part.cells, ...cells]) };
  };
  return { table: await add(table), baseline: await add(other) };
}

const LIKE_AN_ID = /(^|_)(id|key|uuid|row|index)$/i;
const MOST_LOOKED_AT = 3;

function read(file: string, columns: readonly (string | undefined)[]): Promise<Table> {
  const names = columns.filter((name) => name !== undefined);
  return loadTable(createDuckDb(), file, file, names);
}
