import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createModelServer } from '../../../core/adapters/model-server.ts';
import { startServerProcess } from '../../../core/adapters/server-process.ts';
import { createServingClient } from '../../../core/adapters/serving-client.ts';

let folder = '';
const closers: (() => void)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-model-server-'));
});
afterEach(() => {
  for (const close of closers.splice(0)) close();
  const idFile = join(folder, 'server.pid');
  if (existsSync(idFile)) process.kill(Number(readFileSync(idFile, 'utf8')), 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const socket = createSocket().listen(0, '127.0.0.1');
  await new Promise((resolve) => socket.once('listening', resolve));
  const { port } = socket.address() as AddressInfo;
  await new Promise((resolve) => socket.close(resolve));
  return port;
}

const optionsFor = (url: string) => ({
  url,
  folder,
  servingToken: 'a serving token',
  githubToken: 'a token',
  apiUrl: 'http://127.0.0.1:9',
  repository: 'octo-org/churn',
  variables: { PATH: process.env['PATH'], RUNNER_TRACKING_ID: 'github_1', 'INPUT_GITHUB-TOKEN': 'a token' },
});

it('starts the bundled server once, without the runner’s mark or any secret but its own', async () => {
  const url = `http://127.0.0.1:${await freePort()}`;
  const server = createModelServer(optionsFor(url));
  await server.start();
  const id = readFileSync(join(folder, 'server.pid'), 'utf8').trim();
  await server.start();
  expect(readFileSync(join(folder, 'server.pid'), 'utf8').trim()).toBe(id);
  expect(await createServingClient(url).health()).toMatchObject({ live: true });
  expect(await server.readServed('churn')).toBeUndefined();
  if (process.platform !== 'linux') return;
  const variables = readFileSync(`/proc/${id}/environ`, 'utf8');
  expect(variables).toContain('TIDEGATE_SERVING_TOKEN=a serving token');
  expect(variables).not.toMatch(/RUNNER_TRACKING_ID|INPUT_/);
});

it('does not take another program for its server', async () => {
  const other = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1');
  closers.push(() => other.close());
  await new Promise((resolve) => other.once('listening', resolve));
  const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  await expect(createModelServer(optionsFor(url)).start()).rejects.toMatchObject({ code: 'port-taken' });
  expect(existsSync(join(folder, 'server.pid'))).toBe(false);
});

it('starts nothing for an address on another machine', async () => {
  const options = { ...optionsFor('http://203.0.113.7:8101'), entry: 'x', token: 'x', environment: {} };
  const start = startServerProcess({ ...options, isLive: async () => false });
  await expect(start).rejects.toThrow(/starts servers on its own machine only/);
});

it.each([
  ['serving-unreachable', `console.log('no model fits'); process.exit(3);`, /no model fits/],
  ['port-taken', `console.error('port-taken: port 8101 is used'); process.exit(3);`, /port 8101 is used/],
])('says %s with the server’s own words when it ends at once', async (code, script, expected) => {
  const entry = join(folder, 'server.mjs');
  writeFileSync(entry, script);
  const url = `http://127.0.0.1:${await freePort()}`;
  const options = { ...optionsFor(url), entry, token: 'x', environment: process.env };
  const start = startServerProcess({ ...options, isLive: async () => false });
  await expect(start).rejects.toMatchObject({ code, message: expect.stringMatching(expected) });
  expect(existsSync(join(folder, 'server.pid'))).toBe(false);
});
