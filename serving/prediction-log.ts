import { appendFile, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Prediction } from '@tidegate/core/serving/prediction';

/** More than a disk that hangs may pile up in memory. */
const MOST_WAITING_LINES = 200_000;

/** Appends predictions as JSON lines, in order. An answer does not wait for the disk, and a full disk fails no answer. */
export interface PredictionLog {
  append(predictions: readonly Prediction[]): void;
  /** Lines that could not be written since the start. */
  readonly lost: () => number;
  flush(): Promise<void>;
}

export function createPredictionLog(file: string, onError: (error: unknown) => void): PredictionLog {
  let queue: string[] = [];
  let lost = 0;
  let writing: Promise<void> | undefined;
  let isTorn: boolean | undefined; // a line that was cut off must not swallow the next one
  const drain = async (): Promise<void> => {
    while (queue.length > 0) {
      const lines = queue;
      queue = [];
      try {
        await mkdir(dirname(file), { recursive: true });
        isTorn ??= await endsInsideLine(file);
        await appendFile(file, `${isTorn ? '\n' : ''}${lines.join('')}`);
        isTorn = false;
      } catch (error) {
        isTorn = undefined;
        lost += lines.length;
        onError(error);
      }
    }
    writing = undefined;
  };
  return {
    append(predictions) {
      if (queue.length + predictions.length > MOST_WAITING_LINES) {
        lost += predictions.length;
        return;
      }
      queue.push(...predictions.map((prediction) => `${JSON.stringify(prediction)}\n`));
      writing ??= drain();
    },
    lost: () => lost,
    async flush() {
      while (writing) await writing;
    },
  };
}

async function endsInsideLine(file: string): Promise<boolean> {
  const handle = await open(file, 'a+');
  try {
    const { size } = await handle.stat();
    if (size === 0) return false;
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
    return buffer[0] !== 0x0a;
  } finally {
    await handle.close();
  }
}
