import { onOperateFinished } from '@tidegate/app/events/deployment-finished';
import { onCommentCreated } from '@tidegate/app/events/issue-comment';
import { OperatorError } from '@tidegate/core/errors';
import { beforeEach, describe, expect, it } from 'vitest';
import { BotLab } from '../bot-lab.ts';

let lab: BotLab;
let release: { tag: string; digest: string; pull: number };
beforeEach(async () => {
  lab = new BotLab();
  release = await lab.release('1.0.0');
});
const outage = () => new OperatorError('github-unavailable', 'GitHub answered 502', 'Try again.');
const say = (author: string, body: string) => {
  const id = lab.github.say(release.pull, author, body);
  return { id, issue: release.pull, body, author, isBot: false };
};
const answers = () => lab.github.comments.filter(({ author }) => author === 'tidegate[bot]').map(({ body }) => body);
const orders = async () => (await lab.actions()).filter((action) => action !== 'released');
/** From now on this many ledger commits go well, and the others do not. */
const failLedgerAfter = (commits: number) => {
  const commit = lab.github.commitFiles.bind(lab.github);
  let left = commits;
  lab.github.commitFiles = async (request) => {
    left -= 1;
    if (left < 0) throw outage();
    return commit(request);
  };
};

describe('an order', () => {
  it('is not started when the ledger cannot be told of it', async () => {
    failLedgerAfter(0);
    expect(await lab.comment(release.pull, 'monalisa', '/promote staging')).toContain('reason: `github-unavailable`');
    expect(lab.started('operate.yml')).toEqual([]);
    expect(await orders()).toEqual([]);
  });

  it('is in the ledger before it is started, and again with its run', async () => {
    const start = lab.github.startWorkflow.bind(lab.github);
    let before: readonly string[] = [];
    lab.github.startWorkflow = async (...words) => {
      before = await orders();
      return start(...words);
    };
    await lab.comment(release.pull, 'monalisa', '/promote staging');
    expect(before).toEqual(['promotion-requested']);
    const [intent, request] = (await lab.context.ledger.list()).slice(1);
    expect(intent?.runId).toBeNull();
    expect(request).toMatchObject({ action: 'promotion-requested', runId: lab.started('operate.yml')[0]?.runId });
  });

  it('that was started says so when only the second word to the ledger failed', async () => {
    failLedgerAfter(1);
    const answer = await lab.comment(release.pull, 'monalisa', '/promote staging');
    expect(answer).toMatch(/Run \d+ was started, but the ledger could not be told of it .*Write the command again/);
  });

  it('that could not be started is in the ledger as that', async () => {
    lab.github.startWorkflow = async () => Promise.reject(outage());
    expect(await lab.comment(release.pull, 'monalisa', '/promote staging')).toContain('reason: `github-unavailable`');
    expect(await orders()).toEqual(['promotion-requested', 'deployment-failed']);
  });

  it.each(['eyes', 'rocket'])('stands although the reaction %s cannot be given', async (refused) => {
    const react = lab.github.react.bind(lab.github);
    lab.github.react = async (comment, reaction) => {
      if (reaction === refused) throw new OperatorError('github-not-found', 'GitHub answered 404', 'Check the name.');
      return react(comment, reaction);
    };
    expect(await lab.comment(release.pull, 'monalisa', '/promote staging')).toContain('has started');
    expect(lab.started('operate.yml')).toHaveLength(1);
  });
});

describe('a comment that is told again', () => {
  it('keeps the answer that it has', async () => {
    const comment = say('monalisa', '/promote staging');
    await onCommentCreated(lab.context, comment);
    const runId = lab.started('operate.yml')[0]?.runId ?? 0;
    lab.serve('staging', release, runId);
    await onOperateFinished(lab.context, lab.finish(runId, 'success'));
    const before = answers();
    expect(before[0]).toContain('✅ **staging** serves');
    await onCommentCreated(lab.context, comment);
    expect(answers()).toEqual(before);
    expect(lab.started('operate.yml')).toHaveLength(1);
  });

  it('keeps a refusal too, though it could be carried out by now', async () => {
    const comment = say('octocat', '/promote production');
    await onCommentCreated(lab.context, comment);
    lab.serve('staging', release);
    await onCommentCreated(lab.context, comment);
    expect(answers()).toEqual([expect.stringContaining('`not-in-earlier-environment`')]);
    expect(lab.github.started).toEqual([]);
  });

  it.each<[string, string, string, RegExp]>([
    ['was carried out', 'monalisa', '/promote staging', /⏳ `churn@1\.0\.0` to \*\*staging\*\* was started/],
    ['was refused', 'monalisa', '/promote production', /reason: `permission-too-low`/],
  ])('gets the answer that a fault kept back, of what %s', async (_, author, body, told) => {
    const comment = say(author, body);
    const upsert = lab.github.upsertComment.bind(lab.github);
    lab.github.upsertComment = async () => Promise.reject(outage());
    await expect(onCommentCreated(lab.context, comment)).rejects.toThrow('502');
    lab.github.upsertComment = upsert;
    const before = await lab.actions();
    await onCommentCreated(lab.context, comment);
    expect(answers()).toEqual([expect.stringMatching(told)]);
    expect(lab.started('operate.yml').length).toBeLessThanOrEqual(1);
    expect(await lab.actions()).toEqual(before);
  });

  it('is not started when nobody knows whether it was: the person is asked to look', async () => {
    const comment = say('monalisa', '/promote staging');
    lab.github.startWorkflow = async () => Promise.reject(new Error('the bot was ended'));
    await expect(onCommentCreated(lab.context, comment)).rejects.toThrow('ended');
    await onCommentCreated(lab.context, comment);
    expect(answers()).toEqual([expect.stringContaining('reason: `interrupted`')]);
  });
});

describe('somebody below triage', () => {
  it.each([
    ['hubot', '/promote staging'],
    ['mallory', '/promote staging'],
    ['mallory', '/rollback production'],
    ['mallory', '/promote $(id)'],
  ])('%s gets one reaction to the refused %s: no comment, and no commit to the ledger', async (author, words) => {
    expect(await lab.comment(release.pull, author, words)).toBeUndefined();
    expect(await orders()).toEqual([]);
    expect(lab.github.reactions.map(({ reaction }) => reaction)).toEqual(['confused']);
  });

  it('gets no more words of a policy that cannot be read', async () => {
    await lab.push('main', { 'tidegate.yml': 'version: 1\nmodels: {}\n' });
    expect(await lab.comment(release.pull, 'mallory', '/help')).toBeUndefined();
    expect(await lab.comment(release.pull, 'monalisa', '/help')).toContain('reason: `config-invalid`');
  });
});
