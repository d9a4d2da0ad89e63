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
  readonly attempt: number;
  readonly name: string;
  status: RunStatus;
  conclusion: Conclusion | null;
  readonly createdAt: string;
  startedAt: string | null;
  completedAt: string | null;
  readonly steps: StepRecord[];
  readonly log: string[];
  /** Markdown that the steps wrote; GitHub shows it on the run's page and has no REST for it. */
  summary: string;
  readonly annotations: Annotation[];
  runnerName: string;
}
export interface Annotation {
  readonly level: string;
  readonly message: string;
  readonly file: string;
  readonly line: number;
}
export interface RunRecord {
  readonly id: number;
  readonly number: number;
  attempt: number;
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
  /** When the newest attempt began. */
  startedAt: string;
  updatedAt: string;
  readonly jobs: JobRecord[];
}

/** A job that waits for the protection rules of its environment. */
export interface PendingDeployment {
  readonly runId: number;
  readonly environment: string;
  /** What the rule said before it decided. */
  readonly reports: string[];
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
  artifactsMade: number;
  readonly pending: PendingDeployment[];
  /** Ids of workflow files, by repository and path. */
  readonly workflowIds: Map<string, number>;
  /** The runner's; without one a dispatch is refused, as nothing would ever run it. */
  dispatch: ((dispatch: Dispatch) => Promise<RunRecord>) | undefined;
  cancel: ((runId: number) => void) | undefined;
  /** Runs a finished run again: all of it, or only what did not succeed. */
  rerun: ((runId: number, jobs: 'all' | 'failed') => Promise<void>) | undefined;
}

const stores = new WeakMap<Front, RunStore>();

export function runStoreOf(front: Front): RunStore {
  const store = stores.get(front) ?? {
    runs: [],
    artifacts: [],
    artifactsMade: 0,
    pending: [],
    workflowIds: new Map(),
    dispatch: undefined,
    cancel: undefined,
    rerun: undefined,
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
