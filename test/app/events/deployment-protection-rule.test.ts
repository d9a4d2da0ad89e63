import { onProtectionRuleRequested } from '@tidegate/app/events/deployment-protection-rule';
import type { WorkflowRun } from '@tidegate/core/ports/github';
import { beforeEach, describe, expect, it } from 'vitest';
import { BotLab, POLICY } from '../bot-lab.ts';

let lab: BotLab;
let runId = 0;
let release: { tag: string; digest: string; pull: number };
beforeEach(async () => {
  lab = new BotLab();
  release = await lab.release('1.0.0');
  await lab.comment(release.pull, 'monalisa', '/promote staging');
  runId = lab.started('operate.yml')[0]?.runId ?? 0;
});
const ask = async (environment = 'staging', id = runId) => {
  await onProtectionRuleRequested(lab.context, { runId: id, environment });
  return lab.github.reviews.at(-1);
};
const change = (changes: Partial<WorkflowRun>) => {
  const run = lab.github.runs.get(runId);
  if (run) lab.github.runs.set(runId, { ...run, ...changes });
};

it('lets the run go on that carries out a command, and says whose', async () => {
  const review = await ask();
  expect(review).toMatchObject({ runId, environment: 'staging', state: 'approved' });
  expect(review?.comment).toContain(`churn@1.0.0 (${release.digest.slice(7, 19)}) for staging, asked by monalisa`);
  expect((await lab.actions()).at(-1)).toBe('deployment-approved');
});

describe('rejects', () => {
  it.each<[string, () => unknown, RegExp]>([
    ['a run that a person started', () => change({ actor: 'monalisa' }), /started by monalisa/],
    ['a run of another workflow', () => change({ path: '.github/workflows/train.yml' }), /from .*train\.yml/],
    ['a run of a branch, whose workflow its author wrote', () => change({ headBranch: 'wider' }), /on wider/],
    ['a job that was run again: a request is carried out once', () => change({ attempt: 2 }), /carried out once/],
    ['somebody who lost the permission since', () => lab.github.permissions.set('monalisa', 'read'), /`write`.*`read`/],
    [
      'an environment that the policy dropped since',
      () =>
        lab.push('main', {
          'tidegate.yml': POLICY.replace('name: staging', 'name: test').replace('after: staging', 'after: test'),
        }),
      /no environment `staging`/,
    ],
    [
      'a release whose bytes were swapped',
      () => {
        const index = lab.github.releases.findIndex(({ tag }) => tag === release.tag);
        const [found] = lab.github.releases.splice(index, 1);
        return lab.publishByHand(release.tag, found?.commit ?? '', 'other weights');
      },
      /not what was asked for/,
    ],
    ['a release that was taken back', () => lab.github.releases.splice(0), /no published release/],
  ])('%s', async (_, prepare, reason) => {
    await prepare();
    const review = await ask();
    expect(review?.state).toBe('rejected');
    expect(review?.comment).toMatch(reason);
    expect((await lab.actions()).at(-1)).toBe('deployment-rejected');
  });

  it('another environment than the one that was asked for', async () => {
    expect(await ask('production')).toMatchObject({
      state: 'rejected',
      comment: expect.stringContaining('for staging'),
    });
  });

  it('a run that no command asked for, though somebody wrote a request for it into the ledger', async () => {
    const { digest } = release;
    lab.github.addRun({
      id: 950,
      path: '.github/workflows/operate.yml',
      event: 'workflow_dispatch',
      actor: 'monalisa',
    });
    expect(await ask('production', 950)).toMatchObject({
      state: 'rejected',
      comment: expect.stringContaining('/promote'),
    });
    const forged = { release: release.tag, environment: 'production', digest, runId: 950, actor: 'octocat' } as const;
    await lab.forge({ action: 'promotion-requested', ...forged });
    expect(await ask('production', 950)).toMatchObject({
      state: 'rejected',
      comment: expect.stringContaining('started by monalisa'),
    });
  });
});

it('answers within what GitHub takes', async () => {
  lab.github.runs.set(runId, { ...(await lab.github.readWorkflowRun(runId)), headBranch: 'x'.repeat(5000) });
  expect((await ask())?.comment.length).toBeLessThanOrEqual(1024);
});
