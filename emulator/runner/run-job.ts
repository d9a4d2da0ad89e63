import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Conclusion, JobRecord, RunRecord } from '../actions/run-store.ts';
import { now } from '../github/json.ts';
import { endOrphans } from './child-process.ts';
import { type Contexts, interpolateText, type Scope } from './expressions.ts';
import { type GuardedDeployment, guardEnvironment } from './guard-environment.ts';
import { type JobContext, scopeOf } from './job-context.ts';
import { type JobFolders, jobVariables, makeJobFolders } from './job-environment.ts';
import { permissionsOf } from './permissions.ts';
import { runSteps } from './run-steps.ts';
import type { RunnerHost } from './runner-host.ts';
import type { StepEnvironment } from './step-environment.ts';
import { mask } from './workflow-commands.ts';
import type { Job, WorkflowFile } from './workflow-schema.ts';

export interface JobRequest {
  readonly host: RunnerHost;
  readonly run: RunRecord;
  readonly record: JobRecord;
  readonly key: string;
  readonly job: Job;
  readonly workflow: WorkflowFile;
  /** github, inputs, vars, needs, strategy, matrix */
  readonly contexts: Contexts;
  readonly secrets: Readonly<Record<string, string>>;
  readonly ref: string;
  readonly baseRef: string;
  readonly headRef: string;
  readonly payload: unknown;
  readonly signal: AbortSignal;
  readonly tell: (action: 'queued' | 'in_progress' | 'completed') => Promise<void>;
}

export interface JobOutcome {
  readonly conclusion: Conclusion;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Runs a job from its environment's gate to the post steps of its actions. */
export async function runJob(request: JobRequest): Promise<JobOutcome> {
  const { host, run, record, job, contexts, signal } = request;
  const scope: Scope = { contexts, status: { success: true, failure: false, cancelled: signal.aborted } };
  const declared = typeof job.environment === 'object' ? job.environment : { name: job.environment ?? '' };
  const environment = interpolateText(declared.name, scope);
  const gate = environment ? await openGate(request, environment) : undefined;
  if (gate && !gate.approved) {
    record.log.push(`##[error]${gate.comment}`);
    return { conclusion: signal.aborted ? 'cancelled' : 'failure', outputs: {} };
  }
  const slot = await host.slots.take();
  const trackingId = `github_${randomUUID()}`;
  let context: JobContext | undefined;
  let isSuccess = false;
  try {
    if (signal.aborted) return { conclusion: 'cancelled', outputs: {} };
    Object.assign(record, { status: 'in_progress', startedAt: now(), runnerName: `local-${slot}` });
    run.status = 'in_progress';
    await request.tell('in_progress');
    const folders = makeJobFolders(host, run, slot, request.payload);
    const { job: made, environment: shared } = prepare(request, scope, folders, trackingId);
    context = made;
    await runSteps(job, context, shared, record);
    record.summary = readFileSync(folders.summaryFile, 'utf8');
    rmSync(folders.temporary, { recursive: true, force: true });
    const final = scopeOf(context);
    const outputs = Object.entries(job.outputs ?? {}).map(([name, value]) => [name, interpolateText(value, final)]);
    isSuccess = !signal.aborted && !context.failed;
    const conclusion = signal.aborted ? 'cancelled' : isSuccess ? 'success' : 'failure';
    return { conclusion, outputs: Object.fromEntries(outputs) };
  } finally {
    endOrphans(trackingId);
    host.slots.give(slot);
    const url = declared.url && context ? interpolateText(declared.url, scopeOf(context)) : '';
    await gate?.finish(isSuccess, url);
  }
}

function openGate(request: JobRequest, environment: string): Promise<GuardedDeployment> {
  const { host, run, record, signal } = request;
  const ref = request.ref.replace(/^refs\/heads\//, '');
  const onWaiting = () => {
    record.status = 'waiting';
    run.status = 'waiting';
  };
  return guardEnvironment(host, run, { environment, jobId: record.id, ref, signal, onWaiting });
}

/** Token, variables, contexts and log of a job that is about to run its first step. */
function prepare(
  request: JobRequest,
  scope: Scope,
  folders: JobFolders,
  trackingId: string,
): { readonly job: JobContext; readonly environment: StepEnvironment } {
  const { host, run, record, job, workflow, contexts, key } = request;
  const permissions = permissionsOf(job.permissions, workflow.permissions);
  const token = host.front.issueWorkflowToken({ repository: run.repository, runId: run.id, permissions });
  const variables = jobVariables({ ...request, job: record, jobKey: key, folders, token, trackingId });
  const secrets = new Set([...Object.values(request.secrets), token]);
  const own = { token, workspace: folders.workspace, event_path: folders.eventFile, job: key };
  const runner = {
    name: record.runnerName,
    os: variables['RUNNER_OS'],
    arch: variables['RUNNER_ARCH'],
    temp: folders.temporary,
    tool_cache: folders.toolCache,
    environment: 'self-hosted',
  };
  const all = {
    ...contexts,
    secrets: { ...request.secrets, GITHUB_TOKEN: token },
    github: { ...Object(contexts['github']), ...own },
    runner,
  };
  const fill = (values: typeof job.env, env: Contexts) =>
    Object.fromEntries(
      Object.entries(values ?? {}).map(([name, value]) => [
        name,
        interpolateText(value, { ...scope, contexts: { ...all, env } }),
      ]),
    );
  const outer = fill(workflow.env, {});
  const environment: StepEnvironment = {
    actions: host.actions,
    apiUrl: host.front.url,
    repository: run.repository,
    sha: run.headSha,
    token,
    cacheFolder: join(host.workDirectory, '_blobs'),
    summaryFile: folders.summaryFile,
    nextStepId: () => host.nextId(),
    defaults: { ...workflow.defaults?.run, ...job.defaults?.run },
    posts: [],
    onAnnotation: (level, { file, line }, text) => {
      const message = mask(text, secrets);
      record.annotations.push({ level, message, file: file ?? '', line: Number(line ?? 0) });
      host.onEvent({ kind: 'annotation', run: run.id, workflow: run.name, text: `${level}: ${message}` });
    },
  };
  const context: JobContext = {
    contexts: all,
    variables,
    environment: { ...outer, ...fill(job.env, outer) },
    inherited: {},
    paths: [],
    steps: {},
    secrets,
    workspace: folders.workspace,
    temporary: folders.temporary,
    failed: false,
    signal: request.signal,
    log: (line) => record.log.push(mask(line, secrets)),
  };
  return { job: context, environment };
}
