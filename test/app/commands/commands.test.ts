import { beforeEach, describe, expect, it } from 'vitest';
import { onCommentCreated } from '../../../app/events/issue-comment.ts';
import { BotLab, POLICY } from '../bot-lab.ts';

let lab: BotLab;
let release: { tag: string; digest: string; pull: number };
beforeEach(async () => {
  lab = new BotLab();
  release = await lab.release('1.0.0');
});
const deployments = () =>
  lab.started('operate.yml').map(({ inputs }) => ({ ...inputs, request: JSON.parse(inputs['request'] ?? '{}') }));

describe('/promote', () => {
  it('starts the deployment of the release that was made here: its bytes, where, on whose word', async () => {
    const answer = await lab.comment(release.pull, 'monalisa', '/promote staging');
    const { tag, digest, pull } = release;
    const request = { action: 'promote', model: 'churn', release: tag, digest, requestedBy: 'monalisa', issue: pull };
    expect(deployments()).toEqual([
      { task: 'deploy', environment: 'staging', request: expect.objectContaining(request) },
    ]);
    expect(answer).toContain('Promotion of `churn@1.0.0` to **staging** has started');
    const event = (await lab.context.ledger.list()).at(-1);
    expect(event).toMatchObject({ action: 'promotion-requested', actor: 'monalisa', digest, environment: 'staging' });
    expect(event?.runId).toBe(lab.started('operate.yml')[0]?.runId);
    expect(lab.github.reactions.map(({ reaction }) => reaction)).toEqual(['eyes', 'rocket']);
  });

  it('takes a version by name, in an issue too', async () => {
    await lab.comment(4711, 'octocat', '/promote staging churn@1.0.0');
    expect(deployments()).toMatchObject([{ request: { release: 'churn@1.0.0' } }]);
  });

  it('lets production have what staging serves, by somebody who may', async () => {
    lab.serve('staging', release);
    await lab.comment(release.pull, 'octocat', '/promote production');
    expect(deployments()).toMatchObject([{ environment: 'production' }]);
  });

  it('of an order that is handled again after a fault deploys once', async () => {
    const id = lab.github.say(release.pull, 'monalisa', '/promote staging');
    const comment = { id, issue: release.pull, body: '/promote staging', author: 'monalisa', isBot: false };
    await onCommentCreated(lab.context, comment);
    await onCommentCreated(lab.context, comment);
    expect(deployments()).toHaveLength(1);
    // The intent, and the run that carries it out.
    expect(await lab.actions()).toEqual(['released', 'promotion-requested', 'promotion-requested']);
    expect(lab.github.comments.filter(({ author }) => author === 'tidegate[bot]')).toHaveLength(1);
  });

  const staged = () => lab.serve('staging', release);
  it.each<[string, string, string, string, () => unknown]>([
    ['somebody who may triage', 'defunkt', '/promote staging', 'permission-too-low', () => {}],
    ['a writer, where the policy wants a maintainer', 'monalisa', '/promote production', 'permission-too-low', staged],
    ['an environment that the policy does not know', 'octocat', '/promote moon', 'unknown-environment', () => {}],
    ['a version that staging does not serve', 'octocat', '/promote production', 'not-in-earlier-environment', () => {}],
    ['what serves already', 'octocat', '/promote staging', 'already-serving', staged],
    ['a version that does not exist', 'octocat', '/promote staging churn@9.9.9', 'release-missing', () => {}],
    ['a model that the policy does not know', 'octocat', '/promote staging fraud@1.0.0', 'release-missing', () => {}],
    ['a name of the prototype', 'octocat', '/promote staging constructor@1.0.0', 'release-missing', () => {}],
    ['no environment', 'octocat', '/promote', 'usage', () => {}],
    ['too many words', 'octocat', '/promote staging churn@1.0.0 now', 'usage', () => {}],
    ['a shell’s words', 'octocat', '/promote $(id)', 'usage', () => {}],
    ['a path', 'octocat', '/promote ../production', 'usage', () => {}],
    ['another version’s grammar', 'octocat', '/promote staging churn@latest', 'usage', () => {}],
  ])('is refused with the reason: %s', async (_, author, words, reason, prepare) => {
    await prepare();
    const answer = await lab.comment(release.pull, author, words);
    expect(answer).toContain(`reason: \`${reason}\``);
    expect(lab.github.started).toEqual([]);
    expect(lab.github.reactions.at(-1)?.reaction).toBe('confused');
  });

  it('keeps refusals in the ledger, with who asked for what', async () => {
    await lab.comment(release.pull, 'monalisa', '/promote production');
    expect((await lab.context.ledger.list()).slice(1)).toMatchObject([
      { action: 'promotion-refused', actor: 'monalisa', environment: 'production', reason: 'permission-too-low' },
    ]);
  });

  it('refuses a release that somebody published by hand, though its digests are right', async () => {
    const { commit = '' } = (await lab.github.findRelease(release.tag)) ?? {};
    await lab.publishByHand('churn@6.6.6', commit, 'weights of my own');
    const answer = await lab.comment(release.pull, 'monalisa', '/promote staging churn@6.6.6');
    expect(answer).toContain('reason: `release-unproven`');
    expect(lab.github.started).toEqual([]);
  });

  it('never means a head: an open pull request has nothing to promote, whatever is pushed to it', async () => {
    const open = await lab.openPull();
    // GitHub gives open pull requests a merge commit too, one that nobody made.
    const { commit } = (await lab.github.findRelease(release.tag)) ?? {};
    const index = lab.github.pulls.findIndex(({ number }) => number === open.number);
    lab.github.pulls[index] = { ...(await lab.github.readPullRequest(open.number)), mergeCommitSha: commit };
    const answer = await lab.comment(open.number, 'octocat', '/promote staging');
    expect(answer).toContain('reason: `release-missing`');
    expect(lab.github.started).toEqual([]);
  });

  it('asks which, where one merge released several models', async () => {
    const { commit = '' } = (await lab.github.findRelease(release.tag)) ?? {};
    await lab.publish('fraud@2.0.0', commit, 'fraud', release.pull);
    const answer = await lab.comment(release.pull, 'octocat', '/promote staging');
    expect(answer).toContain('`/promote staging churn@1.0.0`');
    expect(answer).toContain('reason: `release-ambiguous`');
    expect(lab.github.started).toEqual([]);
  });

  it('does not take a release that is a draft, or was made elsewhere', async () => {
    const merged = await lab.release('1.1.0');
    const index = lab.github.releases.findIndex(({ tag }) => tag === merged.tag);
    const found = lab.github.releases[index];
    if (found) lab.github.releases[index] = { ...found, draft: true };
    expect(await lab.comment(merged.pull, 'octocat', '/promote staging')).toContain('`release-missing`');
    expect(await lab.comment(merged.pull, 'octocat', '/promote staging churn@1.1.0')).toContain('`release-missing`');
    expect(lab.github.started).toEqual([]);
  });

  it('reads permissions from the default branch: a pull request that lowers them changes nothing', async () => {
    await lab.push('wider', { 'tidegate.yml': POLICY.replaceAll('promote: maintain', 'promote: read') });
    lab.serve('staging', release);
    expect(await lab.comment(release.pull, 'monalisa', '/promote production')).toContain('`permission-too-low`');
  });

  it('does not take what another app or a person wrote as a proof that staging serves it', async () => {
    const description = `${release.tag} ${release.digest}`;
    lab.github.addDeployment('staging', [{ state: 'success', description, creator: 'monalisa' }]);
    lab.github.addDeployment('staging', [{ state: 'success', description, creator: 'other-app[bot]' }]);
    expect(await lab.comment(release.pull, 'octocat', '/promote production')).toContain('`not-in-earlier-environment`');
  });
});

