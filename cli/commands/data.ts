import { type Command, Option } from 'commander';
import type { InferOptions } from '../infer-data.ts';
import type { DataOptions } from '../validate-data.ts';
import { positive } from './profile.ts';

const EXAMPLES = `
Examples:
  tidegate data validate data/churn.csv --suite expectations.yml
  tidegate data validate --model churn
  tidegate data validate 'log/*.parquet' --suite great_expectations_suite.json --key id --format json
  tidegate data validate test.csv --suite expectations.yml --other training=train.csv

docs/expectations.md lists every expectation and what it takes.
Exit codes: 0 as expected, 1 a failed expectation, 2 cannot tell, 3 bad input.`;

const INFER_EXAMPLES = `
Examples:
  tidegate data infer data/churn.csv --out expectations.yml
  tidegate data infer 'data/*.parquet' --out expectations.yml --force

The file is meant to be read and changed. Columns that look personal are named in it; none of their values are.
Exit codes: 0 done, 3 bad input.`;

/** `tidegate data`: rows against a suite of expectations, and a first suite from rows that are right. */
export function addData(program: Command): void {
  const data = program.command('data').description('Look at data before a model does.');
  data
    .command('validate')
    .description("Check rows against expectations by Great Expectations' names, in as few scans as there can be.")
    .argument('[data...]', 'files, patterns, a database or a query; data.path of --model by default')
    .option('--suite <file>', 'expectations as YAML or JSON, or a suite of Great Expectations as it is')
    .option('--model <name>', 'instead of --suite: what tidegate.yml expects of the data of this model, as in CI')
    .option('--config <file>', 'configuration that --model is in; tidegate.yml by default')
    .option('--other <name=data...>', 'another table that the suite speaks of by name, as customers=customers.csv')
    .addOption(
      new Option('--as <file>', 'which file of a model this is: leaves out what is expected of the other only').choices(
        ['data', 'evaluation'],
      ),
    )
    .option('--key <column>', 'column that names rows in samples of what was not expected')
    .option('--out <file>', 'where the result is written; standard output by default')
    .option('--threads <count>', 'threads of the engine; all processors by default', positive)
    .option('--memory <megabytes>', 'memory of the engine before it uses the disk; 512 by default', positive)
    .addOption(new Option('--format <format>', 'what is written').choices(['markdown', 'json']).default('markdown'))
    .addHelpText('after', EXAMPLES)
    .action(async (files: readonly string[], options: DataOptions) => {
      const { validateData } = await import('../validate-data.ts');
      process.exitCode = await validateData(files, options);
    });
  data
    .command('infer')
    .description('Write down what rows that are right look like: a first suite of expectations, as YAML.')
    .argument('<data...>', 'files, patterns, a database or a query')
    .option('--out <file>', 'where the expectations are written; standard output by default')
    .option('--force', 'write over a file that is there')
    .option('--threads <count>', 'threads of the engine; all processors by default', positive)
    .option('--memory <megabytes>', 'memory of the engine before it uses the disk; 512 by default', positive)
    .addHelpText('after', INFER_EXAMPLES)
    .action(async (files: readonly string[], options: InferOptions) => {
      const { inferData } = await import('../infer-data.ts');
      process.exitCode = await inferData(files, options);
    });
}
