import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findModel, parseConfig } from '../config/parse-config.ts';
import type { Model } from '../config/schema.ts';
import { OperatorError } from '../errors.ts';
import { TRAINING_RESULT, type TrainingResult } from '../run/training-result.ts';

/** What a training command is asked to do, as it reads it from its environment. */
export interface TrainingJob {
  readonly model: Model;
  /** training.parameters as they stand in tidegate.yml; which of them make sense is the trainer's to say. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly seed: number;
  /** Writes what the train Action looks for. */
  leave(onnx: Uint8Array, result: Omit<TrainingResult, 'kind' | 'version'>): void;
}

/** @throws OperatorError `training-failed` where the command was not started by Tidegate */
export function readTrainingJob(environment: Readonly<Record<string, string | undefined>>): TrainingJob {
  const read = (name: string): string => {
    const value = environment[name];
    if (value !== undefined) return value;
    throw new OperatorError(
      'training-failed',
      `${name} is not set.`,
      'Start training with `tidegate train --model <name>`, which says what to train.',
    );
  };
  const folder = read('TIDEGATE_OUTPUT');
  return {
    model: findModel(parseConfig(readFileSync(read('TIDEGATE_CONFIG'), 'utf8')), read('TIDEGATE_MODEL')),
    parameters: JSON.parse(read('TIDEGATE_PARAMETERS')),
    seed: Number(read('TIDEGATE_SEED')),
    leave(onnx, result) {
      const { kind, version } = TRAINING_RESULT;
      writeFileSync(join(folder, 'model.onnx'), onnx);
      writeFileSync(join(folder, 'result.json'), JSON.stringify({ kind, version, ...result }));
    },
  };
}
