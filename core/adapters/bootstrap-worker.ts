import { parentPort, workerData } from 'node:worker_threads';
import { type ErrorCode, OperatorError } from '../errors.ts';
import { prepareReplicates, type ReplicateRequest } from '../evaluation/replicates.ts';

/** What a thread is given; `values` and `next` are shared by all of them. */
export interface BootstrapWork {
  readonly request: ReplicateRequest;
  readonly looks: number;
  readonly values: Float64Array;
  /** The first look that nobody has taken; shape [1]. */
  readonly next: Int32Array;
}

export type WorkerEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string; readonly hint: string };

/** Small, so that a slow core holds up nobody at the end. */
const LOOKS_AT_ONCE = 8;

function serve({ request, looks, values, next }: BootstrapWork): WorkerEnd {
  try {
    const compute = prepareReplicates(request);
    for (;;) {
      const from = Atomics.add(next, 0, LOOKS_AT_ONCE);
      if (from >= looks) return { kind: 'done' };
      compute(values, from, Math.min(looks, from + LOOKS_AT_ONCE));
    }
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return { kind: 'failed', code: error.code, message: error.message, hint: error.hint };
  }
}

parentPort?.postMessage(serve(workerData as BootstrapWork));
