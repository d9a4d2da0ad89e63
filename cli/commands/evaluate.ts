import { Task } from '@tidegate/core/config/task';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { EvaluateOptions } from '../evaluate-options.ts';

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
  tidegate evaluate --predictions new.csv --baseline old.csv --id row --target churn --score p

Two files are compared where their rows are the same: equal labels, weights and groups, in one order or by --id.

Exit codes: 0 done, 3 bad input.`;

/** `tidegate evaluate`: metrics with their noise for any file of predictions; no model needed. */
export function addEvaluate(program: Command): void {
  program
    .command('evaluate')
    .description(
      'Metrics, with intervals, of any file of predictions; of two models where there are two columns or two files.',
    )
    .requiredOption('--predictions <file>', 'CSV, TSV (both also .gz), Parquet, JSON lines or a JSON array')
    .requiredOption('--target <column>', 'column of the true labels or values')
    .option(
      '--score <columns>',
      'column of probabilities; several classes: one column each, with commas, in the order of the sorted labels or of --classes',
      list,
    )
    .option('--prediction <column>', 'column of predicted labels or values')
    .option('--baseline <file>', 'predictions of the model to compare with, for the same rows and in the same columns')
    .option('--baseline-score <columns>', 'as --score, of the model to compare with', list)
    .option('--baseline-prediction <column>', 'as --prediction, of the model to compare with')
    .option('--id <column>', 'column that names the rows: two files are matched by it, and no name may be there twice')
    .addOption(
      new Option('--task <task>', 'what is predicted; guessed from the target by default').choices(Task.options),
    )
    .option('--positive <label>', 'label that counts as positive')
    .option('--classes <labels>', 'classes in the order of the score columns, with commas', list)
    .option('--weight <column>', 'column of sample weights')
    .option('--group <column>', 'rows with one value belong together: they are resampled together')
    .option('--query <column>', 'column of the query, for ranking')
    .option('--metrics <names>', 'metrics by name, with commas: f1_macro,fbeta@2', list)
    .option('--threshold <number>', 'decision threshold on the positive score; 0.5 by default', number)
    .option('--replicates <count>', 'bootstrap replicates', number, 2000)
    .option('--seed <number>', 'seed of the bootstrap', number, 7)
    .option('--confidence <level>', 'level of every interval, such as 0.9; 0.95 by default', number)
    .addOption(
      new Option('--interval <kind>', 'bootstrap interval; percentile by default').choices(['percentile', 'bca']),
    )
    .addOption(new Option('--format <format>', 'what is written').choices(['markdown', 'json']).default('markdown'))
    .addHelpText('after', EXAMPLES)
    .action(async (options: EvaluateOptions) => {
      const { evaluate } = await import('../evaluate-file.ts');
      await evaluate(options);
    });
}
