import { onGateFinished } from '@tidegate/app/events/gate-finished';
import { onPullRequestMerged } from '@tidegate/app/events/pull-request-merged';
import { onTrainingFinished } from '@tidegate/app/events/training-finished';
import type { WorkflowRun } from '@tidegate/core/ports/github';
import { beforeEach, describe, expect, it } from 'vitest';
import { BotLab } from '../bot-lab.ts';

const RELEASE = 'tidegate:release/churn';
let lab: BotLab;
let pull: { number: number; sha: string };
beforeEach(async () => {
  lab = new BotLab();
  pull = await lab.openPull();
});

const gateRuns = (task: string) => lab.started('gate.yml').filter(({ inputs }) => inputs['task'] === task);
const newest = (task: string) => gateRuns(task).at(-1)?.runId ?? 0;
const end = (id: number, conclusion = 'success', changes: Partial<WorkflowRun> = {}) =>
  onGateFinished(lab.context, lab.finish(id, conclusion, changes));
const train = async () => {
  await lab.github.addArtifact(900, 'tidegate-run-churn', new Uint8Array([1]));
  await onTrainingFinished(lab.context, lab.github.addRun({ id: 900, headSha: pull.sha, headBranch: 'wider' }));
};
const judge = async (changes = {}) => {
  await lab.uploadVerdict(newest('validate'), pull.sha, changes);
  await end(newest('validate'));
};
const merge = async () => {
  const commit = lab.github.merge(pull.number);
  await onPullRequestMerged(lab.context, pull.number);
  return commit;
};
/** Trained, passed and merged; gives the merge commit. */
const ship = async () => {
  await train();
  await judge();
  return merge();
};
const released = async () => (await lab.context.ledger.list()).filter(({ action }) => action === 'released');

describe('what was released', () => {
  it('is found by the bytes that the verdict named, never by what somebody published on the merge commit', async () => {
    const commit = await ship();
    const digest = await lab.publishByHand('churn@1.0.0', commit, 'the weights');
    await lab.publishByHand('churn@6.6.6', commit, 'other weights');
    await end(newest('release'));
    expect(lab.told(RELEASE)).toContain('Released [`churn@1.0.0`]');
    expect(await released()).toMatchObject([{ release: 'churn@1.0.0', digest, runId: newest('release') }]);
  });

  it('is nothing when only other bytes lie on the merge commit, or the same ones on a commit of somebody else', async () => {
    const commit = await ship();
    await lab.publishByHand('churn@6.6.6', commit, 'other weights');
    await lab.publishByHand('churn@7.7.7', pull.sha, 'the weights');
    await end(newest('release'));
    expect(lab.told(RELEASE)).toMatch(/was not released.*published by hand/);
    expect(await released()).toEqual([]);
  });

  it('is told as released before where the bytes are the same, and can be promoted from here', async () => {
    await lab.release('1.0.0', 'the weights');
    await ship();
    await end(newest('release'));
    expect(lab.told(RELEASE)).toMatch(/These bytes are \[`churn@1\.0\.0`\].* already.*`\/promote staging`/);
    expect((await released()).at(-1)).toMatchObject({ release: 'churn@1.0.0', issue: pull.number });
    await lab.comment(pull.number, 'monalisa', '/promote staging');
    expect(lab.started('operate.yml')).toMatchObject([
      { inputs: { request: expect.stringContaining('"churn@1.0.0"') } },
    ]);
  });

  it('is told once, however often the end of its run is', async () => {
    await lab.publishByHand('churn@1.0.0', await ship(), 'the weights');
    await end(newest('release'));
    await end(newest('release'));
    expect(await released()).toHaveLength(1);
  });

  it.each<[string, Partial<WorkflowRun>]>([
    ['another workflow', { path: '.github/workflows/evil.yml' }],
    ['a branch', { headBranch: 'wider' }],
    ['a person', { actor: 'monalisa' }],
  ])('is not told by a run of %s', async (_, changes) => {
    await lab.publishByHand('churn@1.0.0', await ship(), 'the weights');
    await end(newest('release'), 'success', changes);
    expect(lab.told(RELEASE)).toBeUndefined();
    expect(await released()).toEqual([]);
  });

  it('is not what a request says that somebody wrote into the ledger for the same run', async () => {
    const commit = await ship();
    const digest = await lab.publishByHand('churn@6.6.6', commit, 'other weights');
    const forged = { commit: pull.sha, issue: pull.number, runId: newest('release'), digest };
    await lab.forge({ action: 'release-requested', ...forged });
    await end(newest('release'));
    expect(await released()).toEqual([]);
  });
});

