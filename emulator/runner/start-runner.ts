import { mkdirSync } from 'node:fs';
import { listWorkflowFiles, readDefaultBranch, readFileAt } from '../actions/repository-files.ts';
import { runStoreOf } from '../actions/run-store.ts';
import type { Front, WebhookEvent } from '../github/front.ts';
import { at, type Json, textAt } from '../github/json.ts';
import { createConcurrency } from './concurrency.ts';
import { happeningOf, refsOf } from './happening.ts';
import { parseWorkflowFile, type Workflow } from './parse-workflow.ts';
import type { RunnerEvent, RunnerHost } from './runner-host.ts';
import { createSlots } from './slots.ts';
import { type StartedRun, startRun } from './start-run.ts';
import { isTriggered } from './triggers.ts';

export type { RunnerEvent } from './runner-host.ts';

export interface RunnerOptions {
  readonly github: { readonly front: Front };
  /** Actions by `owner/repo`, as folders on this machine. */
  readonly actions: Readonly<Record<string, string>>;
  readonly workDirectory: string;
  /** Variables of every job, as a self-hosted runner's .env file gives them. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly onEvent?: (event: RunnerEvent) => void;
}

export interface Runner {
  /** Resolves when nothing runs and no webhook is under way. */
  idle(): Promise<void>;
  /** Fires `on: schedule` once. */
  tickSchedule(repository: string): Promise<void>;
  close(): Promise<void>;
}

const MACHINES = 2;
/** Events that a job's own token causes start no workflow, but for these two (docs.github.com, "GITHUB_TOKEN"). */
const ALWAYS_STARTS = ['workflow_dispatch', 'repository_dispatch'];
const HANDLED_ELSEWHERE = ['workflow_dispatch'];

/** A self-hosted runner with two machines: it executes the workflows of the repositories as their YAML says. */
export async function startRunner(options: RunnerOptions): Promise<Runner> {
  const { front } = options.github;
  const store = runStoreOf(front);
  mkdirSync(options.workDirectory, { recursive: true });
  let lastId = 0;
  const host: RunnerHost = {
    front,
    store,
    actions: options.actions,
    workDirectory: options.workDirectory,
    environment: options.environment ?? {},
    secrets: options.secrets ?? {},
    concurrency: createConcurrency(),
    onEvent: options.onEvent ?? (() => {}),
    slots: createSlots(MACHINES),
    nextId: () => ++lastId,
  };
  const running = new Map<number, StartedRun>();
  const work = new Set<Promise<unknown>>();
  const track = <Value>(promise: Promise<Value>): Promise<Value> => {
    const tracked: Promise<unknown> = promise.catch(() => {}).finally(() => work.delete(tracked));
    work.add(tracked);
    return promise;
  };
  const start = async (request: Parameters<typeof startRun>[1]) => {
    const started = await startRun(host, request);
    running.set(started.run.id, started);
    track(started.finished.finally(() => running.delete(started.run.id)));
    return started.run;
  };
  store.dispatch = async ({ repository, path, ref, inputs, actor, payload }) => {
    const sha = textAt((await front.upstream.call(`/repos/${repository}/git/ref/heads/${ref}`)).data, 'object', 'sha');
    const workflow = await parseWorkflowFile((await readFileAt(front, repository, path, sha)) ?? '', path);
    const refs = { ref: `refs/heads/${ref}`, sha, branch: ref, baseRef: '', headRef: '', pullRequests: [] };
    return start({ repository, workflow, event: 'workflow_dispatch', payload, refs, inputs, actor });
  };
  store.cancel = (runId) => running.get(runId)?.cancel();

  const onEvent = async ({ event, payload }: WebhookEvent): Promise<void> => {
    const repository = textAt(payload, 'repository', 'full_name');
    const actor = textAt(payload, 'sender', 'login');
    if (!repository || HANDLED_ELSEWHERE.includes(event)) return;
    if (actor === 'github-actions[bot]' && !ALWAYS_STARTS.includes(event)) return;
    await startMatching(event, payload, repository, actor, () => true);
  };
  const startMatching = async (
    event: string,
    payload: Json,
    repository: string,
    actor: string,
    also: (workflow: Workflow) => boolean,
  ) => {
    const refs = await refsOf(front, event, payload, repository);
    if (!refs) return;
    const happening = happeningOf(front, event, payload, repository, refs);
    for (const path of await listWorkflowFiles(front, repository, refs.sha)) {
      const text = await readFileAt(front, repository, path, refs.sha);
      if (text === undefined || !new RegExp(`\\b${event}\\b`).test(text)) continue;
      const workflow = await parseWorkflowFile(text, path).catch((error: Error) => {
        host.onEvent({ kind: 'annotation', run: 0, workflow: path, text: error.message });
        return undefined;
      });
      if (!workflow || !(event in workflow.triggers) || !also(workflow)) continue;
      if (!(await isTriggered(workflow.triggers[event] ?? null, happening))) continue;
      await start({ repository, workflow, event, payload, refs, inputs: {}, actor });
    }
  };
  const stopListening = front.onEvent((event) => {
    void track(onEvent(event));
  });
  return {
    async idle() {
      do {
        await Promise.all(work);
        await front.settle();
      } while (work.size > 0);
    },
    async tickSchedule(repository) {
      const branch = await readDefaultBranch(front, repository);
      const data = (await front.upstream.call(`/repos/${repository}`)).data;
      const owner = textAt(data, 'owner', 'login');
      const payload = { repository: data, schedule: '', sender: at(data, 'owner') };
      await startMatching(
        'schedule',
        { ...payload, ref: branch.name },
        repository,
        owner,
        (workflow) => workflow.schedules.length > 0,
      );
    },
    async close() {
      stopListening();
      store.dispatch = undefined;
      for (const started of running.values()) started.cancel();
      await Promise.all(work);
    },
  };
}
