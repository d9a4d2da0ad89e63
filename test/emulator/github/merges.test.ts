import { isJson, textAt } from '@tidegate/emulator/github/json';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, startLab } from './lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterAll(() => lab.close());

const head = async (ref: string): Promise<string> =>
  textAt(await lab.need(200, 'GET', `git/ref/heads/${ref}`), 'object', 'sha');
const filesOf = async (path: string): Promise<readonly string[]> => {
  const body = await lab.need(200, 'GET', path);
  return (Array.isArray(body) ? body : [])
    .filter(isJson)
    .map((file) => textAt(file, 'filename') || textAt(file, 'name'));
};

describe('merging', () => {
  it('keeps what the base got in the meantime, and lists the files of each pull request alone', async () => {
    const first = await lab.openPull('first', { 'first.txt': '1' });
    const second = await lab.openPull('second', { 'second.txt': '2' });
    await lab.need(200, 'PUT', `pulls/${first}/merge`, { as: 'monalisa' });
    expect(await filesOf(`pulls/${second}/files`)).toEqual(['second.txt']);
    await lab.need(200, 'PUT', `pulls/${second}/merge`, { as: 'monalisa', body: { merge_method: 'squash' } });
    expect(await filesOf('contents/')).toEqual(expect.arrayContaining(['README.md', 'first.txt', 'second.txt']));
    expect(await filesOf(`pulls/${second}/files`)).toEqual(['second.txt']);
  });

  it('is told as a push and as a closed, merged pull request, by who merged', async () => {
    const number = await lab.openPull('told', { 'told.txt': 't' });
    const base = await head('main');
    const merged = await lab.need(200, 'PUT', `pulls/${number}/merge`, { as: 'octocat' });
    await lab.github.settle();
    const [push, closed] = lab.github.deliveries.slice(-2).map(({ payload }) => payload);
    const sender = { login: 'octocat' };
    const sha = textAt(merged, 'sha');
    expect(push).toMatchObject({ ref: 'refs/heads/main', before: base, after: sha, head_commit: { id: sha }, sender });
    expect(closed).toMatchObject({
      action: 'closed',
      number,
      pull_request: { merged: true, merge_commit_sha: sha, state: 'closed', base: { sha: base } },
      sender,
    });
    expect(await lab.need(200, 'GET', `issues/${number}`)).toMatchObject({ state: 'closed' });
  });

  it('refuses conflicts, moved heads, and what is closed', async () => {
    const ours = await lab.openPull('ours', { 'README.md': 'ours' });
    const theirs = await lab.openPull('theirs', { 'README.md': 'theirs' });
    const stale = { sha: await head('main') };
    expect((await lab.call('PUT', `pulls/${ours}/merge`, { body: stale })).status).toBe(409);
    await lab.need(200, 'PUT', `pulls/${ours}/merge`, { body: { sha: await head('ours') } });
    expect((await lab.call('PUT', `pulls/${ours}/merge`)).status).toBe(405);
    expect((await lab.call('PUT', `pulls/${theirs}/merge`)).status).toBe(405);
    expect(await lab.need(200, 'GET', `pulls/${theirs}`)).toMatchObject({ state: 'open', merged: false });
  });

  it('keeps deletions of either side', async () => {
    const number = await lab.openPull('drops', { 'kept.txt': 'k' });
    const sha = textAt(await lab.need(200, 'GET', 'contents/data/rows.csv?ref=drops'), 'sha');
    const body = { message: 'Drop', sha, branch: 'drops' };
    await lab.need(200, 'DELETE', 'contents/data/rows.csv', { body });
    await lab.commit('main', { 'later.txt': 'l' });
    await lab.need(200, 'PUT', `pulls/${number}/merge`);
    expect((await lab.call('GET', 'contents/data/rows.csv')).status).toBe(404);
    expect(await filesOf('contents/')).toEqual(expect.arrayContaining(['kept.txt', 'later.txt']));
  });
});

it('follows pushes with synchronize, once a push, before and after', async () => {
  const number = await lab.openPull('moves', { 'moves.txt': '1' });
  const before = await head('moves');
  const after = await lab.commit('moves', { 'moves.txt': '2' });
  await lab.github.settle();
  const told = lab.github.deliveries.filter(
    ({ action, payload }) => action === 'synchronize' && payload['number'] === number,
  );
  expect(told.map(({ payload }) => payload)).toMatchObject([{ before, after, pull_request: { head: { sha: after } } }]);
});

it('lists pull requests among the issues, by label and state, page by page', async () => {
  const number = await lab.openPull('listed', { 'listed.txt': 'l' });
  await lab.need(201, 'POST', 'issues', { body: { title: 'Another', labels: ['both'] } });
  await lab.need(200, 'PATCH', `issues/${number}`, { body: { labels: ['both'] } });
  const first = await lab.call('GET', 'issues?labels=both&per_page=1');
  expect(first.body).toMatchObject([{ title: 'Another' }]);
  expect(first.headers.get('link')).toContain('page=2>; rel="next"');
  const second = await lab.need(200, 'GET', 'issues?labels=both&per_page=1&page=2');
  expect(second).toMatchObject([{ number, pull_request: { merged_at: null } }]);
});
