import { sha256 } from '../../../core/digest.ts';
import { renderDocument } from '../../../core/document.ts';
import type { PullRequest, WorkflowRun } from '../../../core/ports/github.ts';
import type { RunRecord } from '../../../core/run/run-record.ts';
import { makeZip } from './zip.ts';

export const SHA = 'b'.repeat(40);
export const MERGE = 'c'.repeat(40);
export const MODEL = new TextEncoder().encode('the weights');
const float = (name: string) => ({ name, type: 'float32' as const, shape: [-1, 1] });
/** What the server does with the output of such a file. */
export const SERVING = { output: 'probability', threshold: 0.5, positive: 'yes', negative: 'no' };
export const SIGNATURE = { inputs: [float('minutes')], outputs: [float('probability')] };

export async function makeRecord(changes: Partial<RunRecord> = {}): Promise<RunRecord> {
  const digest = await sha256(MODEL);
  return {
    kind: 'tidegate.run-record',
    version: 1,
    id: 'run-81-1',
    model: 'churn',
    commit: SHA,
    pullRequest: 5,
    actor: 'monalisa',
    workflow: { runId: 81, attempt: 1, url: 'https://github.com/octo-org/churn/actions/runs/81' },
    parentRun: null,
    command: 'node train.ts',
    parameters: { units: [8] },
    seeds: [7],
    seedModels: [],
    metrics: [],
    dataSets: [{ name: 'churn', uri: 'data/churn.csv', digest, rows: 5000, revision: null }],
    environment: {
      interpreter: 'Node.js v24',
      platform: 'linux-x64',
      lockFiles: [],
      framework: null,
      device: null,
      cuda: null,
      driver: null,
      container: null,
    },
    artifacts: [{ path: 'model.onnx', digest, bytes: MODEL.length }],
    onnx: { digest, opset: 17, signature: SIGNATURE, parity: null },
    timings: { startedAt: '2026-01-02T03:04:05.000Z', finishedAt: '2026-01-02T03:05:05.000Z', trainingMs: 60_000 },
    resources: { gpuHours: null, gpuUtilisation: null, peakMemoryBytes: null, energyKwh: null, cost: null },
    ...changes,
  };
}

export const PULL_REQUEST: PullRequest = {
  number: 5,
  title: 'Use a wider network',
  state: 'open',
  merged: false,
  mergeCommitSha: undefined,
  author: 'monalisa',
  headSha: SHA,
  headRef: 'wider',
  baseRef: 'main',
  baseSha: 'a'.repeat(40),
  isFork: false,
  headRepository: 'octo-org/churn',
  labels: [],
  url: 'https://github.com/octo-org/churn/pull/5',
};

export const TRAINING_RUN: WorkflowRun = {
  id: 81,
  attempt: 1,
  name: 'Train',
  path: '.github/workflows/train.yml',
  event: 'pull_request',
  status: 'completed',
  conclusion: 'success',
  headSha: SHA,
  headBranch: 'wider',
  isFork: false,
  headRepository: 'octo-org/churn',
  actor: 'monalisa',
  url: 'https://github.com/octo-org/churn/actions/runs/81',
  createdAt: '2026-01-02T03:04:05Z',
};

/** The verbs that load an artifact, over one pull request, one run and one archive. */
export async function createEvidence(state: {
  readonly pullRequest: PullRequest;
  readonly run: WorkflowRun;
  readonly artifact: string;
  readonly files: Readonly<Record<string, Uint8Array | string | object>>;
  readonly digest?: string;
  readonly expired?: boolean;
}) {
  const zip = makeZip(
    Object.entries(state.files).map(([name, content]) => ({
      name,
      content: typeof content === 'string' || content instanceof Uint8Array ? content : renderDocument(content),
    })),
  );
  const digest = state.digest ?? (await sha256(zip));
  const artifact = { id: 3, name: state.artifact, bytes: zip.length, digest, expired: state.expired ?? false };
  return {
    readDefaultBranch: async () => ({ name: 'main', sha: 'a'.repeat(40) }),
    readText: async (_path: string, _commit: string): Promise<string | undefined> => undefined,
    readPullRequest: async () => state.pullRequest,
    readWorkflowRun: async () => state.run,
    listArtifacts: async () => [artifact],
    downloadArtifact: async () => zip,
  };
}
