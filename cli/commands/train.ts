import { join } from 'node:path';
import type { Command } from 'commander';
import type { TrainOptions } from '../train-model.ts';

/** `tidegate train`: what the train Action does, without GitHub. */
export function addTrain(program: Command): void {
  program
    .command('train')
    .description('Run the training command of a model as the train Action does; leaves the model and its run record.')
    .requiredOption('--model <name>', 'name of the model in tidegate.yml')
    .option('--config <file>', 'configuration; its folder is the workspace', 'tidegate.yml')
    .option(
      '--out <folder>',
      'replaced when the run succeeds; holds run-record.json, model.onnx, seed-<n>.onnx of other seeds and what the command left',
      '.tidegate/run',
    )
    .addHelpText('after', '\nExample: tidegate train --model churn --config templates/churn/tidegate.yml')
    .action(async (options: TrainOptions) => {
      const { train } = await import('../train-model.ts');
      const { files, out } = await train(options);
      const names = Object.entries(files).map(([name, bytes]) => `${name} (${bytes.length} bytes)`);
      process.stdout.write(`${join(out, names.join(', '))} and run-record.json\n`);
    });
}
