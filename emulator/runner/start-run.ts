import { readRepository, renderRun, renderWorkflow } from '../actions/render-run.ts';
import type { RunRecord } from '../actions/run-store.ts';
import { workflowId } from '../actions/run-store.ts';
import { type Json, now, textAt } from '../github/json.ts';
import { simpleUser } from '../github/repairs/repair-body.ts';
import { variablesOf } from '../github/resources/variables.ts';
import { interpolateText, type Scope } from './expressions.ts';
import type { Refs } from './happening.ts';
import type { Workflow } from './parse-workflow.ts';
import { foldConclusion, runWorkflow } from './run-workflow.ts';
import type { RunnerHost } from './runner-host.ts';
import type { Input } from './workflow-schema.ts';

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
  const { workflow, refs } = request;
  const id = 8000 + host.store.runs.length + 1;
  const contexts = contextsOf(host, request, id);
  const scope: Scope = { contexts, status: { success: true, failure: false, cancelled: false } };
  const title = workflow.file['run-name'];
  const run: RunRecord = {
    id,
    number:
      host.store.runs.filter((other) => other.path === workflow.path && other.repository === request.repository)
        .length + 1,
    attempt: 1,
    repository: request.repository,
    workflowId: workflowId(host.store, request.repository, workflow.path),
    path: workflow.path,
    name: workflow.name,
    title:
      title === undefined
        ? textAt(request.payload, 'pull_request', 'title') || workflow.name
        : interpolateText(title, scope),
    event: request.event,
    headSha: refs.sha,
    headBranch: refs.branch,
    actor: request.actor,
    pullRequests: refs.pullRequests,
    status: 'queued',
    conclusion: null,
    createdAt: now(),
    updatedAt: now(),
    jobs: [],
  };
  host.store.runs.push(run);
  const stop = new AbortController();
  await tell(host, run, 'requested');
  return { run, cancel: () => stop.abort(), finished: execute(host, request, run, contexts, scope, stop) };
}

async function execute(
  host: RunnerHost,
  request: RunRequest,
  run: RunRecord,
  contexts: Json,
  scope: Scope,
  stop: AbortController,
): Promise<void> {
  const { workflow, refs, payload } = request;
  const group = workflow.file.concurrency;
  const settings = group === undefined ? undefined : typeof group === 'string' ? { group } : group;
  const name = settings && `${run.repository}/${interpolateText(settings.group, scope)}`;
  const cancelRunning = interpolateText(settings?.['cancel-in-progress'] ?? false, scope) === 'true';
  const isTurn =
    name === undefined || (await host.concurrency.enter(name, { cancelRunning, cancel: () => stop.abort() }));
  try {
    if (!isTurn || stop.signal.aborted) {
      run.conclusion = 'cancelled';
      return;
    }
    run.status = 'in_progress';
    await tell(host, run, 'in_progress');
    host.onEvent({ kind: 'run-started', run: run.id, workflow: run.name, text: run.title });
    const withRepository = { repository: payload['repository'], sender: payload['sender'], ...payload };
    const results = await runWorkflow({
      host,
      run,
      workflow,
      ...refs,
      payload: withRepository,
      contexts,
      secrets: host.secrets,
      signal: stop.signal,
    });
    run.conclusion = stop.signal.aborted
      ? 'cancelled'
      : foldConclusion(Object.values(results).map(({ result }) => result));
  } catch (error) {
    run.conclusion = 'failure';
    host.onEvent({
      kind: 'annotation',
      run: run.id,
      workflow: run.name,
      text: error instanceof Error ? error.message : String(error),
    });
  } finally {
    if (name !== undefined && isTurn) host.concurrency.leave(name);
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
  front.emit('workflow_run', {
    action,
    workflow_run: await renderRun(front, run),
    workflow: renderWorkflow(front, run),
    repository,
    sender,
  });
}

function contextsOf(host: RunnerHost, request: RunRequest, runId: number): Json {
  const { refs, workflow, event, payload, repository, actor } = request;
  const declared = workflow.triggers[event]?.inputs ?? {};
  const inputs = Object.fromEntries(
    Object.entries(declared).map(([name, input]) => [name, inputValue(input, request.inputs[name])]),
  );
  return {
    github: {
      actor,
      triggering_actor: actor,
      api_url: host.front.url,
      server_url: host.front.url,
      base_ref: refs.baseRef,
      head_ref: refs.headRef,
      event: { ...payload, inputs: request.inputs },
      event_name: event,
      ref: refs.ref,
      ref_name: refs.ref.replace(/^refs\/(heads|tags|pull)\//, ''),
      repository,
      repository_owner: repository.split('/')[0],
      run_id: String(runId),
      run_attempt: '1',
      run_number: '1',
      sha: refs.sha,
      workflow: workflow.name,
      workflow_ref: `${repository}/${workflow.path}@${refs.ref}`,
    },
    inputs,
    vars: variablesOf(host.front, repository),
  };
}

function inputValue(input: Input, given: string | undefined): unknown {
  const text = given ?? input.default ?? (input.type === 'boolean' ? false : '');
  if (input.type === 'boolean') return String(text) === 'true';
  return input.type === 'number' ? Number(text) : String(text);
}
