import type { Conclusion, RunRecord } from '../actions/run-store.ts';
import { now } from '../github/json.ts';
import { addRecord } from './add-record.ts';
import type { Contexts } from './expressions.ts';
import type { Workflow } from './parse-workflow.ts';
import type { JobOutcome } from './run-job.ts';
import { runMatrix } from './run-matrix.ts';
import type { RunnerHost } from './runner-host.ts';

export interface WorkflowRequest {
  readonly host: RunnerHost;
  readonly run: RunRecord;
  readonly workflow: Workflow;
  readonly ref: string;
  readonly baseRef: string;
  readonly headRef: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** github, inputs, vars */
  readonly contexts: Contexts;
  readonly secrets: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** The concurrency group that the run holds. */
  readonly group: string | undefined;
  /** Prefix of the jobs of a called workflow: `caller / `. */
  readonly prefix: string;
  /** Jobs that keep their result of the attempt before, by their full key. */
  readonly kept: ReadonlyMap<string, Finished>;
}

export interface Finished {
  readonly result: Conclusion;
  readonly outputs: JobOutcome['outputs'];
  /** Results of all jobs before it: success() and failure() look at every ancestor. */
  readonly ancestors: readonly string[];
}

/** Runs the jobs of a workflow as their `needs` allow; returns the result of each. Never rejects. */
export async function runWorkflow(request: WorkflowRequest): Promise<Readonly<Record<string, Finished>>> {
  const { jobs } = request.workflow.file;
  const results = new Map<string, Promise<Finished>>();
  const run = (key: string): Promise<Finished> => {
    const started = results.get(key) ?? start(key);
    results.set(key, started);
    return started;
  };
  const start = async (key: string): Promise<Finished> => {
    const job = jobs[key];
    if (!job) throw new Error(`The parser let a job through that needs ${key}, which is not there.`);
    const names = typeof job.needs === 'string' ? [job.needs] : (job.needs ?? []);
    const needed = await Promise.all(names.map(async (name) => [name, await run(name)] as const));
    const needs = Object.fromEntries(needed);
    const ancestors = Object.values(needs).flatMap((need) => [need.result, ...need.ancestors]);
    const kept = request.kept.get(request.prefix + key);
    const outcome = kept ?? (await runMatrix(request, key, job, needs, ancestors).catch(failed(request, key)));
    const finished = { ...outcome, ancestors };
    keep(request, key, finished);
    return finished;
  };
  const all = await Promise.all(Object.keys(jobs).map(async (key) => [key, await run(key)] as const));
  return Object.fromEntries(all);
}

function keep({ host, run, prefix }: WorkflowRequest, key: string, finished: Finished): void {
  const results = host.results.get(run.id) ?? new Map<string, Finished>();
  host.results.set(run.id, results.set(prefix + key, finished));
}

/** What a person must mend in a job, before any of its steps could say so. */
function failed(request: WorkflowRequest, key: string): (error: unknown) => Pick<Finished, 'result' | 'outputs'> {
  return (error) => {
    const text = request.host.explain(error);
    const record = addRecord(request, key);
    record.log.push(`##[error]${text}`);
    record.annotations.push({ level: 'error', message: text, file: request.workflow.path, line: 0 });
    Object.assign(record, { status: 'completed', conclusion: 'failure', completedAt: now() });
    request.host.onEvent({ kind: 'annotation', run: request.run.id, workflow: request.run.name, text });
    return { result: 'failure', outputs: {} };
  };
}

export function foldConclusion(results: readonly string[]): Conclusion {
  if (results.includes('failure')) return 'failure';
  if (results.includes('cancelled')) return 'cancelled';
  return results.length > 0 && results.every((result) => result === 'skipped') ? 'skipped' : 'success';
}
