import { numberAt } from '@tidegate/emulator/github/json';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, startLab } from './lab.ts';

let lab: Lab;
let pull: number;
let comment: number;
let sha: string;
beforeAll(async () => {
  lab = await startLab();
  pull = await lab.openPull('topic', { 'topic.txt': 'one' });
  sha = await lab.commit('topic', { 'topic.txt': 'two' });
  const body = { body: 'Mine.' };
  comment = numberAt(await lab.need(201, 'POST', `issues/${pull}/comments`, { as: 'octocat', body }), 'id');
});
afterAll(() => lab.close());

describe('people', () => {
  // Path, who may least, and who may not.
  it.each([
    ['POST', 'issues', { title: 't' }, 'hubot', undefined],
    ['POST', 'issues/1/comments', { body: 'b' }, 'hubot', undefined],
    ['POST', 'issues/1/reactions', { content: 'eyes' }, 'hubot', undefined],
    ['POST', 'issues/1/labels', { labels: ['l'] }, 'monalisa', 'hubot'],
    ['POST', 'git/blobs', { content: 'c', encoding: 'utf-8' }, 'monalisa', 'hubot'],
    ['POST', 'releases', { tag_name: 'v0', draft: true }, 'monalisa', 'hubot'],
    ['POST', 'actions/variables', { name: 'A', value: 'a' }, 'monalisa', 'hubot'],
    ['POST', 'dispatches', { event_type: 'sample.collected' }, 'monalisa', 'hubot'],
    ['PUT', 'environments/staging', {}, 'octo-admin', 'octocat'],
    ['PUT', 'collaborators/hubot', { permission: 'pull' }, 'octo-admin', 'octocat'],
    ['PUT', 'immutable-releases', undefined, 'octo-admin', 'octocat'],
    ['PUT', `pulls/1/merge`, {}, 'monalisa', 'hubot'],
  ])('%s %s', async (method, path, body, may, mayNot) => {
    const wanted = path.replace('/1/', `/${pull}/`);
    if (mayNot) expect((await lab.call(method, wanted, { as: mayNot, body })).status).toBe(403);
    expect((await lab.call(method, wanted, { as: may, body })).status).toBeLessThan(300);
  });

  it('change the comments of others with the right to write only', async () => {
    const path = `issues/comments/${comment}`;
    expect((await lab.call('PATCH', path, { as: 'hubot', body: { body: 'Not mine.' } })).status).toBe(403);
    expect((await lab.call('PATCH', path, { as: 'octocat', body: { body: 'Still mine.' } })).status).toBe(200);
    expect((await lab.call('PATCH', path, { as: 'monalisa', body: { body: 'A writer’s.' } })).status).toBe(200);
  });

  it('who are unknown or nobody read what is public, and write nothing', async () => {
    expect((await lab.call('GET', 'pulls', { as: 'ghp_nobody' })).status).toBe(401);
    expect((await lab.call('GET', 'pulls', { as: null })).status).toBe(200);
    expect((await lab.call('POST', 'issues', { as: null, body: { title: 't' } })).status).toBe(401);
  });

  it('are not told that a private repository is there', async () => {
    await lab.need(201, 'POST', '/orgs/octo-org/repos', { body: { name: 'secret', private: true } });
    expect((await lab.call('GET', '/repos/octo-org/secret', { as: 'hubot' })).status).toBe(404);
    expect((await lab.call('GET', '/repos/octo-org/secret', { as: null })).status).toBe(404);
    expect((await lab.call('POST', '/repos/octo-org/secret/issues', { as: 'hubot', body: {} })).status).toBe(404);
    expect((await lab.call('GET', '/repos/octo-org/secret')).status).toBe(200);
  });

  it.each([
    ['octo-admin', 'admin', 'admin'],
    ['octocat', 'write', 'maintain'],
    ['monalisa', 'write', 'write'],
    ['hubot', 'read', 'read'],
    ['ghost', 'read', 'read'],
  ])('%s has %s, the role is %s', async (login, permission, role_name) => {
    const { body } = await lab.call('GET', `collaborators/${login}/permission`);
    expect(body).toMatchObject({ permission, role_name, user: { login } });
  });
});

