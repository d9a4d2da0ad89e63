import { onTrainingFinished } from '@tidegate/app/events/training-finished';
import { beforeEach, describe, expect, it } from 'vitest';
import { BotLab } from '../bot-lab.ts';

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
    lab.github.merge(pull.number);
    await train();
    expect(lab.github.started).toEqual([]);
  });

  it('twice for one model, however many artifacts carry its name', async () => {
    await train({}, ['tidegate-run-churn', 'tidegate-run-churn', 'tidegate-run-churn']);
    expect(lab.github.started).toHaveLength(1);
  });
});

describe('training that failed', () => {
  beforeEach(() =>
    lab.github.publishCheck({ name: 'tidegate/churn', headSha: pull.sha, status: 'queued', title: '', summary: '' }),
  );

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

  it('of a run that a newer push replaced is not told', async () => {
    await train({ conclusion: 'cancelled' });
    expect(lab.checkOn(pull.sha)?.status).toBe('queued');
    expect(lab.github.comments).toEqual([]);
  });
});
