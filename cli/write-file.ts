import { writeFileSync } from 'node:fs';
import { OperatorError } from '@tidegate/core/errors';

/** Writes where a person asked for it, standard output by default. @throws OperatorError `input-invalid` that says what is wrong with the path */
export function writeOutput(out: string | undefined, text: string | Uint8Array): void {
  if (out === undefined) process.stdout.write(text);
  else writeInto(out, text);
}

/** @throws OperatorError `input-invalid`; with the flag `wx` also where the file is there */
export function writeInto(path: string, text: string | Uint8Array, flag: 'w' | 'wx' = 'w'): void {
  try {
    writeFileSync(path, text, { flag });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    if (code === 'EEXIST')
      throw new OperatorError(
        'input-invalid',
        `${path} is there already, perhaps with changes of yours.`,
        'Name another file, or write over it with --force.',
        cause,
      );
    throw new OperatorError(
      'input-invalid',
      `Cannot write ${path} (${code === 'EISDIR' ? 'it is a folder' : code}).`,
      'Check the folder and its rights.',
      cause,
    );
  }
}
