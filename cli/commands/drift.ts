import { type Command, InvalidArgumentError, Option } from 'commander';
import type { DriftOptions } from '../compare-drift.ts';
import { chunkLength, list, positive } from './profile.ts';

const share = (text: string): number => {
  const value = Number(text);
  if (!(value > 0 && value < 1)) throw new InvalidArgumentError('It is no number between 0 and 1.');
  return value;
};

const EXAMPLES = `
Examples:
  tidegate drift --reference profile.json --current 'log/*.parquet' --columns age,income,region
  tidegate drift --reference profile.json --current march.json
  tidegate drift --reference release:churn@1.1.0 --current log/today.jsonl --config tidegate.yml --model churn --format json
  tidegate drift --reference data.parquet --current 'log/*.parquet' --format html --out drift.html
  tidegate drift --reference data.parquet --current 2026.parquet --segment country --time day --chunk-by month
  tidegate drift --reference data/train.csv --current predictions.jsonl --skew
  tidegate drift --reference judged.parquet --current log.parquet --target churn --score p --labels arrived.csv --id row
  tidegate drift --reference judged.csv --current log.csv --target price --prediction yhat --task regression --multivariate

Performance (--target with --score or --prediction) is estimated from the labelled rows of the reference, by CBPE for classes and DLE
for values, and measured on rows whose label has arrived: in --current, or in --labels, joined by --id. It needs data on both sides, of
which at most 100,000 rows and 4 million cells are read, evenly spread. Of two classes, --score beside a release is enough
(release:<model>@<version>, or its profile.json.br): it keeps scores and labels by bins, which a profile of tidegate profile does not.
A loss that labels prove is drift; an estimate alone is so only where tidegate.yml says drift.performance.
--multivariate compares columns together: how well a classifier tells both sides apart (of at most 50,000 rows), and how well the main
axes of the reference describe the rows (of at most 100,000).

Exit codes: 0 no drift, 1 drift, 2 cannot tell, 3 bad input.`;

/** `tidegate drift`: whether rows are of the population that a reference was. */
export function addDrift(program: Command): void {
  program
    .command('drift')
    .description(
      'Compare rows with a reference: an effect that is large, unlikely by chance and measured on enough rows.',
    )
    .requiredOption(
      '--reference <reference>',
      'a profile (.json, .json.gz or .json.br), data, or release:<model>@<version>',
    )
    .requiredOption(
      '--current <data...>',
      'files, patterns, a database or a query; or a profile that was counted with --reference',
    )
    .option(
      '--model <name>',
      'compare the features, prediction and target of this model of tidegate.yml, by its drift settings',
    )
    .option('--config <file>', 'configuration that --model is in; tidegate.yml by default')
    .option(
      '--columns <names>',
      'columns to compare, with commas; all, or those of --model, by default. It leaves out ids: new in every row, they always drift',
      list,
    )
    .option('--min-rows <count>', 'fewer rows give "cannot tell"; drift.min-rows by default', positive)
    .option('--segment <columns>', 'compare the rows of each value of these columns apart, with commas', list)
    .option('--time <column>', 'column of dates or times, to compare chunks of time')
    .option(
      '--chunk-by <length>',
      'day, week, month, or about so many rows: those of one time stay together',
      chunkLength,
    )
    .addOption(
      new Option('--thresholds <kind>', 'learnt: from chunks of the reference').choices(['configured', 'learnt']),
    )
    .option('--skew', 'say that it is training-serving skew: the reference was trained on, the other rows were served')
    .option('--target <column>', 'true labels or values; empty where they have not arrived')
    .option(
      '--score <columns>',
      'probability of the positive class; several classes: one column each, with commas',
      list,
    )
    .option('--prediction <column>', 'labels or values that the model gave')
    .addOption(
      new Option('--task <task>', 'of the model; guessed from the target by default').choices([
        'binary-classification',
        'multiclass-classification',
        'regression',
      ]),
    )
    .option('--positive <value>', 'value of the target that counts as positive; 1, true and yes by default')
    .option('--classes <names>', 'classes in the order of --score; sorted by default', list)
    .option('--threshold <number>', 'score from which a row is positive where --prediction is not given; 0.5', share)
    .option('--metrics <names>', 'metrics to watch; the first decides; those of the task by default', list)
    .option('--labels <file>', 'labels that have arrived, with the columns of --id and --target')
    .option('--id <column>', 'column that names a row: joins --labels, and is not compared')
    .option('--multivariate', 'compare the columns together too')
    .option('--out <file>', 'where the report is written; standard output by default')
    .option('--threads <count>', 'threads of the engine; all processors by default', positive)
    .option('--memory <megabytes>', 'memory of the engine before it uses the disk; 512 by default', positive)
    .addOption(
      new Option('--format <format>', 'what is written').choices(['markdown', 'json', 'html']).default('markdown'),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (options: DriftOptions) => {
      const { drift } = await import('../compare-drift.ts');
      process.exitCode = await drift(options);
    });
}
