import type { JobRecord, RunRecord } from '../actions/run-store.ts';
import { now } from '../github/json.ts';
import type { RunnerHost } from './runner-host.ts';

/** Adds a queued job to its run. */
export function addRecord(
  { host, run, prefix }: { readonly host: RunnerHost; readonly run: RunRecord; readonly prefix: string },
  name: string,
): JobRecord {
  const record: JobRecord = {
    id: host.nextId() + 20_000,
    attempt: run.attempt,
    name: `${prefix}${name}`,
    status: 'queued',
    conclusion: null,
    createdAt: now(),
    startedAt: null,
    completedAt: null,
    steps: [],
    log: [],
    summary: '',
    annotations: [],
    runnerName: '',
  };
  run.jobs.push(record);
  return record;
}
