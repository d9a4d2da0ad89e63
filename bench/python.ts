import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// Apart from the .venv of the interop tests: evidently needs an older pandas.
const VENV = join(import.meta.dirname, '../.venv-bench');
const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');
const STAMP = join(VENV, 'tidegate-requirements');
export const PYTHON = join(VENV, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

/** Installs the peers that are measured into .venv-bench, once for each state of requirements.txt. */
export function setup(): void {
  const wanted = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex');
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return;
  console.log('Installing the peers into .venv-bench (a minute or two) …');
  execFileSync('python3', ['-m', 'venv', VENV], { stdio: 'inherit' });
  execFileSync(PYTHON, ['-m', 'pip', 'install', '--quiet', '--requirement', REQUIREMENTS], { stdio: 'inherit' });
  writeFileSync(STAMP, wanted);
}
