import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { renderJob } from '../actions/render-run.ts';
import type { Conclusion, JobRecord, RunRecord } from '../actions/run-store.ts';
import { now } from '../github/json.ts';
import { endOrphans } from './child-process.ts';
import { type Contexts, interpolateText, type Scope } from './expressions.ts';
import { guardEnvironment } from './guard-environment.ts';
import { type JobContext, scopeOf } from './job-context.ts';
import { jobVariables, makeJobFolders } from './job-environment.ts';
import { permissionsOf } from './permissions.ts';
import { runStep, type StepEnvironment } from './run-step.ts';
import type { RunnerHost } from './runner-host.ts';
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
  const { host, run, record, job, workflow, contexts, signal } = request;
  const scope: Scope = { contexts, status: { success: true, failure: false, cancelled: signal.aborted } };
  const environment =
    job.environment === undefined
      ? ''
      : interpolateText(typeof job.environment === 'string' ? job.environment : job.environment.name, scope);
  const environmentUrl = typeof job.environment === 'object' ? (job.environment.url ?? '') : '';
  const gate = environment
    ? await guardEnvironment(host, run, {
        environment,
        jobId: record.id,
        ref: request.ref.replace(/^refs\/heads\//, ''),
        signal,
        environmentUrl: () => interpolateText(environmentUrl, scope),
        onWaiting: () => {
          record.status = 'waiting';
          run.status = 'waiting';
        },
      })
    : undefined;
  if (gate && !gate.approved) {
    record.log.push(`##[error]${gate.comment}`);
    return { conclusion: signal.aborted ? 'cancelled' : 'failure', outputs: {} };
  }
  const slot = await host.slots.take();
  const trackingId = `github_${run.id}_${record.id}`;
  try {
    Object.assign(record, { status: 'in_progress', startedAt: now(), runnerName: `local-${slot}` });
    run.status = 'in_progress';
    await request.tell('in_progress');
    const folders = makeJobFolders(host, run, slot, request.payload);
    const token = host.front.issueWorkflowToken({
      repository: run.repository,
      runId: run.id,
      permissions: permissionsOf(job.permissions, workflow.permissions),
    });
    const variables = jobVariables({ ...request, job: record, jobKey: request.key, folders, token, trackingId });
    const secrets = new Set([...Object.values(request.secrets), token]);
    const declared = { ...workflow.env, ...job.env };
    const jobScope = { ...scope, contexts: { ...contexts, secrets: { ...request.secrets, GITHUB_TOKEN: token } } };
    const github = {
      ...Object(contexts['github']),
      token,
      workspace: folders.workspace,
      event_path: folders.eventFile,
      job: request.key,
    };
    const context: JobContext = {
      contexts: {
        ...jobScope.contexts,
        github,
        runner: {
          name: record.runnerName,
          os: variables['RUNNER_OS'],
          arch: variables['RUNNER_ARCH'],
          temp: folders.temporary,
          tool_cache: folders.toolCache,
        },
      },
      environment: {
        ...variables,
        ...Object.fromEntries(
          Object.entries(declared).map(([name, value]) => [name, interpolateText(value, jobScope)]),
        ),
      },
      paths: [],
      steps: {},
      secrets,
      workspace: folders.workspace,
      temporary: folders.temporary,
      failed: false,
      signal,
      log: (line) => record.log.push(mask(line, secrets)),
    };
    const outputs = await runSteps(request, context, {
      actions: host.actions,
      apiUrl: host.front.url,
      repository: run.repository,
      sha: run.headSha,
      token,
      cacheFolder: join(host.workDirectory, '_blobs'),
      summaryFile: folders.summaryFile,
      nextStepId: () => host.nextId(),
      defaults: job.defaults?.run ?? workflow.defaults?.run,
      posts: [],
      onAnnotation: (command, _properties, message) =>
        host.onEvent({ kind: 'annotation', run: run.id, workflow: run.name, text: `${command}: ${message}` }),
    });
    rmSync(folders.temporary, { recursive: true, force: true });
    const conclusion = signal.aborted ? 'cancelled' : context.failed ? 'failure' : 'success';
    await gate?.finish(conclusion === 'success');
    return { conclusion, outputs };
  } finally {
    endOrphans(trackingId);
    host.slots.give(slot);
  }
}

async function runSteps(
  request: JobRequest,
  context: JobContext,
  environment: StepEnvironment,
): Promise<Readonly<Record<string, string>>> {
  const { job, record } = request;
  for (const [index, step] of (job.steps ?? []).entries()) {
    const name = step.name ?? (step.uses ? `Run ${step.uses}` : `Run ${(step.run ?? '').split('\n')[0]}`);
    const entry = {
      number: index + 1,
      name,
      status: 'in_progress' as const,
      conclusion: null,
      startedAt: now(),
      completedAt: null,
    };
    record.steps.push(entry);
    context.log(`##[group]${name}`);
    const result = await runStep(step, context, environment);
    context.log('##[endgroup]');
    Object.assign(entry, { status: 'completed', conclusion: result.conclusion, completedAt: now() });
    if (step.id) context.steps[step.id] = result;
    if (result.conclusion === 'failure') context.failed = true;
  }
  for (const post of environment.posts.toReversed()) {
    await post().catch((error: unknown) =>
      context.log(`##[error]${error instanceof Error ? error.message : String(error)}`),
    );
  }
  return Object.fromEntries(
    Object.entries(job.outputs ?? {}).map(([name, value]) => [name, interpolateText(value, scopeOf(context))]),
  );
}

/** Sends a `workflow_job` webhook. */
export function tellOfJob(
  host: RunnerHost,
  run: RunRecord,
  record: JobRecord,
  payload: Readonly<Record<string, unknown>>,
): (action: string) => Promise<void> {
  return async (action) => {
    host.front.emit('workflow_job', { action, workflow_job: renderJob(host.front, run, record), ...payload });
  };
}

/** Whether a job runs at all, after its `needs`. */
export function jobScope(
  contexts: Contexts,
  needs: Readonly<Record<string, { readonly result: string }>>,
  cancelled: boolean,
): Scope {
  const results = Object.values(needs).map(({ result }) => result);
  return {
    contexts,
    status: {
      success: !cancelled && results.every((result) => result === 'success'),
      failure: results.includes('failure'),
      cancelled,
    },
  };
}
