import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunRecord, runStoreOf } from '@tidegate/emulator/actions/run-store';
import { type LocalGitHub, startGitHub } from '@tidegate/emulator/github/start-github';
import { type Runner, type RunnerOptions, startRunner } from '@tidegate/emulator/runner/start-runner';
import { expectConformance } from '../expect-conformance.ts';

export const REPOSITORY = 'octo-org/churn';
const BASE = `/repos/${REPOSITORY}`;

type Files = Readonly<Record<string, string>>;
export interface Answer {
  readonly status: number;
  // A test reads what it asserts; the shape is checked against GitHub's description when the lab closes.
  readonly body: Record<string, unknown>;
}

/** A GitHub with one repository and a runner, for workflows that a test writes. */
export interface Lab {
  readonly github: LocalGitHub;
  readonly runner: Runner;
  readonly annotations: string[];
  call(method: string, path: string, body?: unknown, token?: string): Promise<Answer>;
  /** Commits files on a branch, which is made when it is not there; returns the commit. */
  push(branch: string, files: Files, token?: string): Promise<string>;
  openPull(branch: string, files: Files): Promise<number>;
  dispatch(workflow: string, inputs?: Files): Promise<RunRecord>;
  runs(): readonly RunRecord[];
  /** The log of all jobs of the newest run. */
  log(run?: RunRecord): string;
  close(): Promise<void>;
}

export async function startLab(files: Files, options: Partial<RunnerOptions> = {}): Promise<Lab> {
  const github = await startGitHub({ users: ['octo-admin', 'octocat', 'monalisa', 'hubot'] });
  const [owner = '', name = ''] = REPOSITORY.split('/');
  await github.createRepository({ owner, name, files: { 'README.md': '# churn\n', ...files }, message: 'Start' });
  const workDirectory = mkdtempSync(join(tmpdir(), 'tidegate-runner-'));
  const annotations: string[] = [];
  const runner = await startRunner({
    github,
    actions: {},
    workDirectory,
    onEvent: ({ kind, text }) => kind === 'annotation' && annotations.push(text),
    ...options,
  });
  const store = runStoreOf(github.front);
  const call: Lab['call'] = async (method, path, body, token = github.tokens['octo-admin']) => {
    const response = await fetch(github.url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') && text !== '';
    return { status: response.status, body: isJson ? JSON.parse(text) : { text } };
  };
  const need = async (method: string, path: string, body?: unknown, token?: string) => {
    const answer = await call(method, path, body, token);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const log = (run = store.runs.at(-1)): string => (run?.jobs ?? []).flatMap((job) => job.log).join('\n');
  const push: Lab['push'] = async (branch, changed, token) => {
    const known = await call('GET', `${BASE}/git/ref/heads/${branch}`);
    const from = known.status === 200 ? known.body : await need('GET', `${BASE}/git/ref/heads/main`);
    const parent = String(Reflect.get(Object(from['object']), 'sha'));
    const commit = await need('GET', `${BASE}/git/commits/${parent}`);
    const tree = await need('POST', `${BASE}/git/trees`, {
      base_tree: Reflect.get(Object(commit['tree']), 'sha'),
      tree: Object.entries(changed).map(([path, content]) => ({ path, mode: '100644', type: 'blob', content })),
    });
    const made = await need('POST', `${BASE}/git/commits`, { message: 'Change', tree: tree['sha'], parents: [parent] });
    if (known.status === 200) await need('PATCH', `${BASE}/git/refs/heads/${branch}`, { sha: made['sha'] }, token);
    else await need('POST', `${BASE}/git/refs`, { ref: `refs/heads/${branch}`, sha: made['sha'] }, token);
    return String(made['sha']);
  };
  return {
    github,
    runner,
    annotations,
    call,
    push,
    log,
    runs: () => store.runs,
    async openPull(branch, changed) {
      await push(branch, changed);
      const pull = await need('POST', `${BASE}/pulls`, { title: `Try ${branch}`, head: branch, base: 'main' });
      return Number(pull['number']);
    },
    async dispatch(workflow, inputs = {}) {
      const body = { ref: 'main', inputs, return_run_details: true };
      const { workflow_run_id: id } = await need('POST', `${BASE}/actions/workflows/${workflow}/dispatches`, body);
      await runner.idle();
      const run = store.runs.find((known) => known.id === id);
      if (!run) throw new Error(`There is no run ${String(id)}.`);
      return run;
    },
    async close() {
      await runner.close();
      await github.settle();
      await github.close();
      rmSync(workDirectory, { recursive: true, force: true });
      expectConformance(github);
    },
  };
}
