import { renderRetraining } from '@tidegate/core/report/render-retraining';
import type { RetrainRequest } from '@tidegate/core/retrain/retrain-request';
import { expect, it } from 'vitest';

const REQUEST: RetrainRequest = {
  kind: 'tidegate.retrain-request',
  version: 1,
  model: 'churn',
  reason: 'drift',
  reasons: ['minutes: share 0.4 is at or above 0.01.', 'calls <b>@octocat [x](https://example.com)'],
  driftReport: { id: 'drift-1', digest: `sha256:${'1'.repeat(64)}`, issue: 12 },
  replaces: 'churn@1.1.0',
  requestedAt: '2026-01-02T03:04:05.000Z',
};

it('says why, with what has drifted, and what it would replace', () => {
  const lines = renderRetraining(REQUEST).split('\n');
  expect(lines[0]).toBe('Asked because of **drift** (#12); it would replace `churn@1.1.0`.');
  expect(lines[2]).toBe('- minutes: share 0.4 is at or above 0.01.');
});

it('mentions nobody and links nowhere, whatever a column is called', () => {
  const [, line = ''] = renderRetraining(REQUEST).split('\n- ').slice(1);
  expect(line).not.toMatch(/<b>|@octocat|\[x\]\(/);
});

it('needs no reasons', () => {
  expect(renderRetraining({ ...REQUEST, reason: 'manual', reasons: [], driftReport: null, replaces: null })).toMatch(
    /^Asked because of \*\*manual\*\*; it would replace `nothing yet`\.\n\nTraining starts/,
  );
});
