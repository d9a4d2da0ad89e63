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
      const expected = readSuites(config, text, resolve(file));
      const { checkColumns } = await import('../check-columns.ts');
      const missing = await checkColumns(config, dirname(resolve(file)), { file, text, expected });
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

/** What each model expects of its data, by the name of the model. @throws OperatorError for names and arguments that are wrong */
function readSuites({ models }: Config, text: string, path: string) {
  const file = basename(path);
  const readFile = (suite: string) => readSuite(dirname(path), suite, file);
  return Object.fromEntries(
    Object.entries(models).map(([modelName, { data }]) => [
      modelName,
      readPolicySuite(data, { text, file, modelName, readFile }),
    ]),
  );
}
