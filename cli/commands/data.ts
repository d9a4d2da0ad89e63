import { type Command, Option } from 'commander';
import type { DataOptions } from '../validate-data.ts';
import { positive } from './profile.ts';

const EXAMPLES = `
Examples:
  tidegate data validate data/churn.csv --suite expectations.yml
  tidegate data validate 'log/*.parquet' --suite great_expectations_suite.json --key id --format json

docs/expectations.md lists every expectation and what it takes.
Exit codes: 0 as expected, 1 a failed expectation, 2 cannot tell, 3 bad input.`;

/** `tidegate data validate`: rows against a suite of expectations. */
export function addData(program: Command): void {
  const data = program.command('data').description('Look at data before a model does.');
  data
    .command('validate')
    .description("Check rows against expectations by Great Expectations' names, in as few scans as there can be.")
    .argument('<data...>', 'files, patterns, a database or a query')
    .requiredOption('--suite <file>', 'expectations as YAML or JSON, or a suite of Great Expectations as it is')
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
}
