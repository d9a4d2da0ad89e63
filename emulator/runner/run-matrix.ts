import { renderJob } from '../actions/render-run.ts';
import type { Conclusion, JobRecord } from '../actions/run-store.ts';
import { now } from '../github/json.ts';
import { addRecord } from './add-record.ts';
import { callWorkflow } from './call-workflow.ts';
import { enterGroup } from './enter-group.ts';
import { type Contexts, interpolate, interpolateText, isTrue, type Scope } from './expressions.ts';
import { expandMatrix } from './matrix.ts';
import { type JobOutcome, runJob } from './run-job.ts';
import type { Finished, WorkflowRequest } from './run-workflow.ts';
import { createSlots } from './slots.ts';
import type { Job } from './workflow-schema.ts';

const DEFAULT_MINUTES = 360;

/** Runs a job once for every cell of its matrix; the outcome is the worst of them. */
export async function runMatrix(
  request: WorkflowRequest,
  key: string,
  job: Job,
  needs: Readonly<Record<string, Finished>>,
  ancestors: readonly string[],
): Promise<{ readonly result: Conclusion; readonly outputs: JobOutcome['outputs'] }> {
  const visible = Object.entries(needs).map(([name, { result, outputs }]) => [name, { result, outputs }]);
  const contexts = { ...request.contexts, needs: Object.fromEntries(visible) };
  const scope = jobScope(contexts, ancestors, request.signal.aborted);
  if (!isTrue(job.if, scope)) {
    const record = addRecord(request, job.name ?? key);
    Object.assign(record, { status: 'completed', conclusion: 'skipped', completedAt: now() });
    return { result: 'skipped', outputs: {} };
  }
  const { matrix, 'fail-fast': failFast = true, 'max-parallel': most = 256 } = job.strategy ?? {};
  const cells = expandMatrix(fillIn(matrix, scope));
  const stop = new AbortController();
  const isFailFast = interpolateText(failFast, scope) === 'true';
  const signal = AbortSignal.any([request.signal, stop.signal]);
  const turns = createSlots(most);
  const outcomes = await Promise.all(
    cells.map(async (cell, index) => {
      const strategy = { 'job-index': index, 'job-total': cells.length, 'fail-fast': isFailFast, 'max-parallel': most };
      const own = { ...contexts, matrix: cell, strategy };
      const suffix = Object.keys(cell).length > 0 ? ` (${Object.values(cell).map(textOf).join(', ')})` : '';
      const name = job.name ? interpolateText(job.name, { ...scope, contexts: own }) : `${key}${suffix}`;
      const turn = await turns.take();
      const outcome = await (job.uses === undefined
        ? runOne({ ...request, signal }, key, job, own, name)
        : callWorkflow({ ...request, signal }, key, job, job.uses, own));
      turns.give(turn);
      const isForgiving = interpolateText(job['continue-on-error'] ?? false, { ...scope, contexts: own }) === 'true';
      const result = isForgiving && outcome.conclusion === 'failure' ? 'success' : outcome.conclusion;
      if (result === 'failure' && isFailFast && cells.length > 1) stop.abort();
      return { outputs: outcome.outputs, result };
    }),
  );
  const results = outcomes.map(({ result }) => result);
  const order = ['failure', 'cancelled', 'success'] as const;
  const worst = order.find((result) => results.includes(result)) ?? 'skipped';
  const outputs = Object.assign({}, ...outcomes.map((outcome) => outcome.outputs));
  return { result: worst, outputs };
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
  const tell = async (action: string): Promise<void> => {
    const { repository, sender } = request.payload;
    host.front.emit('workflow_job', { action, workflow_job: renderJob(host.front, run, record), repository, sender });
  };
  await tell('queued');
  const scope: Scope = { contexts, status: { success: true, failure: false, cancelled: false } };
  const stop = new AbortController();
  if (request.signal.aborted) stop.abort();
  request.signal.addEventListener('abort', () => stop.abort(), { once: true });
  let timer: NodeJS.Timeout | undefined;
  let leave = () => {};
  let outcome: JobOutcome = { conclusion: 'cancelled', outputs: {} };
  try {
    const group = await enterGroup(host, run, job.concurrency, scope, stop, request.group);
    leave = group.leave;
    const minutes = Number(interpolateText(job['timeout-minutes'] ?? DEFAULT_MINUTES, scope));
    timer = setTimeout(() => {
      record.log.push(`##[error]The job has exceeded the maximum execution time of ${minutes} minutes.`);
      stop.abort();
    }, minutes * 60_000);
    const workflow = request.workflow.file;
    if (group.isTurn)
      outcome = await runJob({ ...request, record, key, job, workflow, contexts, signal: stop.signal, tell });
  } catch (error) {
    const text = host.explain(error);
    record.log.push(`##[error]${text}`);
    record.annotations.push({ level: 'error', message: text, file: request.workflow.path, line: 0 });
    host.onEvent({ kind: 'annotation', run: run.id, workflow: run.name, text });
    outcome = { conclusion: 'failure', outputs: {} };
  } finally {
    clearTimeout(timer);
    leave();
  }
  return finish(record, tell, outcome);
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

/** What `if:` of a job sees. */
function jobScope(contexts: Contexts, ancestors: readonly string[], cancelled: boolean): Scope {
  const success = !cancelled && ancestors.every((result) => result === 'success');
  return { contexts, status: { success, failure: ancestors.includes('failure'), cancelled } };
}

function fillIn(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') return interpolate(value, scope);
  if (Array.isArray(value)) return value.map((item) => fillIn(item, scope));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillIn(item, scope)]));
}

function textOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
