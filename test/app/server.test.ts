import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalGitHub, startGitHub } from '@tidegate/emulator/github/start-github';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { deliver, spawnBot } from './bot.ts';

const TEMPLATE = join(import.meta.dirname, '../../templates/churn/tidegate.yml');
const HOOKS = '/api/github/webhooks';
let github: LocalGitHub;
let folder = '';
const closers: (() => void)[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-bot-'));
  github = await startGitHub({ users: ['octo-admin', 'octocat'] });
  await github.createRepository({
    owner: 'octo-org',
    name: 'churn',
    files: { 'tidegate.yml': readFileSync(TEMPLATE) },
    message: 'start',
  });
});
afterEach(() => {
  github.deliverWebhooksTo(undefined);
  for (const close of closers.splice(0)) close();
});
afterAll(async () => {
  await github.close();
  rmSync(folder, { recursive: true, force: true });
});

const variables = (changes: Readonly<Record<string, string>> = {}) => ({
  APP_ID: String(github.app.id),
  PRIVATE_KEY: github.app.privateKey.replaceAll('\n', '\\n'),
  WEBHOOK_SECRET: github.app.webhookSecret,
  GITHUB_API_URL: github.url,
  PORT: '0',
  TIDEGATE_INBOX: join(folder, 'inbox.sqlite'),
  ...changes,
});

function start(changes: Readonly<Record<string, string>> = {}, without: readonly string[] = []) {
  const all = Object.entries(variables(changes)).filter(([name]) => !without.includes(name));
  const bot = spawnBot(Object.fromEntries(all));
  closers.push(() => bot.child.kill('SIGKILL'));
  return bot;
}

async function startReady(changes: Readonly<Record<string, string>> = {}) {
  const bot = start(changes);
  await expect.poll(() => bot.said.out, { timeout: 8000 }).toContain('"ready":true');
  const url = /"url":"([^"]+)"/.exec(bot.said.out)?.[1] ?? '';
  return { ...bot, url };
}

