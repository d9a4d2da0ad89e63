import { OperatorError } from '@tidegate/core/errors';
import { readFileAt } from '../actions/repository-files.ts';
import type { Conclusion, JobRecord, RunRecord } from '../actions/run-store.ts';
import { now } from '../github/json.ts';
import { type Contexts, interpolate, interpolateText, isTrue, type Scope } from './expressions.ts';
import { expandMatrix } from './matrix.ts';
import { parseWorkflowFile, type Workflow } from './parse-workflow.ts';
import { type JobOutcome, jobScope, runJob, tellOfJob } from './run-job.ts';
import type { RunnerHost } from './runner-host.ts';
import type { Job } from './workflow-schema.ts';

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
  /** Prefix of the jobs of a called workflow: `caller / `. */
  readonly prefix?: string;
}

interface Finished {
  readonly result: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Runs the jobs of a workflow as their `needs` allow; returns the result of each. */
export async function runWorkflow(request: WorkflowRequest): Promise<Readonly<Record<string, Finished>>> {
  const { jobs } = request.workflow.file;
  const results = new Map<string, Promise<Finished>>();
  const run = (key: string, path: readonly string[]): Promise<Finished> => {
    const known = results.get(key);
    if (known) return known;
    const job = jobs[key];
    if (!job || path.includes(key)) {
      throw new OperatorError(
        'workflow-unsupported',
        `${request.workflow.path}: needs ${[...path, key].join(' → ')} has no end, or names no job.`,
        'Mend `needs`.',
      );
    }
    const started = (async () => {
      const names = listOf(job.needs);
      const needed = await Promise.all(names.map(async (name) => [name, await run(name, [...path, key])] as const));
      return runMatrix(request, key, job, Object.fromEntries(needed));
    })();
    results.set(key, started);
    return started;
  };
  const all = await Promise.all(Object.keys(jobs).map(async (key) => [key, await run(key, [])] as const));
  return Object.fromEntries(all);
}

async function runMatrix(
  request: WorkflowRequest,
  key: string,
  job: Job,
  needs: Readonly<Record<string, Finished>>,
): Promise<Finished> {
  const contexts = { ...request.contexts, needs };
  const scope = jobScope(contexts, needs, request.signal.aborted);
  if (!isTrue(job.if, scope)) {
    const record = addRecord(request, job.name ?? key);
    Object.assign(record, { status: 'completed', conclusion: 'skipped', completedAt: now() });
    return { result: 'skipped', outputs: {} };
  }
  const matrix = job.strategy?.matrix;
  const cells = expandMatrix(typeof matrix === 'string' ? interpolate(matrix, scope) : interpolateDeep(matrix, scope));
  const failFast = new AbortController();
  const isFailFast = interpolateText(job.strategy?.['fail-fast'] ?? true, scope) === 'true';
  const outcomes = await Promise.all(
    cells.map(async (cell, index) => {
      const strategy = { 'job-index': index, 'job-total': cells.length, 'fail-fast': isFailFast };
      const own = { ...contexts, matrix: cell, strategy };
      const suffix = Object.keys(cell).length > 0 ? ` (${Object.values(cell).map(String).join(', ')})` : '';
      const name = job.name ? interpolateText(job.name, { ...scope, contexts: own }) : `${key}${suffix}`;
      const signal = AbortSignal.any([request.signal, failFast.signal]);
      const outcome = await (job.uses === undefined
        ? runOne({ ...request, signal }, key, job, own, name)
        : callWorkflow({ ...request, signal }, key, job, job.uses, own));
      if (outcome.conclusion === 'failure' && isFailFast && cells.length > 1) failFast.abort();
      return outcome;
    }),
  );
  const conclusions = outcomes.map(({ conclusion }) => conclusion);
  const worst =
    (['failure', 'cancelled', 'success'] as const).find((conclusion) => conclusions.includes(conclusion)) ?? 'skipped';
  const forgiven = worst === 'failure' && interpolateText(job['continue-on-error'] ?? false, scope) === 'true';
  return {
    result: forgiven ? 'success' : worst,
    outputs: Object.assign({}, ...outcomes.map(({ outputs }) => outputs)),
  };
}

async function runOne(
  request: WorkflowRequest,
  key: string,
  job: Job,
  contexts: Contexts,
  name: string,
): Promise<JobOutcome> {
  const { host, run } = request;
  const record = addRecord(request, name);
  const tell = tellOfJob(host, run, record, {
    repository: request.payload['repository'],
    sender: request.payload['sender'],
  });
  await tell('queued');
  const scope: Scope = { contexts, status: { success: true, failure: false, cancelled: false } };
  const group =
    job.concurrency === undefined
      ? undefined
      : typeof job.concurrency === 'string'
        ? { group: job.concurrency }
        : job.concurrency;
  const groupName = group && `${run.repository}/job/${interpolateText(group.group, scope)}`;
  const stop = new AbortController();
  const signal = AbortSignal.any([request.signal, stop.signal]);
  if (groupName) {
    const cancelRunning = interpolateText(group['cancel-in-progress'] ?? false, scope) === 'true';
    const isTurn = await host.concurrency.enter(groupName, { cancelRunning, cancel: () => stop.abort() });
    if (!isTurn) return finish(record, tell, { conclusion: 'cancelled', outputs: {} });
  }
  const timer = setTimeout(() => stop.abort(), Number(interpolateText(job['timeout-minutes'] ?? 360, scope)) * 60_000);
  try {
    const outcome = await runJob({
      ...request,
      record,
      key,
      job,
      workflow: request.workflow.file,
      contexts,
      signal,
      tell,
    });
    return await finish(record, tell, outcome);
  } catch (error) {
    const text =
      error instanceof OperatorError ? `${error.message} ${error.hint}` : `The runner failed: ${String(error)}`;
    record.log.push(`##[error]${text}`);
    host.onEvent({ kind: 'annotation', run: run.id, workflow: run.name, text });
    return await finish(record, tell, { conclusion: 'failure', outputs: {} });
  } finally {
    clearTimeout(timer);
    if (groupName) host.concurrency.leave(groupName);
  }
}

async function finish(
  record: JobRecord,
  tell: (action: string) => Promise<void>,
  outcome: JobOutcome,
): Promise<JobOutcome> {
  Object.assign(record, { status: 'completed', conclusion: outcome.conclusion, completedAt: now() });
  await tell('completed');
  return outcome;
}

/** `uses: ./.github/workflows/x.yml`: a reusable workflow of the same repository. */
async function callWorkflow(
  request: WorkflowRequest,
  key: string,
  job: Job,
  uses: string,
  contexts: Contexts,
): Promise<JobOutcome> {
  if (!uses.startsWith('./.github/workflows/')) {
    throw new OperatorError(
      'workflow-unsupported',
      `uses: ${uses} is not a workflow of this repository.`,
      'Call ./.github/workflows/<name>.yml.',
    );
  }
  const path = uses.slice(2);
  const text = await readFileAt(request.host.front, request.run.repository, path, request.run.headSha);
  if (text === undefined)
    throw new OperatorError(
      'workflow-unsupported',
      `uses: ${uses} is not there at ${request.run.headSha}.`,
      'Check the path.',
    );
  const workflow = await parseWorkflowFile(text, path);
  const trigger = workflow.triggers['workflow_call'];
  const scope: Scope = { contexts, status: { success: true, failure: false, cancelled: false } };
  const declared = Object.entries(trigger?.inputs ?? {}).map(([name, input]) => [name, input.default ?? null]);
  const given = Object.entries(job.with ?? {}).map(([name, value]) => [
    name,
    typeof value === 'string' ? interpolate(value, scope) : value,
  ]);
  const secrets =
    job.secrets === 'inherit'
      ? request.secrets
      : Object.fromEntries(
          Object.entries(job.secrets ?? {}).map(([name, value]) => [
            name,
            interpolateText(value, { ...scope, contexts: { ...contexts, secrets: request.secrets } }),
          ]),
        );
  const inputs = { ...Object.fromEntries(declared), ...Object.fromEntries(given) };
  const results = await runWorkflow({
    ...request,
    workflow,
    secrets,
    prefix: `${request.prefix ?? ''}${key} / `,
    contexts: { ...request.contexts, inputs },
  });
  const jobs = Object.fromEntries(
    Object.entries(results).map(([name, { result, outputs }]) => [name, { result, outputs }]),
  );
  const outputs = Object.entries(trigger?.outputs ?? {}).map(([name, { value }]) => [
    name,
    interpolateText(value, { ...scope, contexts: { ...contexts, jobs } }),
  ]);
  return {
    conclusion: foldConclusion(Object.values(results).map(({ result }) => result)),
    outputs: Object.fromEntries(outputs),
  };
}

export function foldConclusion(results: readonly string[]): Conclusion {
  if (results.includes('failure')) return 'failure';
  if (results.includes('cancelled')) return 'cancelled';
  return results.length > 0 && results.every((result) => result === 'skipped') ? 'skipped' : 'success';
}

function addRecord({ host, run, prefix = '' }: WorkflowRequest, name: string): JobRecord {
  const record: JobRecord = {
    id: host.nextId() + 20_000,
    name: `${prefix}${name}`,
    status: 'queued',
    conclusion: null,
    createdAt: now(),
    startedAt: null,
    completedAt: null,
    steps: [],
    log: [],
    runnerName: '',
  };
  run.jobs.push(record);
  return record;
}

function interpolateDeep(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') return interpolate(value, scope);
  if (Array.isArray(value)) return value.map((item) => interpolateDeep(item, scope));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, interpolateDeep(item, scope)]));
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}
