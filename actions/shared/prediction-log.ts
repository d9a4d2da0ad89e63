import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { type PredictionLog, parsePredictions } from '@tidegate/core/drift/parse-predictions';

const MOST_BYTES = 256 * 1024 * 1024;

/** The newest part of a prediction log; a log that is not there yet has no predictions. */
export function readPredictionLog(file: string): PredictionLog {
  if (!existsSync(file)) return { predictions: [], brokenLines: 0 };
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    const start = Math.max(0, size - MOST_BYTES);
    const bytes = new Uint8Array(size - start);
    const length = readSync(handle, bytes, 0, bytes.length, start);
    const text = new TextDecoder().decode(bytes.subarray(0, length));
    return parsePredictions(start === 0 ? text : text.slice(text.indexOf('\n') + 1), file);
  } finally {
    closeSync(handle);
  }
}
