import { readRepository, renderRun, renderWorkflow } from '../actions/render-run.ts';
import { type RunRecord, workflowId } from '../actions/run-store.ts';
import { type Json, now, textAt } from '../github/json.ts';
import { simpleUser } from '../github/repairs/repair-body.ts';
import { addRecord } from './add-record.ts';
import { enterGroup, groupNameOf } from './enter-group.ts';
import { interpolateText, type Scope } from './expressions.ts';
import type { Refs } from './happening.ts';
import type { Workflow } from './parse-workflow.ts';
import { runContexts } from './run-contexts.ts';
import { type Finished, foldConclusion, runWorkflow } from './run-workflow.ts';
import type { RunnerHost } from './runner-host.ts';

export interface RunRequest {
  readonly repository: string;
  readonly workflow: Workflow;
  readonly event: string;
  readonly payload: Json;
  readonly refs: Refs;
  readonly inputs: Readonly<Record<string, string>>;
  readonly actor: string;
}
export interface StartedRun {
  readonly run: RunRecord;
  readonly finished: Promise<void>;
  cancel(): void;
}

/** Makes the run, tells of it, and runs it when its concurrency group lets it. */
export async function startRun(host: RunnerHost, request: RunRequest): Promise<StartedRun> {
  const { workflow, payload } = request;
  const run = addRun(host, request, workflow.path, workflow.name);
  const title = workflow.file['run-name'];
  run.title = textAt(payload, 'pull_request', 'title') || workflow.name;
  if (title !== undefined) run.title = interpolateText(title, scopeOfRun(host, request, run)) || run.title;
  return startAttempt(host, request, run, new Map());
}

/** Runs a finished run once more, from the start or only the jobs that have no result to keep. */
export async function restartRun(
  host: RunnerHost,
  request: RunRequest,
  run: RunRecord,
  kept: ReadonlyMap<string, Finished>,
): Promise<StartedRun> {
  run.attempt += 1;
  Object.assign(run, { status: 'queued', conclusion: null, startedAt: now(), updatedAt: now() });
  return startAttempt(host, request, run, kept);
}

/** A run of a workflow file that this runner refuses: it fails at once, and its log says why. */
export async function refuseRun(
  host: RunnerHost,
  request: Omit<RunRequest, 'workflow' | 'payload' | 'inputs'>,
  path: string,
  error: unknown,
): Promise<void> {
  const run = addRun(host, request, path, path);
  const text = host.explain(error);
  await tell(host, run, 'requested');
  const record = addRecord({ host, run, prefix: '' }, 'Invalid workflow file');
  record.log.push(`##[error]${text}`);
  record.annotations.push({ level: 'error', message: text, file: path, line: 0 });
  Object.assign(record, { status: 'completed', conclusion: 'failure', completedAt: now() });
  host.onEvent({ kind: 'annotation', run: run.id, workflow: path, text });
  Object.assign(run, { status: 'completed', conclusion: 'failure', updatedAt: now() });
  await tell(host, run, 'completed');
}

function addRun(
  host: RunnerHost,
  { repository, event, refs, actor }: Pick<RunRequest, 'repository' | 'event' | 'refs' | 'actor'>,
  path: string,
  name: string,
): RunRecord {
  const { runs } = host.store;
  const run: RunRecord = {
    id: 8001 + runs.length,
    number: 1 + runs.filter((other) => other.path === path && other.repository === repository).length,
    attempt: 1,
    repository,
    workflowId: workflowId(host.store, repository, path),
    path,
    name,
    title: name,
    event,
    headSha: refs.sha,
    headBranch: refs.branch,
    actor,
    pullRequests: refs.pullRequests,
    status: 'queued',
    conclusion: null,
    createdAt: now(),
    startedAt: now(),
    updatedAt: now(),
    jobs: [],
  };
  runs.push(run);
  return run;
}

function scopeOfRun(host: RunnerHost, request: RunRequest, run: RunRecord): Scope {
  const contexts = runContexts(host, request, run);
  return { contexts, status: { success: true, failure: false, cancelled: false } };
}

async function startAttempt(
  host: RunnerHost,
  request: RunRequest,
  run: RunRecord,
  kept: ReadonlyMap<string, Finished>,
): Promise<StartedRun> {
  const stop = new AbortController();
  await tell(host, run, 'requested');
  return { run, cancel: () => stop.abort(), finished: execute(host, request, run, kept, stop) };
}

async function execute(
  host: RunnerHost,
  request: RunRequest,
  run: RunRecord,
  kept: ReadonlyMap<string, Finished>,
  stop: AbortController,
): Promise<void> {
  const { workflow, refs, payload } = request;
  const scope = scopeOfRun(host, request, run);
  const settings = workflow.file.concurrency;
  let leave: () => void = () => {};
  try {
    const entered = await enterGroup(host, run, settings, scope, stop);
    leave = entered.leave;
    if (!entered.isTurn || stop.signal.aborted) {
      run.conclusion = 'cancelled';
      return;
    }
    run.status = 'in_progress';
    await tell(host, run, 'in_progress');
    host.onEvent({ kind: 'run-started', run: run.id, workflow: run.name, text: run.title });
    const results = await runWorkflow({
      host,
      run,
      workflow,
      ...refs,
      payload,
      contexts: scope.contexts,
      secrets: host.secrets,
      signal: stop.signal,
      group: groupNameOf(settings, scope),
      prefix: '',
      kept,
    });
    const folded = foldConclusion(Object.values(results).map(({ result }) => result));
    run.conclusion = stop.signal.aborted ? 'cancelled' : folded;
  } catch (error) {
    run.conclusion = 'failure';
    host.onEvent({ kind: 'annotation', run: run.id, workflow: run.name, text: host.explain(error) });
  } finally {
    leave();
    run.status = 'completed';
    run.updatedAt = now();
    host.onEvent({ kind: 'run-finished', run: run.id, workflow: run.name, text: `${run.title}: ${run.conclusion}` });
    await tell(host, run, 'completed');
  }
}

async function tell(
  host: RunnerHost,
  run: RunRecord,
  action: 'requested' | 'in_progress' | 'completed',
): Promise<void> {
  const { front } = host;
  const sender = simpleUser((await front.upstream.call(`/users/${encodeURIComponent(run.actor)}`)).data, front.url);
  const repository = await readRepository(front, run.repository);
  const workflow = renderWorkflow(front, run);
  front.emit('workflow_run', { action, workflow_run: await renderRun(front, run), workflow, repository, sender });
}