describe('tokens', () => {
  const refusal = { status: 403, body: { message: 'Resource not accessible by integration' } };
  it.each([
    ['contents', 'POST', 'git/blobs', { content: 'c', encoding: 'utf-8' }],
    ['issues', 'POST', 'issues', { title: 't' }],
    ['pull_requests', 'POST', 'issues/1/comments', { body: 'b' }],
    ['checks', 'POST', 'check-runs', { name: 'n', head_sha: 'SHA' }],
    ['deployments', 'POST', 'deployments', { ref: 'main', required_contexts: [], auto_merge: false }],
  ])('write with %s: write, and not with read or anything else', async (permission, method, path, body) => {
    const wanted = path.replace('/1/', `/${pull}/`);
    const sent = 'head_sha' in body ? { ...body, head_sha: sha } : body;
    const answer = async (as: string) => lab.call(method, wanted, { as, body: sent });
    const app = (level: string) => lab.installationToken({ permissions: { [permission]: level } });
    expect(await answer(await app('read'))).toMatchObject(refusal);
    expect(await answer(await lab.installationToken({ permissions: { actions: 'write' } }))).toMatchObject(refusal);
    expect((await answer(await app('write'))).status).toBe(201);
    const hyphenated = permission.replaceAll('_', '-');
    expect(await answer(lab.jobToken({ [hyphenated]: 'read' }))).toMatchObject(refusal);
    expect((await answer(lab.jobToken({ [hyphenated]: 'write' }))).status).toBe(201);
  });

  it('of an installation reach the repositories that they name only', async () => {
    await lab.need(201, 'POST', '/orgs/octo-org/repos', { body: { name: 'other' } });
    const as = await lab.installationToken({ repositories: ['churn'], permissions: { issues: 'write' } });
    const body = { title: 't' };
    expect((await lab.call('POST', 'issues', { as, body })).status).toBe(201);
    expect(await lab.call('POST', '/repos/octo-org/other/issues', { as, body })).toMatchObject(refusal);
    expect(await lab.need(200, 'GET', '/installation/repositories', { as })).toMatchObject({ total_count: 1 });
  });

  it('may ask for no more than the app was granted', async () => {
    const path = `/app/installations/${lab.github.app.installationId}/access_tokens`;
    const body = { permissions: { administration: 'write' } };
    expect((await lab.call('POST', path, { as: lab.appToken(), body })).status).toBe(422);
  });

  it('of a job reach its own repository only', async () => {
    const as = lab.jobToken({ issues: 'write' });
    expect(await lab.call('POST', '/repos/octo-org/other/issues', { as, body: { title: 't' } })).toMatchObject(refusal);
  });

  it('make nobody an administrator', async () => {
    const as = lab.jobToken({ actions: 'write', contents: 'write', deployments: 'write' });
    expect(await lab.call('PUT', 'environments/production', { as, body: {} })).toMatchObject(refusal);
  });
});

it('shows who wrote through which app', async () => {
  const path = `issues/${pull}/comments`;
  const write = (as: string) => lab.need(201, 'POST', path, { as, body: { body: 'b' } });
  expect(await write(await lab.installationToken())).toMatchObject({
    user: { login: 'tidegate[bot]', type: 'Bot' },
    performed_via_github_app: { id: lab.github.app.id, slug: 'tidegate' },
  });
  expect(await write(lab.jobToken({ issues: 'write' }))).toMatchObject({
    user: { login: 'github-actions[bot]', type: 'Bot' },
    performed_via_github_app: { slug: 'github-actions' },
  });
  expect(await write('octocat')).toMatchObject({ user: { login: 'octocat' }, performed_via_github_app: null });
});

it('answers 400 to a body that is no JSON', async () => {
  expect((await lab.call('POST', 'deployments', { body: '{"ref":' })).status).toBe(400);
});
