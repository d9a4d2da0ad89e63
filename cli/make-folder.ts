import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { OperatorError } from '@tidegate/core/errors';

/** Makes a folder that a person named, with those above it. @throws OperatorError `input-invalid` */
export function makeFolder(path: string): void {
  const folder = resolve(path);
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return;
  try {
    // One level at a time: Node's `recursive` never ends where a folder cannot be made, as below /proc.
    if (dirname(folder) !== folder) makeFolder(dirname(folder));
    mkdirSync(folder);
  } catch (cause) {
    if (cause instanceof OperatorError) throw cause;
    const reason = stats ? 'a file has that name' : cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    throw new OperatorError(
      'input-invalid',
      `Cannot make the folder ${path} (${reason}).`,
      'Choose another folder.',
      cause,
    );
  }
}
