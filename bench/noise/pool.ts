import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Job } from './worker.ts';

/** Runs every job on as many threads as there are cores; answers come in the order of the jobs. */
export async function runJobs<Answer>(
  jobs: readonly Job[],
  onDone: (done: number) => void,
): Promise<readonly Answer[]> {
  const answers = new Array<Answer>(jobs.length);
  let next = 0;
  let done = 0;
  const serve = async () => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url));
    for (let index = next++; index < jobs.length; index = next++) {
      const answered = once(worker, 'message');
      worker.postMessage(jobs[index]);
      [answers[index]] = (await answered) as [Answer];
      onDone(++done);
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: availableParallelism() }, serve));
  return answers;
}
