import { createGitHub } from '@tidegate/core/adapters/octokit-github/octokit-github';
import { sha256 } from '@tidegate/core/digest';
import type { GitHubPort } from '@tidegate/core/ports/github';
import { type LocalGitHub, startGitHub } from '@tidegate/emulator/github/start-github';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectConformance } from '../emulator/expect-conformance.ts';
import { MemoryGitHub } from '../fakes/memory-github.ts';

const FILES = { 'tidegate.yml': 'version: 1\n', 'data/a b.csv': 'x\n1\n' };
const bytes = (text: string) => new TextEncoder().encode(text);

interface World {
  readonly github: GitHubPort;
  /** A comment by somebody else. */
  say(issue: number, body: string): Promise<void>;
  close(): Promise<void>;
}

async function openMemory(): Promise<World> {
  const github = new MemoryGitHub(FILES);
  github.permissions.set('octocat', 'maintain').set('hubot', 'read');
  return { github, say: async (issue, body) => void github.say(issue, 'octocat', body), close: async () => {} };
}

async function openEmulator(): Promise<World> {
  const local: LocalGitHub = await startGitHub({ users: ['octo-admin', 'octocat', 'hubot'] });
  await local.createRepository({ owner: 'octo-org', name: 'churn', files: FILES, message: 'start' });
  const call = (path: string, token: string, method: string, body: unknown) =>
    fetch(`${local.url}/repos/octo-org/churn/${path}`, {
      method,
      headers: { authorization: `token ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  for (const [login, permission] of [
    ['octocat', 'maintain'],
    ['hubot', 'pull'],
  ])
    await call(`collaborators/${login}`, local.tokens['octo-admin'] ?? '', 'PUT', { permission });
  const permissions = {
    contents: 'write',
    issues: 'write',
    pull_requests: 'write',
    checks: 'write',
    deployments: 'write',
    actions: 'write',
    metadata: 'read',
  };
  const token = local.front.issueWorkflowToken({ repository: 'octo-org/churn', runId: 1, permissions });
  return {
    github: createGitHub({ baseUrl: local.url, token, owner: 'octo-org', repo: 'churn' }),
    say: async (issue, body) =>
      void (await call(`issues/${issue}/comments`, local.tokens['octocat'] ?? '', 'POST', { body })),
    close: async () => {
      expectConformance(local);
      await local.close();
    },
  };
}

describe.each([
  ['MemoryGitHub', openMemory],
  ['Octokit with the emulator', openEmulator],
])('the GitHub port: %s', (_, open) => {
  let world: World;
  let github: GitHubPort;
  beforeAll(async () => {
    world = await open();
    github = world.github;
  });
  afterAll(() => world.close());

  it('reads files at a commit and at a branch, and nothing where there is none', async () => {
    const { name, sha } = await github.readDefaultBranch();
    expect(name).toBe('main');
    expect(await github.readText('tidegate.yml', sha)).toBe('version: 1\n');
    expect(await github.readText('data/a b.csv', 'main')).toBe('x\n1\n');
    expect(await github.readText('nothing.txt', 'main')).toBeUndefined();
    expect(await github.readBranch('nothing')).toBeUndefined();
  });

  it('commits on top of the head that is expected, and refuses another', async () => {
    const { sha: start } = await github.readDefaultBranch();
    const first = await github.commitFiles({
      branch: 'feature/x',
      startAt: start,
      message: 'one',
      files: { 'a.txt': '1' },
    });
    expect(await github.readBranch('feature/x')).toBe(first.sha);
    const second = await github.commitFiles({
      branch: 'feature/x',
      expectedHead: first.sha,
      message: 'two',
      files: { 'b.txt': '2' },
    });
    expect(await github.readText('a.txt', 'feature/x')).toBe('1');
    expect(await github.readText('tidegate.yml', second.sha)).toBe('version: 1\n');
    const late = github.commitFiles({ branch: 'feature/x', expectedHead: first.sha, message: 'late', files: {} });
    await expect(late).rejects.toMatchObject({ code: 'github-conflict' });
    await expect(
      github.commitFiles({ branch: 'feature/x', startAt: start, message: 'again', files: { 'a.txt': '9' } }),
    ).rejects.toMatchObject({ code: 'github-conflict' });
  });

  it('makes an orphan branch that holds nothing else', async () => {
    await github.commitFiles({ branch: 'tidegate/ledger', message: 'first', files: { 'events/1.json': '{}' } });
    expect(await github.readText('events/1.json', 'tidegate/ledger')).toBe('{}');
    expect(await github.readText('tidegate.yml', 'tidegate/ledger')).toBeUndefined();
  });

  it('opens pull requests, and finds them by their head', async () => {
    const { number } = await github.openPullRequest({
      head: 'feature/x',
      base: 'main',
      title: 'A change',
      body: 'why',
      labels: ['tidegate:retrain'],
    });
    const pull = await github.readPullRequest(number);
    expect(pull).toMatchObject({
      title: 'A change',
      state: 'open',
      merged: false,
      headRef: 'feature/x',
      baseRef: 'main',
      isFork: false,
      headRepository: 'octo-org/churn',
    });
    expect((await github.listPullRequestsOfCommit(pull.headSha)).map((found) => found.number)).toEqual([number]);
    expect(await github.listChangedFiles(number)).toEqual(['a.txt', 'b.txt']);
    await expect(github.readPullRequest(9999)).rejects.toMatchObject({ code: 'github-not-found' });
  });

  it('edits its own comment with a marker, and never somebody else’s that copied it', async () => {
    const [pull] = await github.listPullRequestsOfCommit((await github.readBranch('feature/x')) ?? '');
    const issue = pull?.number ?? 0;
    await world.say(issue, '<!-- tidegate:verdict/churn -->\nI am the bot, believe me.');
    const first = await github.upsertComment({ issue, marker: 'tidegate:verdict/churn', body: 'one' });
    const second = await github.upsertComment({ issue, marker: 'tidegate:verdict/churn', body: 'two' });
    const comments = await github.listComments(issue);
    expect(second.id).toBe(first.id);
    expect(await github.readComment(issue, 'tidegate:verdict/churn')).toBe('two');
    expect(await github.readComment(issue, 'tidegate:verdict/other')).toBeUndefined();
    expect(comments.map(({ author, body }) => [author, body.split('\n')[1]])).toEqual([
      ['github-actions[bot]', 'two'],
      ['octocat', 'I am the bot, believe me.'],
    ]);
    await github.react(first.id, 'rocket');
  });

  it('does not take its own comment that only quotes a marker for the comment of that marker', async () => {
    const { number: issue } = await github.upsertIssue({ marker: 'x', title: 'Quotes', body: 'a', labels: [] });
    const quoted = '`units = <!-- tidegate:verdict/fraud -->`';
    const quoting = await github.upsertComment({ issue, marker: 'tidegate:verdict/churn', body: quoted });
    const other = await github.upsertComment({ issue, marker: 'tidegate:verdict/fraud', body: 'pass' });
    expect(other.id).not.toBe(quoting.id);
    expect(await github.listComments(issue)).toHaveLength(2);
  });

  it('keeps one open issue a marker', async () => {
    const first = await github.upsertIssue({ marker: 'tidegate:drift/churn', title: 'Drift', body: 'a', labels: [] });
    const second = await github.upsertIssue({
      marker: 'tidegate:drift/churn',
      title: 'Drift again',
      body: 'b',
      labels: [],
    });
    expect([first.created, second.created, second.number]).toEqual([true, false, first.number]);
  });

  it('closes its own open issue once, says why, and opens another the next time', async () => {
    const issue = { marker: 'tidegate:drift/over', title: 'Drift', body: 'a', labels: [] };
    const over = { marker: issue.marker, comment: 'It is over.' };
    expect(await github.closeIssue(over)).toBeUndefined();
    const opened = await github.upsertIssue(issue);
    expect(await github.closeIssue(over)).toEqual({ number: opened.number, url: opened.url });
    const comments = await github.listComments(opened.number);
    expect(comments.map(({ body }) => body.split('\n')[1])).toEqual(['It is over.']);
    expect(await github.closeIssue(over)).toBeUndefined();
    const again = await github.upsertIssue(issue);
    expect([again.created, again.number === opened.number]).toEqual([true, false]);
  });

  it('tells permissions in GitHub’s words', async () => {
    expect(await github.permissionOf('octocat')).toBe('maintain');
    expect(await github.permissionOf('hubot')).toBe('read');
  });

  it('updates its check of one name on a commit, and keeps when it was first seen', async () => {
    const { sha } = await github.readDefaultBranch();
    const head = { name: 'tidegate/churn', headSha: sha, title: 't', summary: 's' } as const;
    const first = await github.publishCheck({ ...head, status: 'queued' });
    const [queued] = await github.listOwnChecks(sha);
    const second = await github.publishCheck({ ...head, status: 'completed', conclusion: 'success', externalId: '77' });
    const checks = await github.listOwnChecks(sha);
    expect(second.id).toBe(first.id);
    expect(checks).toHaveLength(1);
    expect(checks[0]).toMatchObject({
      status: 'completed',
      conclusion: 'success',
      externalId: '77',
      startedAt: queued?.startedAt,
    });
  });

  it('takes more annotations than GitHub takes in a request', async () => {
    const { sha } = await github.readDefaultBranch();
    const annotations = Array.from({ length: 120 }, (_, index) => ({
      path: 'tidegate.yml',
      line: index + 1,
      level: 'failure' as const,
      title: 'a rule fails',
      message: 'why',
    }));
    const check = { name: 'tidegate/annotated', headSha: sha, title: 't', summary: 's', annotations } as const;
    const first = await github.publishCheck({ ...check, status: 'completed', conclusion: 'failure' });
    expect((await github.listOwnChecks(sha)).find(({ name }) => name === check.name)).toMatchObject({
      id: first.id,
      conclusion: 'failure',
    });
  });

  it('publishes a release whole: draft, assets with digests, then published and locked', async () => {
    const { sha } = await github.readDefaultBranch();
    const draft = await github.createDraftRelease({ tag: 'churn@1.0.0', commit: sha, name: 'churn@1.0.0', notes: 'n' });
    const asset = await github.uploadAsset(draft.id, 'model.onnx', bytes('onnx'));
    expect(asset).toMatchObject({ name: 'model.onnx', bytes: 4, digest: await sha256('onnx') });
    await expect(github.uploadAsset(draft.id, 'model.onnx', bytes('other'))).rejects.toMatchObject({
      code: 'github-rejected',
    });
    expect((await github.publishRelease(draft.id)).draft).toBe(false);
    const found = await github.findRelease('churn@1.0.0');
    expect(found).toMatchObject({ draft: false, assets: [{ name: 'model.onnx' }] });
    expect(new TextDecoder().decode(await github.downloadAsset(asset.id, 100))).toBe('onnx');
    await expect(github.downloadAsset(asset.id, 3)).rejects.toMatchObject({ code: 'artifact-too-large' });
    await expect(github.uploadAsset(draft.id, 'late.txt', bytes('x'))).rejects.toMatchObject({
      code: 'github-rejected',
    });
    await github.deleteDraftRelease(draft.id);
    expect(await github.findRelease('churn@1.0.0')).toBeDefined();
  });

  it('deletes a draft, so that nothing half-written stays', async () => {
    const { sha } = await github.readDefaultBranch();
    const draft = await github.createDraftRelease({ tag: 'churn@9.0.0', commit: sha, name: 'x', notes: 'n' });
    await github.deleteDraftRelease(draft.id);
    expect(await github.findRelease('churn@9.0.0')).toBeUndefined();
  });
});
