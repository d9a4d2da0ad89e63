import { dirname, resolve } from 'node:path';
import { parseConfig } from '@tidegate/core/config/parse-config';
import type { Command } from 'commander';
import { readText } from '../read-file.ts';

/** `tidegate check`: every mistake in tidegate.yml at once. */
export function addCheck(program: Command): void {
  program
    .command('check')
    .description('Check tidegate.yml, and its columns where the data is there; lists every mistake with its line.')
    .argument('[file]', 'the file to check', 'tidegate.yml')
    .action(async (file: string) => {
      const text = readText(file, 'the configuration');
      const config = parseConfig(text, file);
      const { checkColumns } = await import('../check-columns.ts');
      for (const note of await checkColumns(config, dirname(resolve(file)))) process.stdout.write(`${note}\n`);
      const models = Object.entries(config.models).map(
        ([name, model]) =>
          `${name} (${model.gate.length} rules, ${model.environments.map((environment) => environment.name).join(' → ') || 'no environments'})`,
      );
      process.stdout.write(`${file} is valid: ${models.join(', ')}\n`);
    });
}
