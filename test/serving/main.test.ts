import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

const ENTRY = join(import.meta.dirname, '../../serving/main.ts');
let folder = '';
const closers: (() => void)[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-serving-main-'));
});
afterEach(() => {
  for (const close of closers.splice(0)) close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(...flags: readonly string[]) {
  const child = spawn(process.execPath, [ENTRY, '--state', folder, ...flags], {
    env: { PATH: process.env['PATH'], TIDEGATE_SERVING_TOKEN: 'a serving token' },
  });
  closers.push(() => child.kill('SIGKILL'));
  const said = { out: '', error: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.error += text;
  });
  const ended = once(child, 'close').then(([code]: unknown[]) => ({ code, ...said }));
  return { child, said, ended };
}

it('says which port is taken and what to do, and ends with 3', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  closers.push(() => other.close());
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const { code, error } = await start('--port', String(port)).ended;
  expect([code, error]).toEqual([
    3,
    `port-taken: port ${port} of 127.0.0.1 is used by another program.\nEnd that program, or choose another --port.\n`,
  ]);
});

it.each([
  [['--port', 'eighty'], /--port/],
  [['--port', ''], /--port/],
  [['--port', '70000'], /--port/],
  [['--host', 'nowhere.invalid', '--port', '0'], /--host/],
  [['--prot', '8101'], /--prot[\s\S]*--help/],
  [['churn'], /churn[\s\S]*--help/],
])('ends with 3 and without a stack for %j', async (flags, problem) => {
  const { code, error } = await start(...flags).ended;
  expect(code).toBe(3);
  expect(error).toMatch(problem);
  expect(error).not.toMatch(/\n\s+at |node:internal/);
});

it('finishes and ends with 0 when it is told to stop', async () => {
  const { child, said, ended } = start('--port', '0');
  await expect.poll(() => said.out).toContain('listens on http://127.0.0.1:');
  const url = /http:\S+/.exec(said.out)?.[0] ?? '';
  expect((await fetch(`${url}/health`)).status).toBe(503);
  child.kill('SIGTERM');
  const { code, out, error } = await ended;
  expect([code, error]).toEqual([0, '']);
  expect(out).not.toContain('a serving token');
});

it('--help names every option and the secret', async () => {
  const { code, out } = await start('--help').ended;
  expect(code).toBe(0);
  for (const word of ['--port', '--host', '--state', '--github-api-url', 'TIDEGATE_SERVING_TOKEN'])
    expect(out).toContain(word);
});
