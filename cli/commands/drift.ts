import { type Command, Option } from 'commander';
import type { DriftOptions } from '../compare-drift.ts';
import { chunkLength, list, positive } from './profile.ts';

const EXAMPLES = `
Examples:
  tidegate drift --reference profile.json --current 'log/*.parquet'
  tidegate drift --reference release:churn@1.1.0 --current log/today.jsonl --config tidegate.yml --model churn --format json
  tidegate drift --reference data.parquet --current 'log/*.parquet' --format html --out drift.html
  tidegate drift --reference data.parquet --current 2026.parquet --segment country --time day --chunk-by month
  tidegate drift --reference data/train.csv --current predictions.jsonl --skew

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
    .requiredOption('--current <data...>', 'files, patterns, a database or a query')
    .option('--model <name>', 'take the drift settings of this model of tidegate.yml')
    .option('--config <file>', 'configuration', 'tidegate.yml')
    .option('--columns <names>', 'columns of a reference that is data, with commas; all by default', list)
    .option('--target <column>', 'column of the true labels or values in a reference that is data')
    .option('--prediction <column>', 'column that the model predicted, in a reference that is data')
    .option('--min-rows <count>', 'fewer rows give "cannot tell"; drift.min-rows by default', positive)
    .option('--segment <columns>', 'compare the rows of each value of these columns apart, with commas', list)
    .option('--time <column>', 'column of dates or times, to compare chunks of time')
    .option('--chunk-by <length>', 'day, week, month, or a number of rows', chunkLength)
    .addOption(
      new Option('--thresholds <kind>', 'learnt: from chunks of the reference').choices(['configured', 'learnt']),
    )
    .option('--skew', 'say that it is training-serving skew: the reference was trained on, the other rows were served')
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
