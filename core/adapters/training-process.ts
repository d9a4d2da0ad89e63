import { mkdirSync, rmSync } from 'node:fs';
import type { Model } from '../config/schema.ts';
import { OperatorError } from '../errors.ts';
import type { TrainingResult } from '../run/training-result.ts';
import { runCommand } from './run-command.ts';
import { chooseEnvironment } from './training-environment.ts';
import { readTrainingOutput } from './training-output.ts';

export interface TrainingRequest {
  readonly modelName: string;
  readonly model: Model;
  readonly configFile: string;
  /** Repository root: the command runs there. */
  readonly workspace: string;
  /** Emptied first; the command leaves model.onnx and result.json here. */
  readonly outputFolder: string;
  /** Environment to choose from; nothing but what training needs is handed on. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onLine: (line: string) => void;
  readonly now: () => Date;
}

export interface TrainingOutcome {
  readonly result: TrainingResult;
  readonly onnx: Uint8Array;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly trainingMs: number;
  readonly peakMemoryBytes: number | null;
}

/**
 * Runs the training command of a model and reads what it left.
 * @throws OperatorError `training-failed`, `model-missing`, `model-invalid`, `metrics-invalid`, `document-invalid`
 */
export async function runTraining(request: TrainingRequest): Promise<TrainingOutcome> {
  rmSync(request.outputFolder, { recursive: true, force: true });
  mkdirSync(request.outputFolder, { recursive: true });
  const startedAt = request.now();
  const peakMemoryBytes = await trainModel(request);
  const finishedAt = request.now();
  const trainingMs = finishedAt.getTime() - startedAt.getTime();
  const output = readTrainingOutput(request.outputFolder, request.model.training.command);
  return { ...output, startedAt, finishedAt, trainingMs, peakMemoryBytes };
}

async function trainModel(request: TrainingRequest): Promise<number | null> {
  const { modelName, model, workspace, configFile, outputFolder, environment, onLine } = request;
  const { command, parameters, seed } = model.training;
  const end = await runCommand({
    command,
    workspace,
    environment: chooseEnvironment(environment, {
      TIDEGATE_CONFIG: configFile,
      TIDEGATE_MODEL: modelName,
      TIDEGATE_PARAMETERS: JSON.stringify(parameters),
      TIDEGATE_SEED: String(seed),
      TIDEGATE_OUTPUT: outputFolder,
    }),
    timeoutMinutes: model.training['timeout-minutes'],
    onLine,
  });
  if (end.kind === 'done') return end.peakMemoryBytes;
  throw new OperatorError(
    'training-failed',
    `Training command ${JSON.stringify(command)} ${end.problem}. Its last lines: ${end.lastLines}`,
    'Mend the command, its parameters or training.timeout-minutes; `tidegate train` runs the same on your machine.',
  );
}
