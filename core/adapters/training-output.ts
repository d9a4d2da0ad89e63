import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from '../errors.ts';
import { DOCUMENT_MAX_BYTES, MODEL_MAX_BYTES, PREDICTIONS_MAX_BYTES } from '../limits.ts';
import { parseFrameworkPredictions } from '../run/predictions.ts';
import { NO_RESULT, parseTrainingResult } from '../run/read-training-result.ts';
import { PREDICTIONS_FILE } from '../run/trained-files.ts';
import type { TrainingResult } from '../run/training-result.ts';
import { inlineWeights } from './inline-weights.ts';
import { readOnnxHeader } from './onnx-header.ts';

export interface TrainingOutput {
  /** One file: weights that were left beside it are in it. */
  readonly onnx: Uint8Array;
  readonly result: TrainingResult;
  /** predictions.json as it was left, where it was. */
  readonly predictions: Uint8Array | undefined;
}

/**
 * What a training command left. All of it is hostile: measured before it is read.
 * @throws OperatorError `model-missing`, `model-invalid`, `metrics-invalid`, `document-invalid`
 */
export function readTrainingOutput(folder: string, command: string): TrainingOutput {
  return {
    onnx: readModel(folder, command),
    result: readResult(join(folder, 'result.json')),
    predictions: readPredictions(join(folder, PREDICTIONS_FILE)),
  };
}

function readModel(folder: string, command: string): Uint8Array {
  const file = join(folder, 'model.onnx');
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
  const onnx = inlineWeights(readFileSync(file), folder, 'model.onnx');
  readOnnxHeader(onnx, 'model.onnx');
  return onnx;
}

function readResult(file: string): TrainingResult {
  const text = readDocument(file, 'result.json', DOCUMENT_MAX_BYTES, 'Record fewer steps of each metric.');
  return text ? parseTrainingResult(new TextDecoder().decode(text), 'result.json') : NO_RESULT;
}

function readPredictions(file: string): Uint8Array | undefined {
  const hint = 'Write fewer digits of each number; a score needs no more than eight.';
  const bytes = readDocument(file, PREDICTIONS_FILE, PREDICTIONS_MAX_BYTES, hint);
  if (bytes) parseFrameworkPredictions(new TextDecoder().decode(bytes), PREDICTIONS_FILE);
  return bytes;
}

function readDocument(file: string, name: string, maxBytes: number, hint: string): Uint8Array | undefined {
  const bytes = fileSize(file);
  if (bytes === undefined) return undefined;
  if (bytes <= maxBytes) return readFileSync(file);
  throw new OperatorError('document-invalid', `${name} has ${bytes} bytes; at most ${maxBytes} are taken.`, hint);
}

/** Undefined for what is no plain file: a named pipe would be read for ever. */
function fileSize(file: string): number | undefined {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats?.isFile() ? stats.size : undefined;
}