async function call(path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${github.url}/repos/octo-org/churn/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `token ${github.tokens['octo-admin']}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return response.json();
}
const countOf = (text: string, part: string) => text.split(part).length - 1;

describe('deliveries', () => {
  it('are handled once, however often GitHub sends them, and answered before they are handled', async () => {
    const { url, said } = await startReady();
    github.deliverWebhooksTo(`${url}${HOOKS}`);
    await call('issues', { title: 'What serves?' });
    await call('issues/1/comments', { body: '/help' });
    await github.settle();
    const [sent] = github.deliveries.filter(({ event }) => event === 'issue_comment');
    if (!sent) throw new Error('GitHub sent no issue_comment');
    expect(sent).toMatchObject({ statusCode: 202, responseBody: '{"ok":true}' });
    await expect.poll(() => said.out).toContain(`"id":"${sent.guid}"`);
    github.front.redeliver(sent);
    await github.settle();
    expect(github.deliveries.at(-1)).toMatchObject({ redelivery: true, responseBody: '{"ok":true,"duplicate":true}' });
    // Handled after the second one, so that the second one would have been handled by now.
    await call('issues/1/comments', { body: 'thank you' });
    await github.settle();
    const guid = github.deliveries.findLast(({ event }) => event === 'issue_comment')?.guid;
    await expect.poll(() => said.out).toContain(`"id":"${guid}"`);
    expect(countOf(said.out, `"id":"${sent.guid}"`)).toBe(1);
    expect(await call('issues/1/comments')).toMatchObject([
      { body: '/help' },
      { body: expect.stringContaining('/promote'), user: { login: 'tidegate[bot]' } },
      { body: 'thank you' },
    ]);
  });

  it('that are not signed by GitHub are refused, and nothing of them reaches the log', async () => {
    const { url, said } = await startReady({ TIDEGATE_INBOX: join(folder, 'refused.sqlite') });
    const body = JSON.stringify({ action: 'created', comment: { body: 'SENSITIVE-WORDS' } });
    const genuine = { id: 'a-1', event: 'issue_comment', body, secret: github.app.webhookSecret };
    for (const change of [{ secret: 'another secret' }, { id: '../../etc' }, { event: 'Issue Comment' }])
      expect(await deliver(url, { ...genuine, ...change })).toEqual({
        status: 400,
        text: '{"error":"signature does not match"}',
      });
    const headers = { 'x-github-delivery': 'a-2', 'x-github-event': 'push' };
    for (const more of [{}, { 'x-hub-signature-256': 'sha256=zz' }, { 'x-hub-signature-256': '' }])
      expect((await fetch(`${url}${HOOKS}`, { method: 'POST', headers: { ...headers, ...more }, body })).status).toBe(
        400,
      );
    await expect.poll(() => countOf(said.out, 'refused a delivery')).toBe(6);
    expect(said.out + said.error).not.toMatch(/SENSITIVE-WORDS|webhook secret|PRIVATE KEY|handled/);
    expect((await fetch(`${url}${HOOKS}`)).status).toBe(404);
    expect((await fetch(`${url}/admin`, { method: 'POST', body: '{}' })).status).toBe(404);
    expect(await (await fetch(`${url}/health`)).json()).toEqual({ ok: true });
  });

  it('that are signed and no JSON are refused with what to set, and do not stop the bot', async () => {
    const { url, said } = await startReady({ TIDEGATE_INBOX: join(folder, 'broken.sqlite') });
    const secret = github.app.webhookSecret;
    expect(await deliver(url, { id: 'b-1', event: 'push', body: 'payload=SENSITIVE-WORDS', secret })).toEqual({
      status: 400,
      text: expect.stringContaining('application/json'),
    });
    expect(await deliver(url, { id: 'b-2', event: 'ping', body: '{}', secret })).toMatchObject({ status: 202 });
    await expect.poll(() => said.out).toContain('"id":"b-2"');
    expect(said.out + said.error).not.toContain('SENSITIVE-WORDS');
  });

  it('that no handler understands fail in words and hold up no other repository', async () => {
    const { url, said } = await startReady({ TIDEGATE_INBOX: join(folder, 'broken.sqlite') });
    const secret = github.app.webhookSecret;
    await deliver(url, { id: 'c-1', event: 'push', body: '{"repository": "SENSITIVE-WORDS"}', secret });
    await deliver(url, { id: 'c-2', event: 'ping', body: '{"repository": {"full_name": "octo-org/churn"}}', secret });
    await expect.poll(() => said.out).toContain('"id":"c-2"');
    await expect.poll(() => said.out).toContain('push c-1: attempt 1 failed');
    expect(said.out + said.error).not.toMatch(/SENSITIVE-WORDS|\\n\s+at /);
  });

  it('that were taken before the bot was ended are handled by the next one', async () => {
    const inbox = join(folder, 'ended.sqlite');
    const first = await startReady({ TIDEGATE_INBOX: inbox });
    const outage = { method: 'POST', path: /access_tokens$/, status: 502 as const, times: 10 };
    github.failNext(outage);
    github.deliverWebhooksTo(`${first.url}${HOOKS}`);
    await call('issues', { title: 'Anybody there?' });
    await call('issues/2/comments', { body: '/help' });
    await github.settle();
    await expect.poll(() => first.said.out).toContain('attempt 1 failed');
    first.child.kill('SIGTERM');
    expect(await first.ended).toMatchObject({ code: 0, error: '' });
    outage.times = 0;
    await startReady({ TIDEGATE_INBOX: inbox });
    await expect.poll(() => call('issues/2/comments'), { timeout: 5000 }).toHaveLength(2);
  });
});

describe('a bot that cannot start says why and ends with 3, without a stack or a secret', () => {
  it.each<[string, Readonly<Record<string, string>>, readonly string[], RegExp]>([
    ['nothing at all', {}, ['APP_ID', 'PRIVATE_KEY', 'WEBHOOK_SECRET'], /APP_ID.*WEBHOOK_SECRET.*PRIVATE_KEY/],
    ['a key file that is not there', { PRIVATE_KEY_PATH: '/nowhere/key.pem' }, ['PRIVATE_KEY'], /PRIVATE_KEY_PATH/],
    ['a key that is none', { PRIVATE_KEY: 'hunter2' }, [], /PRIVATE_KEY/],
    ['a GitHub that does not answer', { GITHUB_API_URL: 'http://127.0.0.1:9' }, [], /GITHUB_API_URL|127\.0\.0\.1:9/],
    ['a GitHub that refuses the app', { APP_ID: '1' }, [], /APP_ID/],
    ['an inbox that cannot be opened', { TIDEGATE_INBOX: '/nowhere/inbox.sqlite' }, [], /TIDEGATE_INBOX/],
  ])('%s', async (_, changes, without, problem) => {
    const { code, out, error } = await start(changes, without).ended;
    expect(error).toMatch(problem);
    expect(code).toBe(3);
    expect(out + error).not.toMatch(/\n\s+at |node:internal|hunter2|a webhook secret|BEGIN RSA/);
  });

  it('a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    closers.push(() => other.close());
    await once(other, 'listening');
    const port = String((other.address() as AddressInfo).port);
    mkdirSync(join(folder, 'taken'));
    const { code, error } = await start({ PORT: port, TIDEGATE_INBOX: join(folder, 'taken/inbox.sqlite') }).ended;
    expect([code, error]).toEqual([
      3,
      `port-taken: the bot cannot listen on 127.0.0.1:${port} (EADDRINUSE).\nChoose another PORT, or end the program that has it.\n`,
    ]);
  });
});
