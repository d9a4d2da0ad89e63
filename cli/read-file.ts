import { readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { OperatorError } from '@tidegate/core/errors';

/** Bytes of a file that a person named. @throws OperatorError `input-invalid` that says what is wrong with the path */
export function readInput(path: string, what: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new OperatorError(
      'input-invalid',
      `Cannot read ${what} ${path} (${code === 'EISDIR' ? 'it is a folder' : code}).`,
      isAbsolute(path) ? 'Check the path.' : `Check the path; it is relative to ${process.cwd()}.`,
      cause,
    );
  }
}

export function readText(path: string, what: string): string {
  return new TextDecoder().decode(readInput(path, what));
}
