import { basename, dirname, resolve } from 'node:path';
import { readSuite } from '@tidegate/core/adapters/expected-data';
import { parseConfig } from '@tidegate/core/config/parse-config';
import type { Config } from '@tidegate/core/config/schema';
import { OperatorError } from '@tidegate/core/errors';
import { readPolicySuite } from '@tidegate/core/expectations/suite/policy-suite';
import type { Command } from 'commander';
import { readText } from '../read-file.ts';

/** `tidegate check`: every mistake in tidegate.yml at once. */
export function addCheck(program: Command): void {
  program
    .command('check')
    .description('Check tidegate.yml, and its columns where the data is there; lists every mistake with its line.')
    .argument('[file]', 'the file to check', 'tidegate.yml')
    .option('--strict', 'end with 3 where a data file is not here, instead of a note')
    .action(async (file: string, { strict }: { readonly strict?: true }) => {
      const text = readText(file, 'the configuration');
      const config = parseConfig(text, file);
      checkSuites(config, text, resolve(file));
      const { checkColumns } = await import('../check-columns.ts');
      const missing = await checkColumns(config, dirname(resolve(file)), { file, text });
      if (missing.length > 0 && strict)
        throw new OperatorError(
          'data-invalid',
          `${file} is valid, but ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not here, so the columns were not checked.`,
          'Fetch the data, or leave --strict out.',
        );
      const models = Object.entries(config.models).map(
        ([name, model]) =>
          `${name} (${model.gate.length} rules, ${model.environments.map((environment) => environment.name).join(' → ') || 'no environments'})`,
      );
      process.stdout.write(`${file} is valid: ${models.join(', ')}\n`);
      for (const path of missing)
        process.stdout.write(
          `Not checked: ${path} is not here, so its columns, classes and predicates were not looked at (--strict ends with 3).\n`,
        );
    });
}

/** What each model expects of its data: names, arguments and lines. */
function checkSuites({ models }: Config, text: string, path: string): void {
  const file = basename(path);
  const readFile = (suite: string) => readSuite(dirname(path), suite, file);
  for (const [modelName, { data }] of Object.entries(models))
    readPolicySuite(data, { text, file, modelName, readFile });
}
