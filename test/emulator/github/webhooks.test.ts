import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { at, isJson, numberAt, textAt } from '@tidegate/emulator/github/json';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, startLab } from './lab.ts';

interface Received {
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}
let lab: Lab;
let server: Server;
let url: string;
let status = 200;
const received: Received[] = [];
beforeAll(async () => {
  lab = await startLab();
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
    response.writeHead(status).end('seen');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/github/webhooks`;
  lab.github.deliverWebhooksTo(url);
});
afterAll(async () => {
  await lab.close();
  server.close();
});

const openIssue = (title: string) => lab.need(201, 'POST', 'issues', { as: 'octocat', body: { title } });

it('signs what it sends, and says what it is', async () => {
  await openIssue('Signed');
  await lab.github.settle();
  const { headers, body } = received.at(-1) ?? { headers: {}, body: '' };
  const digest = createHmac('sha256', lab.github.app.webhookSecret).update(body).digest('hex');
  expect(headers).toMatchObject({
    'x-hub-signature-256': `sha256=${digest}`,
    'x-github-event': 'issues',
    'x-github-delivery': expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
    'x-github-hook-installation-target-id': String(lab.github.app.id),
  });
  const installation = { id: lab.github.app.installationId };
  expect(JSON.parse(body)).toMatchObject({ installation, organization: { login: 'octo-org' } });
});

it('sends in the order in which things happened, however many at once', async () => {
  const titles = Array.from({ length: 12 }, (_, index) => `Issue ${index}`);
  const from = received.length;
  for (const title of titles) await openIssue(title);
  await lab.github.settle();
  expect(received.slice(from).map(({ body }) => textAt(JSON.parse(body), 'issue', 'title'))).toEqual(titles);
});

describe('deliveries', () => {
  const list = async (query = '') => {
    const found = await lab.need(200, 'GET', `/app/hook/deliveries${query}`, { as: lab.appToken() });
    return (Array.isArray(found) ? found : []).filter(isJson);
  };

  it('record what the app answered, and are sent again under the same id', async () => {
    status = 500;
    await openIssue('Missed');
    await lab.github.settle();
    status = 200;
    const [missed] = await list('?status=failure&per_page=1');
    expect(missed).toMatchObject({ event: 'issues', action: 'opened', status_code: 500, redelivery: false });
    const path = `/app/hook/deliveries/${numberAt(missed, 'id')}`;
    const whole = await lab.need(200, 'GET', path, { as: lab.appToken() });
    expect(whole).toMatchObject({
      request: { payload: { issue: { title: 'Missed' } } },
      response: { payload: 'seen' },
    });
    await lab.need(202, 'POST', `${path}/attempts`, { as: lab.appToken() });
    await lab.github.settle();
    expect(received.at(-1)?.headers['x-github-delivery']).toBe(textAt(missed, 'guid'));
    expect((await list('?per_page=1'))[0]).toMatchObject({
      guid: missed?.['guid'],
      redelivery: true,
      status_code: 200,
    });
  });

  it('are paged by cursor', async () => {
    const first = await lab.call('GET', '/app/hook/deliveries?per_page=2', { as: lab.appToken() });
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const second = await lab.call('GET', next.replace(lab.github.url, ''), { as: lab.appToken() });
    const ids = [first.body, second.body]
      .flatMap((page) => (Array.isArray(page) ? page : []))
      .map((one) => numberAt(one, 'id'));
    expect(ids).toEqual([...ids].sort((left, right) => right - left));
    expect(new Set(ids).size).toBe(4);
  });

  it('are for the app alone', async () => {
    const [header, claims] = lab.appToken().split('.');
    for (const as of ['octo-admin', await lab.installationToken(), `${header}.${claims}.forged`])
      expect((await lab.call('GET', '/app/hook/deliveries', { as })).status).toBe(401);
  });

  it('outlive a target that is not there', async () => {
    lab.github.deliverWebhooksTo('http://127.0.0.1:9');
    await openIssue('Nobody listens');
    await lab.github.settle();
    lab.github.deliverWebhooksTo(url);
    expect((await list('?per_page=1'))[0]).toMatchObject({ status_code: 0, status: 'failed to connect to host' });
  });
});

describe('check runs', () => {
  it('are told with the app that made them, by it', async () => {
    const as = await lab.installationToken();
    const head_sha = textAt(await lab.need(200, 'GET', 'commits/main'), 'sha');
    const made = await lab.need(201, 'POST', 'check-runs', { as, body: { name: 'gate', head_sha, external_id: '7' } });
    const done = { status: 'completed', conclusion: 'failure', output: { title: 't', summary: 's' } };
    await lab.need(200, 'PATCH', `check-runs/${numberAt(made, 'id')}`, { as, body: done });
    await lab.github.settle();
    const told = lab.github.deliveries.filter(({ event }) => event === 'check_run').map(({ payload }) => payload);
    const app = { id: lab.github.app.id, slug: 'tidegate' };
    expect(told).toMatchObject([
      { action: 'created', check_run: { app, external_id: '7' }, sender: { login: 'tidegate[bot]' } },
      { action: 'completed', check_run: { app, conclusion: 'failure' }, sender: { login: 'tidegate[bot]' } },
    ]);
  });

  it('are changed by the app that made them only', async () => {
    const as = await lab.installationToken();
    const head_sha = textAt(await lab.need(200, 'GET', 'commits/main'), 'sha');
    const made = await lab.need(201, 'POST', 'check-runs', { as, body: { name: 'mine', head_sha } });
    const path = `check-runs/${numberAt(made, 'id')}`;
    const body = { status: 'completed', conclusion: 'success' };
    expect((await lab.call('PATCH', path, { as: lab.jobToken({ checks: 'write' }), body })).status).toBe(403);
    expect((await lab.call('PATCH', path, { as: 'octo-admin', body })).status).toBe(403);
    expect(await lab.need(200, 'GET', path)).toMatchObject({ status: 'queued', app: { slug: 'tidegate' } });
    const mine = at(await lab.need(200, 'GET', `commits/${head_sha}/check-runs?app_id=${lab.github.app.id}`));
    expect(mine['check_runs']).toHaveLength(2);
  });

  it.each([
    ['a commit that is not there', { head_sha: 'a'.repeat(40) }],
    ['a summary that is too long', { output: { title: 't', summary: 's'.repeat(65_536) } }],
    [
      'an unknown level',
      {
        output: {
          title: 't',
          summary: 's',
          annotations: [{ path: 'p', start_line: 1, end_line: 1, annotation_level: 'fatal', message: 'm' }],
        },
      },
    ],
  ])('refuse %s', async (_, given) => {
    const head_sha = textAt(await lab.need(200, 'GET', 'commits/main'), 'sha');
    const body = { name: 'bad', head_sha, ...given };
    expect((await lab.call('POST', 'check-runs', { as: await lab.installationToken(), body })).status).toBe(422);
  });
});
