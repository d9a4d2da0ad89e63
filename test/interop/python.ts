import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** Third-party programs that cannot live in one environment have one each: NannyML breaks on the pandas that others need. */
const ENVIRONMENTS = {
  main: { folder: join(ROOT, '.venv'), requirements: 'requirements.txt' },
  nannyml: { folder: join(ROOT, '.venv-nannyml'), requirements: 'nannyml-requirements.txt' },
} as const;
type Environment = keyof typeof ENVIRONMENTS;

export const PYTHON = pythonOf(ENVIRONMENTS.main.folder);

/** Installs the third-party programs of `requirements.txt` into .venv. */
export function setup(): void {
  install('main');
}

/** Installs the programs of an environment, once for each state of its requirements. */
export function install(environment: Environment): void {
  const { folder, requirements } = ENVIRONMENTS[environment];
  const list = join(import.meta.dirname, requirements);
  const stamp = join(folder, 'tidegate-requirements');
  const wanted = createHash('sha256').update(readFileSync(list)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log(`Installing the Python programs of ${requirements} (a minute or two) …`);
  execFileSync('python3', ['-m', 'venv', folder], { stdio: 'inherit' });
  execFileSync(pythonOf(folder), ['-m', 'pip', 'install', '--quiet', '--requirement', list], { stdio: 'inherit' });
  writeFileSync(stamp, wanted);
}

/** Runs a script beside the tests with JSON on standard input; gives the JSON that it prints. */
export function python(
  script: string,
  input: unknown = null,
  args: readonly string[] = [],
  environment: Environment = 'main',
): unknown {
  const program = pythonOf(ENVIRONMENTS[environment].folder);
  const text = execFileSync(program, [join(import.meta.dirname, script), ...args], {
    input: JSON.stringify(input),
    maxBuffer: 512 * 1024 ** 2,
  });
  return JSON.parse(text.toString('utf8'));
}

function pythonOf(folder: string): string {
  return join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
}
