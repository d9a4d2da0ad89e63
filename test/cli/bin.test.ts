import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
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
    `if (!process.argv[1]?.endsWith('bin.mjs')) process.kill(process.pid, '${signal}');\nawait 0;\n`,
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

it('runs the bundle, or the sources where one is newer, is gone, or there is no bundle', () => {
  for (const part of ['cli', 'dist/cli', 'core']) mkdirSync(join(folder, part), { recursive: true });
  copyFileSync(bin, join(folder, 'cli/bin.mjs'));
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
  const date = (file: string, second: number) => utimesSync(join(folder, file), second, second);
  const run = (...words: string[]) =>
    spawnSync(process.execPath, [join(folder, 'cli/bin.mjs'), ...words], { encoding: 'utf8' }).stdout.trim();
  write('cli/main.ts', "console.log('sources')");
  write('core/rows.ts', '');
  expect(run()).toBe('sources');
  write('dist/cli/main.js', "console.log('bundle')");
  write('dist/sources.json', '["cli/main.ts", "core/rows.ts"]');
  date('cli/main.ts', 1_000);
  date('core/rows.ts', 1_000);
  date('dist/sources.json', 2_000);
  expect(run()).toBe('bundle');
  expect(run('demo')).toBe('sources');
  date('core/rows.ts', 3_000);
  expect(run()).toBe('sources');
  date('core/rows.ts', 1_000);
  expect(run()).toBe('bundle');
  rmSync(join(folder, 'core/rows.ts'));
  expect(run()).toBe('sources');
});
