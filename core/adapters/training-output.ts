import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from '../errors.ts';
import { DOCUMENT_MAX_BYTES, MODEL_MAX_BYTES } from '../limits.ts';
import { NO_RESULT, parseTrainingResult } from '../run/read-training-result.ts';
import type { TrainingResult } from '../run/training-result.ts';
import { readOnnxHeader } from './onnx-header.ts';

/**
 * Model and result that a training command left. Both are hostile: measured before they are read.
 * @throws OperatorError `model-missing`, `model-invalid`, `metrics-invalid`, `document-invalid`
 */
export function readTrainingOutput(
  folder: string,
  command: string,
): { readonly onnx: Uint8Array; readonly result: TrainingResult } {
  return { onnx: readModel(join(folder, 'model.onnx'), command), result: readResult(join(folder, 'result.json')) };
}

function readModel(file: string, command: string): Uint8Array {
  const bytes = fileSize(file);
  if (bytes === undefined) {
    throw new OperatorError(
      'model-missing',
      `Training command ${JSON.stringify(command)} ended well but left no model.onnx.`,
      'Write the model to $TIDEGATE_OUTPUT/model.onnx.',
    );
  }
  if (bytes > MODEL_MAX_BYTES) {
    throw new OperatorError(
      'model-invalid',
      `model.onnx has ${bytes} bytes; at most ${MODEL_MAX_BYTES} are taken.`,
      'Make the model smaller or quantise it.',
    );
  }
  const onnx = readFileSync(file);
  readOnnxHeader(onnx, 'model.onnx');
  return onnx;
}

function readResult(file: string): TrainingResult {
  const bytes = fileSize(file);
  if (bytes === undefined) return NO_RESULT;
  if (bytes > DOCUMENT_MAX_BYTES) {
    throw new OperatorError(
      'document-invalid',
      `result.json has ${bytes} bytes; at most ${DOCUMENT_MAX_BYTES} are taken.`,
      'Record fewer steps of each metric.',
    );
  }
  return parseTrainingResult(readFileSync(file, 'utf8'), 'result.json');
}

/** Undefined for what is no plain file: a named pipe would be read for ever. */
function fileSize(file: string): number | undefined {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats?.isFile() ? stats.size : undefined;
}
