import { onOperateFinished } from '@tidegate/app/events/deployment-finished';
import { onProtectionRuleRequested } from '@tidegate/app/events/deployment-protection-rule';
import { beforeEach, describe, expect, it } from 'vitest';
import { BotLab } from '../bot-lab.ts';

let lab: BotLab;
let runId = 0;
let old: { tag: string; digest: string; pull: number };
let next: { tag: string; digest: string; pull: number };
beforeEach(async () => {
  lab = new BotLab();
  old = await lab.release('1.0.0');
  next = await lab.release('1.1.0');
  lab.serve('staging', next);
  lab.serve('production', old);
  await lab.comment(next.pull, 'octocat', '/promote production');
  runId = lab.started('operate.yml')[0]?.runId ?? 0;
});
const end = (conclusion: string) => onOperateFinished(lab.context, lab.finish(runId, conclusion));
const answer = () => lab.github.comments.findLast(({ author }) => author === 'tidegate[bot]')?.body;
const statesOf = async (environment: string) =>
  (await lab.github.listDeployments(environment)).map(({ statuses }) => statuses[0]?.state);

it('says that the environment serves the release once its server answered with the digest', async () => {
  lab.serve('production', next, runId);
  await end('success');
  expect(answer()).toContain(`✅ **production** serves \`churn@1.1.0\``);
  expect(answer()).toContain(next.digest);
  expect((await lab.actions()).at(-1)).toBe('deployed');
  expect(lab.github.comments.filter(({ author }) => author === 'tidegate[bot]')).toHaveLength(1);
});

it('leaves one deployment of the model active, and those of other models alone', async () => {
  lab.serve('production', { tag: 'fraud@1.0.0', digest: `sha256:${'f'.repeat(64)}` });
  lab.serve('production', next, runId);
  await end('success');
  expect(await statesOf('production')).toEqual(['success', 'success', 'inactive']);
  await end('success');
  expect(lab.github.deployments.flatMap(({ statuses }) => statuses)).toHaveLength(5);
});

it('is judged by its own deployment, though another order was carried out before this was told', async () => {
  lab.serve('staging', old);
  await lab.comment(old.pull, 'octocat', '/promote production churn@1.0.0');
  lab.serve('production', next, runId);
  const last = await lab.release('1.2.0');
  lab.serve('staging', last);
  await lab.comment(last.pull, 'octocat', '/promote production');
  const later = lab.started('operate.yml').at(-1)?.runId ?? 0;
  lab.serve('production', last, later);
  await onOperateFinished(lab.context, lab.finish(runId, 'success'));
  await onOperateFinished(lab.context, lab.finish(later, 'success'));
  const answers = lab.github.comments.filter(({ body }) => body.includes('✅')).map(({ body }) => body);
  expect(answers).toHaveLength(2);
  expect(answers[0]).toMatch(/serves `churn@1\.1\.0`.* Since then `churn@1\.2\.0` has taken its place/);
  expect(answers[1]).toContain('serves `churn@1.2.0`');
  expect((await lab.actions()).filter((action) => /^deploy/.test(action))).toEqual(['deployed', 'deployed']);
  expect(await statesOf('production')).toEqual(['success', 'inactive', 'inactive']);
});

describe('does not say so', () => {
  it('when the job succeeded and the server still answers with the old digest', async () => {
    await end('success');
    expect(answer()).toContain('was not deployed to **production**');
    expect(answer()).toContain('What served before still serves');
    expect((await lab.actions()).at(-1)).toBe('deployment-failed');
    expect(await statesOf('production')).toEqual(['success']);
  });

  it('when only another run’s deployment proves that the digest serves', async () => {
    lab.serve('production', next, runId * 10);
    await end('success');
    expect(answer()).toContain('was not deployed');
  });

  it('when somebody else wrote the status that should prove it', async () => {
    const description = `${next.tag} ${next.digest}`;
    lab.github.addDeployment('production', [{ state: 'success', description, creator: 'octocat' }]);
    await end('success');
    expect(answer()).toContain('was not deployed');
  });

  it('when the job failed, and gives the reason of the job', async () => {
    const logUrl = `https://github.com/octo-org/churn/actions/runs/${runId}/job/3`;
    const description = 'churn@1.1.0 refused: deployment-unproven';
    lab.github.addDeployment('production', [{ state: 'failure', description, logUrl }]);
    await end('failure');
    expect(answer()).toContain('refused: deployment-unproven');
  });

  it('when the environment’s rule rejected it, and gives the reason of the rule', async () => {
    lab.github.permissions.set('octocat', 'read');
    await onProtectionRuleRequested(lab.context, { runId, environment: 'production' });
    await end('failure');
    expect(answer()).toContain('needs the permission');
  });
});

it('says nothing of runs that no command asked for', async () => {
  const run = lab.github.addRun({ id: 960, path: '.github/workflows/operate.yml', conclusion: 'success' });
  const before = await lab.actions();
  await onOperateFinished(lab.context, run);
  expect(await lab.actions()).toEqual(before);
});
