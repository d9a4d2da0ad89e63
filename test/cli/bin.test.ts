import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'tidegate-bin-'));
afterAll(() => rmSync(folder, { recursive: true }));
const bin = join(import.meta.dirname, '../../cli/bin.mjs');

function endBy(signal: string) {
  const preload = join(folder, `${signal}.mjs`);
  writeFileSync(
    preload,
    `if (process.argv[1]?.endsWith('main.ts')) process.kill(process.pid, '${signal}');\nawait 0;\n`,
  );
  const env = { ...process.env, NODE_OPTIONS: `--import=${preload}` };
  return spawnSync(process.execPath, [bin, '--version'], { env, encoding: 'utf8' });
}

it('tells a process that was ended from an answer: exit 70 and one sentence', () => {
  const { status, stderr } = endBy('SIGSEGV');
  expect(status).toBe(70);
  expect(stderr).toMatch(/^tidegate failed: the process was ended by SIGSEGV\. .*\n\(fault\)\n$/);
});

it('ends as it was asked to where a person stops it', () => {
  expect(endBy('SIGTERM')).toMatchObject({ status: null, signal: 'SIGTERM', stderr: '' });
});
