import { onTrainingFinished } from '@tidegate/app/events/training-finished';
import type { PullRequest } from '@tidegate/core/ports/github';
import { beforeEach, describe, expect, it } from 'vitest';
import { BotLab } from '../bot-lab.ts';

const QUEUED = { name: 'tidegate/churn', status: 'queued', title: '', summary: '' } as const;
let lab: BotLab;
let pull: { number: number; sha: string };
beforeEach(async () => {
  lab = new BotLab();
  pull = await lab.openPull();
});
const train = async (changes: object = {}, artifacts: readonly string[] = ['tidegate-run-churn']) => {
  const run = lab.github.addRun({
    id: 900,
    headSha: pull.sha,
    headBranch: 'wider',
    url: 'https://run/900',
    ...changes,
  });
  for (const name of artifacts) await lab.github.addArtifact(run.id, name, new Uint8Array([1]));
  await onTrainingFinished(lab.context, run);
  return run;
};

const change = (number: number, changes: Partial<PullRequest>) => {
  const index = lab.github.pulls.findIndex((known) => known.number === number);
  const found = lab.github.pulls[index];
  if (found) lab.github.pulls[index] = { ...found, ...changes };
};
const open = async (head: string, base = 'main') => {
  const { number } = await lab.github.openPullRequest({ head, base, title: '', body: '', labels: [] });
  return number;
};
const judged = () => lab.started('gate.yml').map(({ inputs }) => Number(inputs['pull-request']));

describe('a commit that is the head of several pull requests', () => {
  it('is judged for the branch that was trained: nobody takes the verdict with a second pull request', async () => {
    lab.github.branches.set('copy', pull.sha);
    const copy = await open('copy');
    const fork = await open('copy');
    change(fork, { headRef: 'wider', headRepository: 'mallory/churn', isFork: true });
    await train();
    expect(judged()).toEqual([pull.number]);
    await train({ id: 901, headBranch: 'copy' });
    await train({ id: 902, isFork: true, headRepository: 'mallory/churn' });
    expect(judged()).toEqual([pull.number, copy, fork]);
  });

  it('is judged for each of them, the first one first, where GitHub does not say which was trained', async () => {
    const second = await open('wider');
    await open('wider', 'main').then((third) => change(third, { baseRef: 'wip' }));
    await train({ headBranch: '', headRepository: '' });
    expect(judged()).toEqual([pull.number, second]);
  });

  it('has one check, which the training of a fork does not touch', async () => {
    await lab.github.publishCheck({ ...QUEUED, headSha: pull.sha });
    const fork = await open('wider');
    change(fork, { headRepository: 'mallory/churn', isFork: true });
    await train({ conclusion: 'failure', isFork: true, headRepository: 'mallory/churn' });
    expect(lab.checkOn(pull.sha)?.status).toBe('queued');
    expect(lab.github.comments.map(({ issue }) => issue)).toEqual([fork]);
  });
});

it('dispatches the gate for what was merged while it trained', async () => {
  lab.github.merge(pull.number);
  await train();
  expect(judged()).toEqual([pull.number]);
});

it('dispatches the gate on the default branch with what the API says, and shows it on the commit', async () => {
  await train();
  expect(lab.started('gate.yml')).toMatchObject([
    { inputs: { task: 'validate', model: 'churn', 'pull-request': `${pull.number}`, sha: pull.sha, 'run-id': '900' } },
  ]);
  expect(lab.checkOn(pull.sha)).toMatchObject({ name: 'tidegate/churn', status: 'in_progress' });
  const [event] = await lab.context.ledger.list();
  expect(event).toMatchObject({ action: 'validation-requested', commit: pull.sha, issue: pull.number });
  expect(event?.runId).toBe(lab.started('gate.yml')[0]?.runId);
});

describe('dispatches nothing', () => {
  it.each<[string, object, readonly string[]]>([
    ['for a commit that is no head any more', { headSha: 'f'.repeat(40) }, ['tidegate-run-churn']],
    ['for a run that no pull request started', { event: 'workflow_dispatch' }, ['tidegate-run-churn']],
    ['for a model that the policy does not know', {}, ['tidegate-run-fraud', 'tidegate-run-constructor']],
    [
      'for artifacts with other names',
      {},
      ['tidegate-run-churn/../x', 'tidegate-run-', 'xtidegate-run-churn', 'CHURN'],
    ],
    ['for training that failed', { conclusion: 'failure' }, ['tidegate-run-churn']],
    ['for training that was cancelled', { conclusion: 'cancelled' }, []],
  ])('%s', async (_, changes, artifacts) => {
    await train(changes, artifacts);
    expect(lab.github.started).toEqual([]);
  });

  it('for a pull request that was closed meanwhile', async () => {
    change(pull.number, { state: 'closed' });
    await train();
    expect(lab.github.started).toEqual([]);
  });

  it('for a pull request into another branch', async () => {
    change(pull.number, { baseRef: 'wip' });
    await train();
    expect(lab.github.started).toEqual([]);
  });

  it('for a run of the same commit in a fork', async () => {
    await train({ isFork: true, headRepository: 'mallory/churn' });
    expect(lab.github.started).toEqual([]);
  });

  it('for what was released of it already', async () => {
    lab.github.merge(pull.number);
    await lab.forge({ action: 'released', release: 'churn@1.0.0', issue: pull.number });
    await train();
    expect(lab.github.started).toEqual([]);
  });

  it('while it runs again: the end of its first attempt may be told late', async () => {
    await train({ attempt: 2, status: 'in_progress', conclusion: undefined });
    expect(lab.github.started).toEqual([]);
  });

  it('twice for one model, however many artifacts carry its name', async () => {
    await train({}, ['tidegate-run-churn', 'tidegate-run-churn', 'tidegate-run-churn']);
    expect(lab.github.started).toHaveLength(1);
  });
});

describe('training that failed', () => {
  beforeEach(() => lab.github.publishCheck({ ...QUEUED, headSha: pull.sha }));

  it('fails the check and says so in the comment, in place of an older verdict', async () => {
    const old = '<!-- tidegate:verdict/churn -->\n✅ churn may ship\n<!-- /tidegate:verdict/churn -->';
    await lab.github.upsertComment({ issue: pull.number, marker: 'tidegate:verdict', body: old });
    await train({ conclusion: 'failure' });
    expect(lab.checkOn(pull.sha)).toMatchObject({
      status: 'completed',
      conclusion: 'failure',
      title: 'Training failed',
    });
    expect(lab.told('tidegate:verdict')).toContain(`no verdict on \`${pull.sha.slice(0, 7)}\``);
    expect(lab.told('tidegate:verdict')).not.toContain('may ship');
  });

  it('of what was merged meanwhile is told, with how to go on', async () => {
    lab.github.merge(pull.number);
    await train({ conclusion: 'cancelled' });
    expect(lab.checkOn(pull.sha)?.conclusion).toBe('failure');
    expect(lab.told('tidegate:release/churn')).toMatch(/is not released: nothing judged .* run the training job/);
  });

  it('of a run that a newer push replaced is not told', async () => {
    await train({ conclusion: 'cancelled' });
    expect(lab.checkOn(pull.sha)?.status).toBe('queued');
    expect(lab.github.comments).toEqual([]);
  });
});