describe('a pull request that was merged before it was judged', () => {
  it('while it trained: is told of it, judged, and released when it passes', async () => {
    await lab.github.publishCheck({
      name: 'tidegate/churn',
      headSha: pull.sha,
      status: 'queued',
      title: '',
      summary: '',
    });
    const commit = await merge();
    expect(lab.told(RELEASE)).toMatch(
      /not released: it was merged before the gate had judged it.* run the training job/,
    );
    await train();
    await judge();
    await lab.publishByHand('churn@1.0.0', commit, 'the weights');
    await end(newest('release'));
    expect(lab.told(RELEASE)).toContain('Released [`churn@1.0.0`]');
  });

  it('while its gate ran: is released when it passes', async () => {
    await train();
    await merge();
    await judge();
    expect(gateRuns('release')).toHaveLength(1);
  });

  it.each<[string, () => Promise<void>, RegExp]>([
    ['does not pass', () => judge({ outcome: 'fail' }), /is not released: the gate did not pass/],
    ['fails', () => end(newest('validate'), 'failure'), /is not released: nothing judged/],
  ])('is told how to go on when its gate %s', async (_, finish, told) => {
    await train();
    await merge();
    await finish();
    expect(lab.told(RELEASE)).toMatch(told);
    expect(gateRuns('release')).toEqual([]);
  });

  it('is told how to go on when the gate had not passed it', async () => {
    await train();
    await judge({ outcome: 'fail' });
    await merge();
    expect(lab.told(RELEASE)).toMatch(/is not released: the gate did not pass what was merged/);
  });

  it('is released of its own verdict, where a fork’s pull request on the same commit was judged last', async () => {
    await train();
    const own = newest('validate');
    await judge();
    const request = { head: 'wider', base: 'main', title: '', body: '', labels: [] };
    const { number } = await lab.github.openPullRequest(request);
    const fork = { isFork: true, headRepository: 'mallory/churn' };
    const index = lab.github.pulls.findIndex((known) => known.number === number);
    lab.github.pulls[index] = { ...(await lab.github.readPullRequest(number)), ...fork };
    await lab.github.addArtifact(901, 'tidegate-run-churn', new Uint8Array([1]));
    const run = lab.github.addRun({ id: 901, headSha: pull.sha, headBranch: 'wider', ...fork });
    await onTrainingFinished(lab.context, run);
    await judge({ outcome: 'fail' });
    expect(newest('validate')).not.toBe(own);
    expect(lab.checkOn(pull.sha)).toMatchObject({ conclusion: 'success', externalId: `${own}` });
    await merge();
    expect(gateRuns('release')).toMatchObject([{ inputs: { 'run-id': `${own}`, 'pull-request': `${pull.number}` } }]);
  });
});

describe('a gate run that somebody runs again', () => {
  it('gives no verdict: it has the policy of its first attempt, so a new run is asked for, once', async () => {
    await train();
    const first = newest('validate');
    await end(first, 'failure');
    await lab.uploadVerdict(first, pull.sha);
    await end(first, 'success', { attempt: 2 });
    expect(lab.checkOn(pull.sha)?.status).toBe('in_progress');
    expect(gateRuns('validate').map(({ inputs }) => inputs['run-id'])).toEqual(['900', '900']);
    await end(first, 'success', { attempt: 3 });
    expect(gateRuns('validate')).toHaveLength(2);
    await judge();
    expect(lab.checkOn(pull.sha)).toMatchObject({ conclusion: 'success', externalId: `${newest('validate')}` });
  });

  it('says nothing before it has ended, when the end of its first attempt is told late', async () => {
    await train();
    await lab.uploadVerdict(newest('validate'), pull.sha);
    const run = lab.finish(newest('validate'), 'success', { attempt: 2 });
    await onGateFinished(lab.context, { ...run, status: 'in_progress', conclusion: undefined });
    expect(gateRuns('validate')).toHaveLength(1);
    expect(lab.github.comments).toEqual([]);
  });

  it('releases nothing: a new release is asked for, unless it was released', async () => {
    const commit = await ship();
    const first = newest('release');
    await end(first, 'failure');
    await lab.publishByHand('churn@1.0.0', commit, 'the weights');
    await end(first, 'success', { attempt: 2 });
    expect(await released()).toEqual([]);
    await end(newest('release'));
    expect(await released()).toMatchObject([{ release: 'churn@1.0.0', runId: newest('release') }]);
    await end(newest('release'), 'success', { attempt: 2 });
    expect(gateRuns('release')).toHaveLength(2);
  });
});
