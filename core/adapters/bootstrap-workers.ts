import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { OperatorError } from '../errors.ts';
import { type Comparison, compareModels, concludeComparison, replicateRequest } from '../evaluation/compare.ts';
import type { MetricRow } from '../evaluation/metric-row.ts';
import { countLooks, valuesPerLook } from '../evaluation/replicates.ts';
import type { Sample } from '../evaluation/sample.ts';
import type { BootstrapWork, WorkerEnd } from './bootstrap-worker.ts';
import { installationRoot } from './installation-root.ts';

/** Below this many rows, threads cost more than they save: each sorts its own. */
const FEWEST_ROWS = 200_000;

/**
 * compareModels on all cores, for many rows; the same numbers, bit for bit. Rows are in memory once, shared by the threads.
 *
 * @throws OperatorError what compareModels throws
 */
export async function compareModelsOnWorkers(
  comparison: Comparison,
  { fewestRows = FEWEST_ROWS, threads = availableParallelism() }: { fewestRows?: number; threads?: number } = {},
): Promise<MetricRow[]> {
  if (comparison.candidate.rows < fewestRows || threads < 2) return compareModels(comparison);
  const shareOnce = createSharing();
  const request = replicateRequest(comparison);
  const shared = {
    ...request,
    samples: request.samples.map((sample) => shareSample(sample, shareOnce)),
    weights: request.weights && shareOnce(request.weights),
    groups: request.groups && shareOnce(request.groups),
  };
  const looks = countLooks(request);
  const values = new Float64Array(new SharedArrayBuffer(8 * looks * valuesPerLook(request)));
  const next = new Int32Array(new SharedArrayBuffer(4));
  const work: BootstrapWork = { request: shared, looks, values, next };
  const workers = Array.from({ length: threads }, () => new Worker(workerEntry(), { workerData: work }));
  try {
    await Promise.all(workers.map(waitFor));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return concludeComparison(comparison, values);
}

function waitFor(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (end: WorkerEnd) => {
      if (end.kind === 'done') resolve();
      // Threads send plain objects: the class of an error is lost between them.
      else reject(new OperatorError(end.code, end.message, end.hint));
    });
    worker.once('exit', (code) => reject(new Error(`A bootstrap worker ended with code ${code}.`)));
  });
}

type Shareable = Uint8Array | Int32Array | Float64Array;

/** Labels of both models are mostly one array: it is copied once. */
function createSharing(): <T extends Shareable>(array: T) => T {
  const copies = new Map<Shareable, Shareable>();
  return <T extends Shareable>(array: T): T => {
    const copy = copies.get(array) ?? copyShared(array);
    copies.set(array, copy);
    return copy as T;
  };
}

function copyShared<T extends Shareable>(array: T): T {
  if (array.buffer instanceof SharedArrayBuffer) return array;
  const copy = new (array.constructor as new (buffer: SharedArrayBuffer) => T)(new SharedArrayBuffer(array.byteLength));
  copy.set(array);
  return copy;
}

function shareSample(sample: Sample, share: <T extends Shareable>(array: T) => T): Sample {
  const entries = Object.entries(sample).map(([name, value]) => [
    name,
    ArrayBuffer.isView(value) ? share(value as Shareable) : value,
  ]);
  return Object.fromEntries(entries) as Sample;
}

/** The source beside this one, or the bundle beside ours: never the one from the other, which may be older. */
function workerEntry(): string {
  return import.meta.filename.endsWith('.ts')
    ? join(import.meta.dirname, 'bootstrap-worker.ts')
    : join(installationRoot(), 'dist/bootstrap-worker.js');
}
