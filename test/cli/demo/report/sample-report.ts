import type { DemoReport } from '../../../../cli/demo/report/demo-report.ts';

export const DIGEST = `sha256:${'a'.repeat(64)}`;
const status = (state: string, description: string, second: number) => ({
  state,
  description,
  creator: 'github-actions[bot]',
  createdAt: `2026-01-02T03:04:0${second}Z`,
});

/** A small report with one of everything. */
export const SAMPLE: DemoReport = {
  repository: 'octo-org/churn',
  steps: [
    { title: 'GitHub on this machine', detail: 'http://127.0.0.1:1', durationMs: 1500 },
    { title: 'Merge', detail: 'churn@1.1.0', durationMs: 3000 },
  ],
  pullRequest: { number: 2, title: 'A wider network', comments: [{ author: 'tidegate[bot]', body: 'The verdict' }] },
  check: { name: 'tidegate/churn', conclusion: 'success', title: 'may ship', summary: '| a |\n|---|\n| 1 |', text: '' },
  releases: [
    {
      tag: 'churn@1.1.0',
      notes: 'Notes',
      createdAt: '2026-01-02T03:04:05Z',
      assets: [{ name: 'model.onnx', bytes: 20_000, digest: DIGEST }],
    },
  ],
  deployments: [
    {
      environment: 'production',
      id: 1003,
      sha: 'b'.repeat(40),
      statuses: [
        status('inactive', 'Replaced by a newer deployment', 5),
        status('success', '', 4),
        status('success', `churn@1.1.0 ${DIGEST}`, 3),
        status('queued', '', 1),
      ],
    },
    { environment: 'staging', id: 1004, sha: 'b'.repeat(40), statuses: [status('failure', 'refused', 6)] },
  ],
  predictions: {
    count: 1250,
    columns: ['minutes', 'plan'],
    samples: [{ inputs: { minutes: 12.5, plan: null }, score: 0.91234, label: 'yes' }],
  },
  drift: { issue: 3, title: 'Drift: churn@1.1.0', body: 'One column', comments: [], retraining: 4 },
  ledger: [
    {
      sequence: 1,
      at: '2026-01-02T03:04:05Z',
      actor: 'octocat',
      action: 'deployed',
      release: 'churn@1.1.0',
      environment: 'production',
      reason: 'asked',
    },
  ],
  restoredDigest: DIGEST,
  verdict: null,
};
