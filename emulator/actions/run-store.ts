import type { Front } from '../github/front.ts';
import type { Json } from '../github/json.ts';

export type RunStatus = 'queued' | 'waiting' | 'in_progress' | 'completed';
export type Conclusion = 'success' | 'failure' | 'cancelled' | 'skipped' | 'timed_out';

export interface StepRecord {
  readonly number: number;
  readonly name: string;
  status: RunStatus;
  conclusion: Conclusion | null;
  startedAt: string | null;
  completedAt: string | null;
}
export interface JobRecord {
  readonly id: number;
  readonly name: string;
  status: RunStatus;
  conclusion: Conclusion | null;
  readonly createdAt: string;
  startedAt: string | null;
  completedAt: string | null;
  readonly steps: StepRecord[];
  readonly log: string[];
  runnerName: string;
}
export interface RunRecord {
  readonly id: number;
  readonly number: number;
  readonly attempt: number;
  readonly repository: string;
  readonly workflowId: number;
  readonly path: string;
  name: string;
  title: string;
  readonly event: string;
  readonly headSha: string;
  readonly headBranch: string;
  readonly actor: string;
  readonly pullRequests: readonly number[];
  status: RunStatus;
  conclusion: Conclusion | null;
  readonly createdAt: string;
  updatedAt: string;
  readonly jobs: JobRecord[];
}

/** A job that waits for the protection rules of its environment. */
export interface PendingDeployment {
  readonly runId: number;
  readonly environment: string;
  readonly answer: (state: 'approved' | 'rejected', comment: string) => void;
}

export interface StoredArtifact {
  readonly id: number;
  readonly runId: number;
  readonly repository: string;
  readonly name: string;
  readonly mimeType: string;
  readonly createdAt: string;
  readonly blocks: Map<string, Buffer>;
  bytes: Buffer;
  digest: string;
  finalized: boolean;
}

/** What somebody dispatches: a workflow of the default branch with its inputs. */
export interface Dispatch {
  readonly repository: string;
  readonly path: string;
  readonly ref: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly actor: string;
  readonly payload: Json;
}

/** Runs, artifacts and waiting deployments of one GitHub. */
export interface RunStore {
  readonly runs: RunRecord[];
  readonly artifacts: StoredArtifact[];
  readonly pending: PendingDeployment[];
  /** Ids of workflow files, by repository and path. */
  readonly workflowIds: Map<string, number>;
  /** The runner's; without one a dispatch is refused, as nothing would ever run it. */
  dispatch: ((dispatch: Dispatch) => Promise<RunRecord>) | undefined;
  cancel: ((runId: number) => void) | undefined;
}

const stores = new WeakMap<Front, RunStore>();

export function runStoreOf(front: Front): RunStore {
  const store = stores.get(front) ?? {
    runs: [],
    artifacts: [],
    pending: [],
    workflowIds: new Map(),
    dispatch: undefined,
    cancel: undefined,
  };
  stores.set(front, store);
  return store;
}

export function workflowId(store: RunStore, repository: string, path: string): number {
  const key = `${repository}/${path}`;
  const id = store.workflowIds.get(key) ?? 100 + store.workflowIds.size;
  store.workflowIds.set(key, id);
  return id;
}
