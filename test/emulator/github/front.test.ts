import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type LocalGitHub, startGitHub } from '@tidegate/emulator/github/start-github';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectConformance } from '../expect-conformance.ts';

let github: LocalGitHub;
let app: Server;
const received: { readonly headers: NodeJS.Dict<string | string[]>; readonly body: string }[] = [];

beforeAll(async () => {
  github = await startGitHub({ users: ['octo-admin', 'octocat', 'hubot'] });
  await github.createRepository({
    owner: 'octo-org',
    name: 'churn',
    files: { 'a.txt': 'a', 'data/b.txt': 'b' },
    message: 'start',
  });
  await call('PUT', 'collaborators/octocat', 'octo-admin', { permission: 'push' });
  await call('PUT', 'collaborators/hubot', 'octo-admin', { permission: 'pull' });
  app = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
    response.writeHead(202).end('{}');
  });
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  github.deliverWebhooksTo(`http://127.0.0.1:${(app.address() as AddressInfo).port}/hook`);
});
afterAll(async () => {
  expectConformance(github);
  app.close();
  await github.close();
});

type Body = Record<string, unknown>;

async function call(
  method: string,
  path: string,
  login: string,
  body?: unknown,
): Promise<{ readonly status: number; readonly body: Body }> {
  return callWith(method, path, github.tokens[login] ?? login, body);
}
async function callWith(
  method: string,
  path: string,
  token: string,
  body?: unknown,
): Promise<{ readonly status: number; readonly body: Body }> {
  const url = path.startsWith('/') ? `${github.url}${path}` : `${github.url}/repos/octo-org/churn/${path}`;
  const headers = { authorization: `token ${token}`, 'content-type': 'application/json' };
  const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : {} };
}
const jobToken = (permissions: Readonly<Record<string, string>>) =>
  github.front.issueWorkflowToken({ repository: 'octo-org/churn', runId: 1, permissions });

describe('who may do what', () => {
  it('takes no unknown token for somebody', async () => {
    expect((await call('GET', 'pulls', 'ghp_nobody')).status).toBe(401);
  });

  it.each([
    ['readers publish no release', 'POST', 'releases', 'hubot', { tag_name: 'v1' }, 403],
    ['people make no check runs', 'POST', 'check-runs', 'octocat', { name: 'x', head_sha: 'a'.repeat(40) }, 403],
    [
      'people answer no protection rule',
      'POST',
      'actions/runs/1/deployment_protection_rule',
      'octocat',
      { environment_name: 'production', state: 'approved' },
      403,
    ],
    ['readers dispatch no workflow', 'POST', 'actions/workflows/x.yml/dispatches', 'hubot', { ref: 'main' }, 403],
  ])('%s', async (_, method, path, login, body, status) => {
    expect((await call(method, path, login, body)).status).toBe(status);
  });

  it.each([
    ['contents: read', { contents: 'read' }, 'POST', 'git/refs', { ref: 'refs/heads/x', sha: 'a'.repeat(40) }],
    ['no issues', { contents: 'write' }, 'POST', 'issues', { title: 't' }],
    ['no deployments', { contents: 'write' }, 'POST', 'deployments', { ref: 'main' }],
  ])('a job with %s is held to it', async (_, permissions, method, path, body) => {
    const answer = await callWith(method, path, jobToken(permissions), body);
    expect(answer).toMatchObject({ status: 403, body: { message: 'Resource not accessible by integration' } });
  });

  it('a job’s token is worth nothing in another repository', async () => {
    const token = github.front.issueWorkflowToken({
      repository: 'octo-org/other',
      runId: 1,
      permissions: { contents: 'write' },
    });
    expect((await callWith('POST', 'releases', token, { tag_name: 'v9', draft: true })).status).toBe(403);
  });

  it.each([
    ['octo-admin', 'admin'],
    ['octocat', 'write'],
    ['hubot', 'read'],
  ])('%s has %s', async (login, role) => {
    expect((await call('GET', `collaborators/${login}/permission`, 'octo-admin')).body).toMatchObject({
      role_name: role,
    });
  });
});

