import { createGitHub } from '@tidegate/core/adapters/octokit-github/octokit-github';
import { sha256 } from '@tidegate/core/digest';
import { renderDocument } from '@tidegate/core/document';
import { exportOnnx } from '@tidegate/core/export/export-onnx';
import type { Manifest } from '@tidegate/core/release/manifest';
import { type LocalGitHub, startGitHub } from '@tidegate/emulator/github/start-github';

const numeric = (name: string) => ({ name, fill: 100, mean: 100, standardDeviation: 50 });

/** Two numbers and a category into one score; another bias makes another model, with other bytes. */
export function makeModel(bias: number): Uint8Array {
  return exportOnnx({
    preprocessing: {
      numeric: [numeric('minutes'), numeric('calls')],
      categorical: [{ name: 'plan', fill: 'no', categories: ['no', 'yes'] }],
    },
    layers: [{ units: 1, activation: 'sigmoid', kernel: Float32Array.of(1, -1, 0, 2), bias: Float32Array.of(bias) }],
    output: 'probability',
  });
}

const column = (name: string, type: 'float32' | 'string') => ({ name, type, shape: [-1, 1] });

export async function makeManifest(version: string, onnx: Uint8Array): Promise<Manifest> {
  const digest = await sha256(onnx);
  return {
    kind: 'tidegate.manifest',
    version: 1,
    model: 'churn',
    modelVersion: version,
    commit: 'b'.repeat(40),
    createdAt: '2026-01-02T03:04:05.000Z',
    assets: [{ name: 'model.onnx', digest, bytes: onnx.length }],
    onnx: {
      digest,
      opset: 17,
      signature: {
        inputs: [column('minutes', 'float32'), column('calls', 'float32'), column('plan', 'string')],
        outputs: [column('probability', 'float32')],
      },
    },
    run: { id: 'run-81-1', digest },
    verdict: { id: 'verdict-1', digest, outcome: 'pass' },
    dataSets: [],
    licence: null,
    serving: { output: 'probability', threshold: 0.5, positive: 'yes', negative: 'no' },
  };
}

/** octo-org/churn at a GitHub of this machine, with a way to release. */
export async function openReleases(): Promise<{
  readonly github: LocalGitHub;
  readonly token: string;
  /** Publishes a release; `stored` are the bytes that lie there in place of what its manifest promises. */
  release(version: string, onnx: Uint8Array, stored?: Uint8Array): Promise<void>;
}> {
  const github = await startGitHub({ users: ['octo-admin'] });
  const { sha } = await github.createRepository({
    owner: 'octo-org',
    name: 'churn',
    files: { 'README.md': 'churn\n' },
    message: 'start',
  });
  const permissions = { contents: 'write', metadata: 'read' };
  const token = github.front.issueWorkflowToken({ repository: 'octo-org/churn', runId: 1, permissions });
  const port = createGitHub({ baseUrl: github.url, token, owner: 'octo-org', repo: 'churn' });
  return {
    github,
    token,
    async release(version, onnx, stored = onnx) {
      const tag = `churn@${version}`;
      const manifest = renderDocument(await makeManifest(version, onnx));
      const draft = await port.createDraftRelease({ tag, commit: sha, name: tag, notes: '' });
      await port.uploadAsset(draft.id, 'model.onnx', stored);
      await port.uploadAsset(draft.id, 'manifest.json', new TextEncoder().encode(manifest));
      await port.publishRelease(draft.id);
    },
  };
}
