import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { trainingSeeds } from '../config/training-seeds.ts';
import { OperatorError } from '../errors.ts';
import { refuseTooLarge, type TrainedFiles } from '../run/trained-files.ts';
import type { TrainingResult } from '../run/training-result.ts';
import { splitFile } from './split-file.ts';
import { type SeedOutcome, type SeedRequest, trainSeed } from './train-seed.ts';

export interface TrainingRequest extends Omit<SeedRequest, 'seed' | 'split'> {
  readonly now: () => Date;
}

export interface TrainingOutcome extends TrainedFiles {
  /** All that were trained; the first is that of `onnx`, `result` and `predictions`. */
  readonly seeds: readonly number[];
  readonly result: TrainingResult;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  /** Of all seeds together. */
  readonly trainingMs: number;
  /** Of the seed that took most. */
  readonly peakMemoryBytes: number | null;
}

/**
 * Runs the training command of a model in the output folder; for further seeds once more each, in a folder of its own that does not
 * stay.
 * @throws OperatorError `training-failed`, `model-missing`, `model-invalid`, `metrics-invalid`, `document-invalid`,
 * `artifact-too-large`, `data-invalid`
 */
export async function runTraining(request: TrainingRequest): Promise<TrainingOutcome> {
  const { outputFolder, onLine, now } = request;
  const otherFolders = join(outputFolder, '.seeds');
  const [seed = 0, ...others] = trainingSeeds(request.model.training);
  const count = others.length + 1;
  const split = JSON.stringify(await splitFile(request.workspace, request.model));
  const startedAt = now();
  if (count > 1) onLine(`seed ${seed} (1 of ${count})`);
  const first = await trainSeed({ ...request, seed, split }).catch(nameSeed(seed, count));
  const seedModels: { readonly seed: number; readonly bytes: Uint8Array }[] = [];
  const peaks = [first.peakMemoryBytes];
  for (const [index, other] of others.entries()) {
    onLine(`seed ${other} (${index + 2} of ${count})`);
    const folder = join(otherFolders, String(other));
    const outcome = await trainSeed({ ...request, seed: other, split, outputFolder: folder }).catch(
      nameSeed(other, count),
    );
    seedModels.push({ seed: other, bytes: outcome.onnx });
    peaks.push(outcome.peakMemoryBytes);
    if (Buffer.compare(outcome.onnx, first.onnx) === 0)
      onLine(`seed ${other} gave the very same model as seed ${seed}: does the command read TIDEGATE_SEED?`);
    refuseTooLarge({ ...first, seedModels }, count);
  }
  rmSync(otherFolders, { recursive: true, force: true });
  const finishedAt = now();
  const trainingMs = finishedAt.getTime() - startedAt.getTime();
  const peakMemoryBytes = peaks.reduce((most, peak) => Math.max(most ?? 0, peak ?? 0) || null, null);
  const { onnx, result, predictions } = first;
  const seeds = [seed, ...others];
  return { onnx, result, predictions, seeds, seedModels, startedAt, finishedAt, trainingMs, peakMemoryBytes };
}

/** A command may fail with one seed only: the error says with which. */
function nameSeed(seed: number, count: number): (error: unknown) => Promise<SeedOutcome> {
  return async (error) => {
    if (count === 1 || !(error instanceof OperatorError)) throw error;
    throw new OperatorError(error.code, `With seed ${seed}: ${error.message}`, error.hint, error);
  };
}
