import { onBranchPushed } from '@tidegate/app/events/retrain-branch-pushed';
import { renderDocument } from '@tidegate/core/document';
import type { RetrainRequest } from '@tidegate/core/retrain/retrain-request';
import { beforeEach, expect, it } from 'vitest';
import { BotLab } from '../bot-lab.ts';

const REQUEST: RetrainRequest = {
  kind: 'tidegate.retrain-request',
  version: 1,
  model: 'churn',
  reason: 'drift',
  reasons: ['minutes: share 0.4 is at or above 0.01.', 'calls <b>@octocat'],
  driftReport: { id: 'drift-1', digest: `sha256:${'1'.repeat(64)}`, issue: 12 },
  replaces: 'churn@1.1.0',
  requestedAt: '2026-01-02T03:04:05.000Z',
};
const FILE = '.tidegate/retrain/churn.json';
const BRANCH = 'tidegate/retrain-churn-from-1-1-0';
let lab: BotLab;
beforeEach(() => {
  lab = new BotLab();
});
const push = async (branch = BRANCH, files: Record<string, string> = { [FILE]: renderDocument(REQUEST) }) => {
  const after = await lab.push(branch, files);
  const pushed = { ref: `refs/heads/${branch}`, after };
  await onBranchPushed(lab.context, pushed);
  return pushed;
};

it('opens the pull request that trains again, with why and what it would replace', async () => {
  await push();
  const [pull] = lab.github.pulls;
  expect(pull).toMatchObject({ headRef: BRANCH, baseRef: 'main', title: 'Retrain churn: drift' });
  expect(pull?.labels).toEqual(['tidegate:retrain']);
  expect(await lab.actions()).toEqual(['retraining-requested']);
});

it('opens it once, when the push is told again', async () => {
  const pushed = await push();
  await onBranchPushed(lab.context, pushed);
  expect(lab.github.pulls).toHaveLength(1);
});

it.each<[string, string, Record<string, string>]>([
  ['other branches', 'wider', { [FILE]: renderDocument(REQUEST) }],
  [
    'a model that the policy does not know',
    'tidegate/retrain-fraud-from-1-0-0',
    { '.tidegate/retrain/fraud.json': '{}' },
  ],
  ['a branch without a request', BRANCH, { 'train.ts': 'x' }],
])('leaves %s alone', async (_, branch, files) => {
  await push(branch, files);
  expect(lab.github.pulls).toEqual([]);
});

it('leaves a branch that was deleted alone', async () => {
  await onBranchPushed(lab.context, { ref: `refs/heads/${BRANCH}`, after: '0'.repeat(40) });
  expect(lab.github.pulls).toEqual([]);
});

it.each<[string, Partial<Record<keyof RetrainRequest, unknown>>]>([
  ['another model', { model: 'fraud' }],
  ['a release of another model', { replaces: 'fraud@1.1.0' }],
  ['no release', { replaces: 'x'.repeat(100_000) }],
  ['a drift report with a name without end', { driftReport: { ...REQUEST.driftReport, id: 'x'.repeat(201) } }],
])('refuses a request that names %s', async (_, changes) => {
  const pushed = push(BRANCH, { [FILE]: renderDocument({ ...REQUEST, ...changes }) });
  await expect(pushed).rejects.toMatchObject({ code: 'document-invalid' });
  expect(lab.github.pulls).toEqual([]);
  expect(await lab.actions()).toEqual([]);
});

it('refuses a request that is no document, by its reason code', async () => {
  await expect(push(BRANCH, { [FILE]: '{"kind":"tidegate.retrain-request","version":1}' })).rejects.toMatchObject({
    code: 'document-invalid',
  });
  expect(lab.github.pulls).toEqual([]);
});