describe('releases', () => {
  it('hide drafts from readers, lock what is published and never give a tag twice', async () => {
    const token = jobToken({ contents: 'write' });
    const draft = await callWith('POST', 'releases', token, {
      tag_name: 'churn@1.0.0',
      target_commitish: 'main',
      draft: true,
    });
    const id = String(draft.body['id']);
    const upload = (name: string) =>
      fetch(`${github.url}/repos/octo-org/churn/releases/${id}/assets?name=${name}`, {
        method: 'POST',
        headers: { authorization: `token ${token}`, 'content-type': 'application/octet-stream' },
        body: 'bytes',
      });
    expect((await upload('a.bin')).status).toBe(201);
    expect((await upload('a.bin')).status).toBe(422);
    expect((await call('GET', `releases/${id}`, 'hubot')).status).toBe(404);
    expect((await call('GET', 'tags', 'hubot')).body).toEqual([]);
    expect((await callWith('PATCH', `releases/${id}`, token, { draft: false })).body).toMatchObject({
      draft: false,
      immutable: true,
    });
    expect((await upload('late.bin')).status).toBe(422);
    expect((await callWith('PATCH', `releases/${id}`, token, { tag_name: 'other' })).status).toBe(422);
    expect((await callWith('POST', 'releases', token, { tag_name: 'churn@1.0.0' })).status).toBe(422);
    expect((await call('GET', 'tags', 'hubot')).body).toMatchObject([{ name: 'churn@1.0.0' }]);
  });
});

describe('deployments', () => {
  it('answer 409 for contexts that never passed, and keep one success an environment but for production', async () => {
    const token = jobToken({ deployments: 'write', contents: 'read' });
    expect((await callWith('POST', 'deployments', token, { ref: 'main', required_contexts: ['ci'] })).status).toBe(409);
    expect((await callWith('POST', 'deployments', token, { ref: 'nothing' })).status).toBe(422);
    const deploy = async (environment: string) => {
      const { body } = await callWith('POST', 'deployments', token, {
        ref: 'main',
        environment,
        required_contexts: [],
        auto_merge: false,
      });
      await callWith('POST', `deployments/${String(body['id'])}/statuses`, token, { state: 'success' });
      return String(body['id']);
    };
    const newestState = async (id: string) =>
      Reflect.get(Object(Object.values((await callWith('GET', `deployments/${id}/statuses`, token)).body)[0]), 'state');
    const [oldStaging] = [await deploy('staging'), await deploy('staging')];
    const [oldProduction] = [await deploy('production'), await deploy('production')];
    expect(await newestState(oldStaging ?? '')).toBe('inactive');
    expect(await newestState(oldProduction ?? '')).toBe('success');
  });

  it('refuse a description that GitHub would refuse', async () => {
    const token = jobToken({ deployments: 'write' });
    const { body } = await callWith('POST', 'deployments', token, {
      ref: 'main',
      environment: 'x',
      required_contexts: [],
    });
    expect(
      (
        await callWith('POST', `deployments/${String(body['id'])}/statuses`, token, {
          state: 'success',
          description: 'x'.repeat(141),
        })
      ).status,
    ).toBe(422);
  });
});

