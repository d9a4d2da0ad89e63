import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { JobRecord, RunRecord } from '../actions/run-store.ts';
import type { RunnerHost } from './runner-host.ts';

export interface JobFolders {
  readonly workspace: string;
  readonly temporary: string;
  readonly toolCache: string;
  readonly home: string;
  readonly eventFile: string;
  readonly summaryFile: string;
}

export function makeJobFolders(host: RunnerHost, run: RunRecord, slot: number, payload: unknown): JobFolders {
  const root = join(host.workDirectory, `runner-${slot}`);
  const name = run.repository.split('/')[1] ?? 'repository';
  const folders = {
    workspace: join(root, '_work', name, name),
    temporary: join(root, '_temp', `${run.id}-${host.nextId()}`),
    toolCache: join(host.workDirectory, '_tool'),
    home: join(root, '_home'),
  };
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
  const eventFile = join(folders.temporary, 'event.json');
  writeFileSync(eventFile, JSON.stringify(payload));
  const summaryFile = join(folders.temporary, 'summary.md');
  writeFileSync(summaryFile, '');
  return { ...folders, eventFile, summaryFile };
}

/** Variables of a job as a real self-hosted runner sets them; nothing of this process' own environment but the PATH. */
export function jobVariables(request: {
  readonly host: RunnerHost;
  readonly run: RunRecord;
  readonly job: JobRecord;
  readonly jobKey: string;
  readonly folders: JobFolders;
  readonly ref: string;
  readonly token: string;
  readonly trackingId: string;
  readonly baseRef: string;
  readonly headRef: string;
}): Record<string, string> {
  const { host, run, job, jobKey, folders, ref, trackingId } = request;
  const { url } = host.front;
  return {
    ...host.environment,
    CI: 'true',
    HOME: folders.home,
    LANG: 'C.UTF-8',
    // `node` of a script is the Node that runs us.
    PATH: [dirname(process.execPath), process.env['PATH'] ?? '/usr/bin:/bin'].join(':'),
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION: jobKey,
    GITHUB_ACTOR: run.actor,
    GITHUB_TRIGGERING_ACTOR: run.actor,
    GITHUB_API_URL: url,
    GITHUB_GRAPHQL_URL: `${url}/graphql`,
    // @actions/artifact takes an address for GitHub Enterprise Server and refuses it; links are made from the API's answers.
    GITHUB_SERVER_URL: 'http://github.localhost',
    GITHUB_BASE_REF: request.baseRef,
    GITHUB_HEAD_REF: request.headRef,
    GITHUB_EVENT_NAME: run.event,
    GITHUB_EVENT_PATH: folders.eventFile,
    GITHUB_JOB: jobKey,
    GITHUB_REF: ref,
    GITHUB_REF_NAME: ref.replace(/^refs\/(heads|tags|pull)\//, ''),
    GITHUB_REF_TYPE: ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    GITHUB_REF_PROTECTED: 'false',
    GITHUB_REPOSITORY: run.repository,
    GITHUB_REPOSITORY_OWNER: run.repository.split('/')[0] ?? '',
    GITHUB_RETENTION_DAYS: '90',
    GITHUB_RUN_ATTEMPT: String(run.attempt),
    GITHUB_RUN_ID: String(run.id),
    GITHUB_RUN_NUMBER: String(run.number),
    GITHUB_SHA: run.headSha,
    GITHUB_WORKFLOW: run.name,
    GITHUB_WORKFLOW_REF: `${run.repository}/${run.path}@${ref}`,
    GITHUB_WORKFLOW_SHA: run.headSha,
    GITHUB_WORKSPACE: folders.workspace,
    RUNNER_ARCH: process.arch === 'arm64' ? 'ARM64' : 'X64',
    RUNNER_ENVIRONMENT: 'self-hosted',
    RUNNER_NAME: job.runnerName,
    RUNNER_OS: process.platform === 'darwin' ? 'macOS' : 'Linux',
    RUNNER_TEMP: folders.temporary,
    RUNNER_TOOL_CACHE: folders.toolCache,
    RUNNER_TRACKING_ID: trackingId,
    ACTIONS_RESULTS_URL: `${url}/`,
    ACTIONS_RUNTIME_URL: `${url}/`,
    ACTIONS_RUNTIME_TOKEN: runtimeToken(run.id, job.id),
  };
}

/** @actions/artifact reads the run from the token's scope; nobody checks its signature here. */
function runtimeToken(run: number, job: number): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${encode({ alg: 'none', typ: 'JWT' })}.${encode({ scp: `Actions.Results:${run}:${job}`, exp: 4_102_444_800 })}.unsigned`;
}
