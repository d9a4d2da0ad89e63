import { parseConfig } from '@tidegate/core/config/parse-config';
import type { Command } from 'commander';
import { readText } from '../read-file.ts';

/** `tidegate check`: every mistake in tidegate.yml at once. */
export function addCheck(program: Command): void {
  program
    .command('check')
    .description('Check tidegate.yml and list every mistake with its line.')
    .argument('[file]', 'the file to check', 'tidegate.yml')
    .action((file: string) => {
      const config = parseConfig(readText(file, 'the configuration'), file);
      const models = Object.entries(config.models).map(
        ([name, model]) =>
          `${name} (${model.gate.length} rules, ${model.environments.map((environment) => environment.name).join(' → ') || 'no environments'})`,
      );
      process.stdout.write(`${file} is valid: ${models.join(', ')}\n`);
    });
}
