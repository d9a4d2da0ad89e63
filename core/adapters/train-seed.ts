import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Model } from '../config/schema.ts';
import { OperatorError } from '../errors.ts';
import { runCommand } from './run-command.ts';
import { chooseEnvironment } from './training-environment.ts';
import { readTrainingOutput, type TrainingOutput } from './training-output.ts';

export interface SeedRequest {
  readonly modelName: string;
  readonly model: Model;
  readonly seed: number;
  /** The RowSplit of the data as JSON, for the command to read. */
  readonly split: string;
  readonly configFile: string;
  /** Repository root: the command runs there. */
  readonly workspace: string;
  /** Emptied first; the command leaves model.onnx, result.json and predictions.json here. */
  readonly outputFolder: string;
  /** Environment to choose from; nothing but what training needs is handed on. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onLine: (line: string) => void;
}

export interface SeedOutcome extends TrainingOutput {
  readonly peakMemoryBytes: number | null;
}

/**
 * Runs the training command once and reads what it left.
 * @throws OperatorError `training-failed`, `model-missing`, `model-invalid`, `metrics-invalid`, `document-invalid`
 */
export async function trainSeed(request: SeedRequest): Promise<SeedOutcome> {
  const { modelName, model, seed, split, workspace, configFile, outputFolder, environment, onLine } = request;
  const { command, parameters } = model.training;
  rmSync(outputFolder, { recursive: true, force: true });
  mkdirSync(outputFolder, { recursive: true });
  const splitPath = join(outputFolder, 'split.json');
  writeFileSync(splitPath, split);
  const end = await runCommand({
    command,
    workspace,
    environment: chooseEnvironment(environment, {
      TIDEGATE_CONFIG: configFile,
      TIDEGATE_MODEL: modelName,
      TIDEGATE_PARAMETERS: JSON.stringify(parameters),
      TIDEGATE_SEED: String(seed),
      TIDEGATE_SPLIT: splitPath,
      TIDEGATE_OUTPUT: outputFolder,
    }),
    timeoutMinutes: model.training['timeout-minutes'],
    onLine,
  });
  if (end.kind === 'done')
    return { ...readTrainingOutput(outputFolder, command), peakMemoryBytes: end.peakMemoryBytes };
  throw new OperatorError(
    'training-failed',
    `Training command ${JSON.stringify(command)} ${end.problem}. Its last lines: ${end.lastLines}`,
    'Mend the command, its parameters or training.timeout-minutes; `tidegate train` runs the same on your machine.',
  );
}
