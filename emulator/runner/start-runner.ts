import { mkdirSync } from 'node:fs';
import { OperatorError } from '@tidegate/core/errors';
import { readDefaultBranch, readFileAt } from '../actions/repository-files.ts';
import { runStoreOf } from '../actions/run-store.ts';
import type { Front, WebhookEvent } from '../github/front.ts';
import { textAt } from '../github/json.ts';
import { simpleUser } from '../github/repairs/repair-body.ts';
import { createConcurrency } from './concurrency.ts';
import { parseWorkflowFile } from './parse-workflow.ts';
import type { RunnerEvent, RunnerHost } from './runner-host.ts';
import { createSlots } from './slots.ts';
import { startTriggered } from './start-triggered.ts';
import { createRuns } from './started-runs.ts';

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

/** A self-hosted runner with two machines: it executes the workflows of the repositories as their YAML says. */
export async function startRunner(options: RunnerOptions): Promise<Runner> {
  const { front } = options.github;
  const host = createHost(options);
  const { store } = host;
  const work = new Set<Promise<unknown>>();
  const track = <Value>(promise: Promise<Value>): Promise<Value> => {
    const tracked: Promise<unknown> = promise.catch(() => {}).finally(() => work.delete(tracked));
    work.add(tracked);
    return promise;
  };
  const runs = createRuns(host, track);
  store.dispatch = async ({ repository, path, ref, inputs, actor, payload }) => {
    const sha = textAt((await front.upstream.call(`/repos/${repository}/git/ref/heads/${ref}`)).data, 'object', 'sha');
    const workflow = await parseWorkflowFile((await readFileAt(front, repository, path, sha)) ?? '', path);
    const refs = { ref: `refs/heads/${ref}`, sha, branch: ref, baseRef: '', headRef: '', pullRequests: [] };
    return runs.start({ repository, workflow, event: 'workflow_dispatch', payload, refs, inputs, actor });
  };
  store.cancel = runs.cancel;
  store.rerun = runs.rerun;

  // One at a time: two pushes enter their concurrency group in the order in which they came.
  let queue: Promise<unknown> = Promise.resolve();
  const take = (event: WebhookEvent): Promise<unknown> => {
    queue = queue
      .then(() => startTriggered(host, runs.start, event))
      .catch((error: unknown) =>
        host.onEvent({ kind: 'annotation', run: 0, workflow: event.event, text: host.explain(error) }),
      );
    return track(queue);
  };
  const stopListening = front.onEvent((event) => void take(event));
  return {
    async idle() {
      do {
        await Promise.all(work);
        await front.settle();
      } while (work.size > 0);
    },
    async tickSchedule(repository) {
      const { name } = await readDefaultBranch(front, repository);
      const { data } = await front.upstream.call(`/repos/${repository}`);
      // GitHub names who changed the schedule last; nobody did here, and the bot stands for that.
      const sender = simpleUser((await front.upstream.call('/users/github-actions%5Bbot%5D')).data, front.url);
      const payload = { repository: data, schedule: '', sender, ref: name };
      await take({ event: 'schedule', payload });
    },
    async close() {
      stopListening();
      store.dispatch = undefined;
      store.cancel = undefined;
      store.rerun = undefined;
      runs.cancelAll();
      while (work.size > 0) await Promise.all(work);
    },
  };
}

function createHost(options: RunnerOptions): RunnerHost {
  mkdirSync(options.workDirectory, { recursive: true });
  let lastId = 0;
  const store = runStoreOf(options.github.front);
  return {
    front: options.github.front,
    store,
    actions: options.actions,
    workDirectory: options.workDirectory,
    environment: options.environment ?? {},
    secrets: options.secrets ?? {},
    concurrency: createConcurrency(),
    onEvent: options.onEvent ?? (() => {}),
    slots: createSlots(MACHINES),
    nextId: () => ++lastId,
    results: new Map(),
    explain: (error) =>
      error instanceof OperatorError ? `${error.message} ${error.hint}` : `The runner failed: ${String(error)}`,
  };
}