describe('/rollback', () => {
  it('starts the deployment of the version before', async () => {
    const next = await lab.release('1.1.0');
    lab.serve('production', release);
    lab.serve('production', next);
    const answer = await lab.comment(next.pull, 'octocat', '/rollback production');
    const { tag, digest } = release;
    expect(deployments()).toMatchObject([{ request: { action: 'rollback', release: tag, digest } }]);
    expect(answer).toContain('Rollback of `churn@1.0.0` to **production** has started');
    expect((await lab.actions()).filter((action) => action !== 'released')).toEqual([
      'rollback-requested',
      'rollback-requested',
    ]);
  });

  it('does not count what another model serves there', async () => {
    const fraud = { tag: 'fraud@1.0.0', digest: `sha256:${'f'.repeat(64)}` };
    lab.serve('production', release);
    lab.serve('production', fraud);
    const answer = await lab.comment(release.pull, 'octocat', '/rollback production');
    expect(answer).toContain('`no-earlier-version`');
  });

  it('asks which model, where several serve', async () => {
    const two = POLICY.replace(/\n {2}churn:\n([\s\S]*)$/, (all, model: string) => `${all}\n  fraud:\n${model}`);
    await lab.push('main', { 'tidegate.yml': two });
    const answer = await lab.comment(release.pull, 'octocat', '/rollback production');
    expect(answer).toContain('`release-ambiguous`');
    expect(answer).toContain('`/rollback production fraud@…`');
  });

  it.each<[string, string, string, string]>([
    ['somebody who may triage', 'defunkt', '/rollback production', 'permission-too-low'],
    ['a writer, where the policy wants a maintainer', 'monalisa', '/rollback production', 'permission-too-low'],
    ['where nothing else ever served', 'octocat', '/rollback production', 'no-earlier-version'],
    ['to a version that never served there', 'octocat', '/rollback production churn@0.9.0', 'never-served-here'],
    ['to what serves', 'octocat', '/rollback production churn@1.0.0', 'already-serving'],
    ['of an environment that the policy does not know', 'octocat', '/rollback moon', 'unknown-environment'],
    ['of a model that the policy does not know', 'octocat', '/rollback production fraud@1.0.0', 'unknown-environment'],
    ['without an environment', 'octocat', '/rollback', 'usage'],
  ])('is refused with the reason: %s', async (_, author, words, reason) => {
    lab.serve('production', release);
    expect(await lab.comment(release.pull, author, words)).toContain(`reason: \`${reason}\``);
    expect(lab.github.started).toEqual([]);
  });
});

