import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from '@tidegate/core/errors';

const SHELLS: Readonly<
  Record<string, { readonly file: string; readonly args: readonly string[]; readonly suffix: string }>
> = {
  // GitHub runs an unnamed shell as bash -e, and a named bash with pipefail too.
  '': { file: 'bash', args: ['-e'], suffix: 'sh' },
  bash: { file: 'bash', args: ['--noprofile', '--norc', '-eo', 'pipefail'], suffix: 'sh' },
  sh: { file: 'sh', args: ['-e'], suffix: 'sh' },
  python: { file: 'python3', args: [], suffix: 'py' },
  node: { file: process.execPath, args: [], suffix: 'mjs' },
};

/** Command line of a `run:` script, which is written to a file as the real runner does. */
export function shellOf(
  name: string | undefined,
  script: string,
  folder: string,
  id: number,
): { readonly file: string; readonly args: readonly string[] } {
  const shell = SHELLS[name ?? ''];
  if (!shell)
    throw new OperatorError(
      'workflow-unsupported',
      `shell: ${name} is not supported.`,
      `Use one of ${Object.keys(SHELLS).filter(Boolean).join(', ')}.`,
    );
  const file = join(folder, `script_${id}.${shell.suffix}`);
  writeFileSync(file, `${script}\n`);
  return { file: shell.file, args: [...shell.args, file] };
}
