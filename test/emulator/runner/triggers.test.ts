import { type Happening, isTriggered } from '@tidegate/emulator/runner/triggers';
import { expect, it } from 'vitest';

const nothing: Happening = {
  event: 'push',
  action: undefined,
  branch: undefined,
  tag: undefined,
  workflow: undefined,
  changedFiles: async () => ['train.ts', 'docs/a.md'],
};
const pull = { ...nothing, event: 'pull_request', action: 'opened', branch: 'main' };
const push = { ...nothing, branch: 'main' };
const tag = { ...nothing, tag: 'v1.2' };
const finished = { ...nothing, event: 'workflow_run', action: 'completed', branch: 'main', workflow: 'Train' };

it.each([
  ['a pull request that opens', null, pull, true],
  ['a pull request that closes, without types', null, { ...pull, action: 'closed' }, false],
  ['a pull request that closes, with types', { types: ['closed'] }, { ...pull, action: 'closed' }, true],
  ['a base branch that is named', { branches: ['main'] }, pull, true],
  ['a base branch that is not named', { branches: ['release/**'] }, pull, false],
  ['a base branch that is ignored', { 'branches-ignore': ['main'] }, pull, false],
  ['a path that changed', { paths: ['**.ts'] }, pull, true],
  ['no path that changed', { paths: ['data/**'] }, pull, false],
  ['changes that are only in part ignored', { 'paths-ignore': ['docs/**'] }, pull, true],
  ['changes that are all ignored', { 'paths-ignore': ['docs/**', '*.ts'] }, pull, false],
  ['a push of a branch', null, push, true],
  ['a push of a branch where only tags are named', { tags: ['v*'] }, push, false],
  ['a push of a tag where only branches are named', { branches: ['**'] }, tag, false],
  ['a push of a tag that is named', { tags: ['v*'] }, tag, true],
  ['a push of a tag, whatever its paths', { paths: ['none'] }, tag, true],
  ['a run of the workflow that is named', { workflows: ['Train'] }, finished, true],
  ['a run of another workflow', { workflows: ['Gate'] }, finished, false],
  ['a run that has another type', { workflows: ['Train'], types: ['requested'] }, finished, false],
])('%s', async (_, trigger, happening, expected) => {
  expect(await isTriggered(trigger, happening)).toBe(expected);
});
