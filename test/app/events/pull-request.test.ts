import { onPullRequestChanged } from '@tidegate/app/events/pull-request';
import { expect, it } from 'vitest';
import { BotLab, POLICY } from '../bot-lab.ts';

it('queues a check for each model that the pull request touches', async () => {
  const lab = new BotLab();
  const { number, sha } = await lab.openPull({ 'data/more/rows.csv': '1' });
  await onPullRequestChanged(lab.context, number);
  expect(lab.github.checks.map(({ report }) => report)).toMatchObject([
    { name: 'tidegate/churn', headSha: sha, status: 'queued' },
  ]);
});

it.each([
  ['touches no model', POLICY, { 'README.md': 'words' }],
  ['is in a repository that does not use Tidegate', null, { 'train.ts': 'wider' }],
])('says nothing where it %s', async (_, policy, files) => {
  const lab = new BotLab(policy);
  const { number } = await lab.openPull(files);
  await onPullRequestChanged(lab.context, number);
  expect(lab.github.checks).toEqual([]);
});

it('says nothing on the way into another branch, where nothing is judged', async () => {
  const lab = new BotLab();
  await lab.push('wip', {});
  const { number } = await lab.openPull({ 'train.ts': 'wider' }, 'wip');
  await onPullRequestChanged(lab.context, number);
  expect(lab.github.checks).toEqual([]);
});

it('tells every mistake of the tidegate.yml that it brings, on its lines', async () => {
  const lab = new BotLab();
  const broken = POLICY.replace('margin: 0.02', 'margin: "2%"').replace('min: 0.75', 'minimum: 0.75');
  const { number, sha } = await lab.openPull({ 'tidegate.yml': broken });
  await onPullRequestChanged(lab.context, number);
  const check = lab.checkOn(sha);
  expect(check).toMatchObject({ status: 'completed', conclusion: 'failure', title: 'tidegate.yml is not valid' });
  const line = broken.split('\n').findIndex((text) => text.includes('2%')) + 1;
  expect(check?.annotations).toContainEqual(expect.objectContaining({ path: 'tidegate.yml', line }));
});

it('judges by the policy of the default branch, whatever the pull request says its models and paths are', async () => {
  const lab = new BotLab();
  const { number, sha } = await lab.openPull({ 'tidegate.yml': POLICY.replace('  churn:\n', '  other:\n') });
  await onPullRequestChanged(lab.context, number);
  expect(lab.checkOn(sha)?.name).toBe('tidegate/churn');
});

it('does not put back a check that training or the gate moved on: events come in any order', async () => {
  const lab = new BotLab();
  const { number, sha } = await lab.openPull();
  const check = { name: 'tidegate/churn', headSha: sha, title: '', summary: '' };
  await lab.github.publishCheck({ ...check, status: 'completed', conclusion: 'success' });
  await onPullRequestChanged(lab.context, number);
  expect(lab.checkOn(sha)).toMatchObject({ status: 'completed', conclusion: 'success' });
});
