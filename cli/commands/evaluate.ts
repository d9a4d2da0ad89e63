import { randomUUID } from 'node:crypto';
import { createDuckDb } from '@tidegate/core/adapters/duckdb';
import { loadTable } from '@tidegate/core/adapters/load-table';
import { Evaluation as Settings } from '@tidegate/core/config/evaluation';
import { Task } from '@tidegate/core/config/task';
import { renderDocument } from '@tidegate/core/document';
import { OperatorError } from '@tidegate/core/errors';
import { evaluatePredictions } from '@tidegate/core/evaluation/evaluate-predictions';
import { guessTask, type PredictionColumns } from '@tidegate/core/evaluation/read-predictions';
import { renderEvaluation } from '@tidegate/core/report/render-evaluation';
import { type Command, InvalidArgumentError, Option } from 'commander';

interface EvaluateOptions {
  readonly predictions: string;
  readonly target: string;
  readonly score?: readonly string[];
  readonly prediction?: string;
  readonly baselineScore?: readonly string[];
  readonly baselinePrediction?: string;
  readonly task?: Task;
  readonly positive?: string;
  readonly classes?: readonly string[];
  readonly weight?: string;
  readonly group?: string;
  readonly query?: string;
  readonly metrics?: readonly string[];
  readonly threshold: number;
  readonly replicates: number;
  readonly seed: number;
  readonly format: 'json' | 'markdown';
}

const list = (text: string): readonly string[] => text.split(',').map((part) => part.trim());
const number = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It is no number.');
  return value;
};

const EXAMPLES = `
Examples:
  tidegate evaluate --predictions preds.parquet --target churn --positive yes --score p --baseline-score q
  tidegate evaluate --predictions preds.csv --target price --prediction yhat --task regression --group customer

Exit codes: 0 done, 3 bad input.`;

/** `tidegate evaluate`: metrics with their noise for any file of predictions; no model needed. */
export function addEvaluate(program: Command): void {
  program
    .command('evaluate')
    .description('Metrics, with intervals, of any file of predictions; of two models where the file has both.')
    .requiredOption('--predictions <file>', 'CSV, Parquet or JSON lines')
    .requiredOption('--target <column>', 'column of the true labels or values')
    .option('--score <columns>', 'column of probabilities; several classes: one column each, with commas', list)
    .option('--prediction <column>', 'column of predicted labels or values')
    .option('--baseline-score <columns>', 'the same of the model to compare with', list)
    .option('--baseline-prediction <column>', 'the same of the model to compare with')
    .addOption(
      new Option('--task <task>', 'what is predicted; guessed from the target by default').choices(Task.options),
    )
    .option('--positive <label>', 'label that counts as positive')
    .option('--classes <labels>', 'classes in the order of the score columns, with commas', list)
    .option('--weight <column>', 'column of sample weights')
    .option('--group <column>', 'rows with one value belong together: they are resampled together')
    .option('--query <column>', 'column of the query, for ranking')
    .option('--metrics <names>', 'metrics by name, with commas: f1_macro,fbeta@2', list)
    .option('--threshold <number>', 'decision threshold on the positive score', number, 0.5)
    .option('--replicates <count>', 'bootstrap replicates', number, 2000)
    .option('--seed <number>', 'seed of the bootstrap', number, 7)
    .addOption(new Option('--format <format>', 'what is written').choices(['markdown', 'json']).default('markdown'))
    .addHelpText('after', EXAMPLES)
    .action(evaluate);
}

async function evaluate(options: EvaluateOptions): Promise<void> {
  const { target, score, prediction, baselineScore, baselinePrediction, weight, group, query } = options;
  if (score === undefined && prediction === undefined) {
    const hint = 'Give --score (probabilities) or --prediction (labels or values); --help has examples.';
    throw new OperatorError('input-invalid', 'Neither --score nor --prediction is given.', hint);
  }
  const asked = [
    target,
    ...(score ?? []),
    ...(baselineScore ?? []),
    prediction,
    baselinePrediction,
    weight,
    group,
    query,
  ];
  const names = asked.filter((name) => name !== undefined);
  const table = await loadTable(createDuckDb(), options.predictions, options.predictions, names);
  const columns: PredictionColumns = {
    task: options.task ?? guessTask(table, { target, query, scores: score }),
    target,
    positive: options.positive,
    classes: options.classes,
    scores: score,
    prediction,
    baselineScores: baselineScore,
    baselinePrediction,
    weight,
    group,
    query,
    threshold: options.threshold,
  };
  const { metrics, replicates, seed, threshold } = options;
  const settings = Settings.safeParse({ metrics, replicates, seed, threshold });
  if (!settings.success) {
    const [issue] = settings.error.issues;
    throw new OperatorError('input-invalid', `--${String(issue?.path[0])}: ${issue?.message}.`, 'See --help.');
  }
  const clock = { now: () => new Date(), id: randomUUID };
  const evaluation = evaluatePredictions({ table, columns, settings: settings.data, clock });
  process.stdout.write(options.format === 'json' ? renderDocument(evaluation) : renderEvaluation(evaluation));
}