describe('/status and /help', () => {
  it('tell what serves where, and the releases', async () => {
    lab.serve('staging', release);
    const answer = await lab.comment(release.pull, 'hubot', '/status');
    expect(answer).toMatch(/`churn` \| staging +\| `churn@1\.0\.0`/);
    expect(answer).toMatch(/`churn` \| production +\| — /);
    expect(answer).toContain('Releases: [`churn@1.0.0`](');
  });

  it('list every command', async () => {
    const answer = await lab.comment(1, 'hubot', '/help');
    for (const name of ['promote', 'rollback', 'status', 'help']) expect(answer).toContain(`/${name}`);
  });
});

describe('who is not answered', () => {
  it.each<[string, string, string, boolean]>([
    ['a bot', 'dependabot[bot]', '/promote staging', true],
    ['somebody who quotes a command', 'octocat', '> /promote staging', false],
    ['somebody who only talks', 'octocat', 'Please promote this.', false],
  ])('%s', async (_, author, words, isBot) => {
    expect(await lab.comment(release.pull, author, words, isBot)).toBeUndefined();
    expect(lab.github.reactions).toEqual([]);
    expect(lab.github.started).toEqual([]);
  });

  it('anybody in a repository that does not use Tidegate', async () => {
    lab = new BotLab(null);
    expect(await lab.comment(1, 'octocat', '/status')).toBeUndefined();
    expect(lab.github.reactions).toEqual([]);
  });
});

it('tells a policy that cannot be read, with its mistakes, and mentions nobody', async () => {
  await lab.push('main', { 'tidegate.yml': POLICY.replace('version: 1', 'version: "@octo-org/owners"') });
  const answer = await lab.comment(release.pull, 'octocat', '/promote staging');
  expect(answer).toContain('reason: `config-invalid`');
  expect(answer).not.toContain('@octo-org');
});
