import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const VENV = join(ROOT, '.venv');
const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');
const STAMP = join(VENV, 'tidegate-requirements');
export const PYTHON = join(VENV, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

/** Installs the third-party programs into .venv, once for each state of requirements.txt. */
export function setup(): void {
  const wanted = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex');
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return;
  console.log('Installing Python programs into .venv (a minute or two) …');
  execFileSync('python3', ['-m', 'venv', VENV], { stdio: 'inherit' });
  execFileSync(PYTHON, ['-m', 'pip', 'install', '--quiet', '--requirement', REQUIREMENTS], { stdio: 'inherit' });
  writeFileSync(STAMP, wanted);
}

/** Runs a script beside the tests with JSON on standard input; gives the JSON that it prints. */
export function python(script: string, input: unknown = null, args: readonly string[] = []): unknown {
  const text = execFileSync(PYTHON, [join(import.meta.dirname, script), ...args], {
    input: JSON.stringify(input),
    maxBuffer: 512 * 1024 ** 2,
  });
  return JSON.parse(text.toString('utf8'));
}
