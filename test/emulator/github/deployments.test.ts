import { numberAt, textAt } from '@tidegate/emulator/github/json';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, startLab } from './lab.ts';

let lab: Lab;
let as: string;
beforeAll(async () => {
  lab = await startLab();
  as = lab.jobToken({ deployments: 'write', contents: 'write', statuses: 'write' });
});
afterAll(() => lab.close());

const create = (body: Readonly<Record<string, unknown>>) =>
  lab.call('POST', 'deployments', { as, body: { ref: 'main', required_contexts: [], auto_merge: false, ...body } });
const succeed = async (environment: string, extra: Readonly<Record<string, unknown>> = {}): Promise<string> => {
  const { body } = await create({ environment, ...extra });
  const path = `deployments/${numberAt(body, 'id')}`;
  await lab.need(201, 'POST', `${path}/statuses`, { as, body: { state: 'success' } });
  return path;
};
const stateOf = async (path: string): Promise<string> =>
  textAt(Object.values(Object(await lab.need(200, 'GET', `${path}/statuses`)))[0], 'state');

describe('creating', () => {
  it('merges the default branch first and deploys nothing, unless told otherwise', async () => {
    await lab.commit('behind', { 'behind.txt': 'b' });
    await lab.commit('main', { 'ahead.txt': 'a' });
    const body = { ref: 'behind', auto_merge: true };
    expect(await create(body)).toMatchObject({ status: 202, body: { message: expect.stringContaining('main') } });
    expect((await lab.call('GET', 'contents/ahead.txt?ref=behind')).status).toBe(200);
    expect((await create(body)).status).toBe(201);
  });

  it('asks for every context that there is, unless told which', async () => {
    const sha = textAt(await lab.need(200, 'GET', 'commits/main'), 'sha');
    const status = (state: string) => lab.need(201, 'POST', `statuses/${sha}`, { as, body: { state, context: 'ci' } });
    await status('failure');
    expect((await create({ required_contexts: undefined })).status).toBe(409);
    expect((await create({ required_contexts: ['other'] })).status).toBe(409);
    expect((await create({ required_contexts: [] })).status).toBe(201);
    await status('success');
    expect((await create({ required_contexts: undefined })).status).toBe(201);
    expect((await create({ ref: 'nowhere' })).status).toBe(422);
  });

  it('makes the environment, and shows who did it through which app', async () => {
    const { body } = await create({ environment: 'canary' });
    const bot = { creator: { login: 'github-actions[bot]' }, performed_via_github_app: { slug: 'github-actions' } };
    expect(body).toMatchObject({ environment: 'canary', production_environment: false, ...bot });
    expect(await lab.need(200, 'GET', 'environments/canary')).toMatchObject({ name: 'canary' });
  });
});

describe('success', () => {
  it('makes earlier ones inactive, but in production and where they are transient', async () => {
    const cases: readonly (readonly [string, object, string])[] = [
      ['staging', {}, 'inactive'],
      ['production', {}, 'success'],
      ['live', { production_environment: true }, 'success'],
      ['preview', { transient_environment: true }, 'success'],
    ];
    for (const [environment, extra, state] of cases) {
      const older = await succeed(environment, { ...extra });
      await succeed(environment, { ...extra });
      expect(await stateOf(older), environment).toBe(state);
    }
  });

  it('leaves them when told so', async () => {
    const older = await succeed('quiet');
    const { body } = await create({ environment: 'quiet' });
    const status = { state: 'success', auto_inactive: false };
    await lab.need(201, 'POST', `deployments/${numberAt(body, 'id')}/statuses`, { as, body: status });
    expect(await stateOf(older)).toBe('success');
  });
});

it('refuses descriptions and states that GitHub refuses, and deletes what is not active', async () => {
  const path = await succeed('staging');
  const statuses = `${path}/statuses`;
  const description = 'x'.repeat(141);
  expect((await lab.call('POST', statuses, { as, body: { state: 'success', description } })).status).toBe(422);
  expect((await lab.call('POST', statuses, { as, body: { state: 'waiting' } })).status).toBe(422);
  expect((await lab.call('DELETE', path, { as })).status).toBe(422);
  await lab.need(201, 'POST', statuses, { as, body: { state: 'inactive' } });
  expect((await lab.call('DELETE', path, { as })).status).toBe(204);
});

it('pages the history, newest first, with links', async () => {
  for (const task of ['one', 'two', 'three']) await create({ environment: 'paged', task });
  const first = await lab.call('GET', 'deployments?environment=paged&per_page=2');
  expect(first.body).toMatchObject([{ task: 'three' }, { task: 'two' }]);
  const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
  expect(await (await fetch(next)).json()).toMatchObject([{ task: 'one' }]);
});

describe('environments', () => {
  it('take the installed app as their rule, once', async () => {
    await lab.need(200, 'PUT', 'environments/guarded', { body: {} });
    const path = 'environments/guarded/deployment_protection_rules';
    const add = (integration_id: number) => lab.call('POST', path, { body: { integration_id } });
    expect((await add(1)).status).toBe(422);
    expect((await add(lab.github.app.id)).status).toBe(201);
    expect((await add(lab.github.app.id)).status).toBe(422);
    const known = { total_count: 1, custom_deployment_protection_rules: [{ app: { slug: 'tidegate' } }] };
    expect(await lab.need(200, 'GET', path)).toMatchObject(known);
  });

  it.each([
    { wait_timer: 5 },
    { reviewers: [{ type: 'User', id: 1 }] },
    { deployment_branch_policy: { protected_branches: true, custom_branch_policies: false } },
  ])('refuse by name what is not emulated: %o', async (body) => {
    const answer = await lab.call('PUT', 'environments/guarded', { body });
    expect(answer).toMatchObject({
      status: 422,
      body: { message: expect.stringContaining(Object.keys(body)[0] ?? '') },
    });
  });
});