describe('comments and checks', () => {
  it('are held to GitHub’s limits', async () => {
    const issue = await call('POST', 'issues', 'octocat', { title: 'An issue' });
    const path = `issues/${String(issue.body['number'])}/comments`;
    expect((await call('POST', path, 'octocat', { body: 'x'.repeat(65_537) })).status).toBe(422);
    expect((await call('POST', path, 'octocat', { body: 'fine' })).status).toBe(201);
  });

  it('keep the annotations of earlier requests, 50 at a time', async () => {
    const token = jobToken({ checks: 'write', contents: 'read' });
    const head = await callWith('GET', 'commits/main', token);
    const annotation = (line: number) => ({
      path: 'a.txt',
      start_line: line,
      end_line: line,
      annotation_level: 'failure',
      message: 'm',
    });
    const many = Array.from({ length: 51 }, (_, line) => annotation(line + 1));
    const run = { name: 'check', head_sha: head.body['sha'] };
    const output = (annotations: unknown[]) => ({ title: 't', summary: 's', annotations });
    expect((await callWith('POST', 'check-runs', token, { ...run, output: output(many) })).status).toBe(422);
    const made = await callWith('POST', 'check-runs', token, { ...run, output: output(many.slice(0, 50)) });
    await callWith('PATCH', `check-runs/${String(made.body['id'])}`, token, { output: output(many.slice(50)) });
    expect(made.body['app']).toMatchObject({ slug: 'github-actions' });
    expect(
      Object.values(
        (await callWith('GET', `check-runs/${String(made.body['id'])}/annotations?per_page=100`, token)).body,
      ),
    ).toHaveLength(51);
  });
});

describe('webhooks', () => {
  it('are signed, carry a delivery id, and keep it when they are delivered again', async () => {
    const issue = await call('POST', 'issues', 'octocat', { title: 'Another' });
    await github.settle();
    const delivery = github.deliveries.findLast(({ event, action }) => event === 'issues' && action === 'opened');
    const last = received.at(-1);
    const signature = `sha256=${createHmac('sha256', github.app.webhookSecret)
      .update(last?.body ?? '')
      .digest('hex')}`;
    expect(last?.headers['x-hub-signature-256']).toBe(signature);
    expect(JSON.parse(last?.body ?? '{}')).toMatchObject({
      action: 'opened',
      installation: { id: github.app.installationId },
      issue: { number: issue.body['number'] },
    });
    expect(delivery).toMatchObject({ status: 'OK', statusCode: 202 });
    github.front.redeliver(delivery ?? github.deliveries[0] ?? raise());
    await github.settle();
    expect(github.deliveries.at(-1)).toMatchObject({ guid: delivery?.guid, redelivery: true });
  });

  it('tell of a pushed head as synchronize, with the files that really changed', async () => {
    const token = github.tokens['octocat'] ?? '';
    const { body: ref } = await callWith('GET', 'git/ref/heads/main', token);
    const sha = Reflect.get(Object(ref['object']), 'sha');
    await callWith('POST', 'git/refs', token, { ref: 'refs/heads/topic', sha });
    const put = (path: string, content: string) =>
      callWith('PUT', `contents/${path}`, token, {
        message: 'm',
        branch: 'topic',
        content: Buffer.from(content).toString('base64'),
      });
    await put('new.txt', 'one');
    const pull = await callWith('POST', 'pulls', token, { head: 'topic', base: 'main', title: 'Topic' });
    await put('data/more.txt', 'two');
    await github.settle();
    const { body: files } = await callWith('GET', `pulls/${String(pull.body['number'])}/files`, token);
    expect(Object.values(files).map((file) => Reflect.get(Object(file), 'filename'))).toEqual([
      'data/more.txt',
      'new.txt',
    ]);
    expect(github.deliveries.some(({ event, action }) => event === 'pull_request' && action === 'synchronize')).toBe(
      true,
    );
    expect((await callWith('GET', `issues/${String(pull.body['number'])}`, token)).body).toMatchObject({
      pull_request: { merged_at: null },
    });
  });
});

it('fails on demand, as often as asked', async () => {
  github.failNext({ method: 'GET', path: /\/git\/ref\/heads\/nobody$/, status: 502, times: 1 });
  expect((await call('GET', 'git/ref/heads/nobody', 'octocat')).status).toBe(502);
  expect((await call('GET', 'git/ref/heads/nobody', 'octocat')).status).toBe(404);
});

function raise(): never {
  throw new Error('no delivery');
}
