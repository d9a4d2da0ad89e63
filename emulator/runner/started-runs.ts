import type { RunRecord } from '../actions/run-store.ts';
import type { RunnerHost } from './runner-host.ts';
import { type RunRequest, restartRun, type StartedRun, startRun } from './start-run.ts';

/** The runs of a runner: what started them, and how to stop and repeat them. */
export interface StartedRuns {
  start(request: RunRequest): Promise<RunRecord>;
  cancel(runId: number): void;
  cancelAll(): void;
  rerun(runId: number, jobs: 'all' | 'failed'): Promise<void>;
}

export function createRuns(host: RunnerHost, track: (work: Promise<unknown>) => void): StartedRuns {
  const requests = new Map<number, RunRequest>();
  const running = new Map<number, StartedRun>();
  const follow = (request: RunRequest, started: StartedRun): RunRecord => {
    requests.set(started.run.id, request);
    running.set(started.run.id, started);
    track(started.finished.finally(() => running.delete(started.run.id)));
    return started.run;
  };
  return {
    start: async (request) => follow(request, await startRun(host, request)),
    cancel: (runId) => running.get(runId)?.cancel(),
    cancelAll() {
      for (const started of running.values()) started.cancel();
    },
    async rerun(runId, jobs) {
      const request = requests.get(runId);
      const run = host.store.runs.find(({ id }) => id === runId);
      if (!request || !run) return;
      const results = [...(host.results.get(runId) ?? [])].filter(([, { result }]) => result === 'success');
      follow(request, await restartRun(host, request, run, new Map(jobs === 'failed' ? results : [])));
    },
  };
}
