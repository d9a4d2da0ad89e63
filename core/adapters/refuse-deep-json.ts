import { closeSync, openSync, readSync } from 'node:fs';
import { OperatorError } from '../errors.ts';

const DEEPEST = 64;
const PIECE_BYTES = 1024 ** 2;
const [QUOTE, BACKSLASH, NEWLINE, OPEN_LIST, OPEN_OBJECT, CLOSE_LIST, CLOSE_OBJECT] = [34, 92, 10, 91, 123, 93, 125];

/** The engine's parser calls itself for each level: a few hundred thousand brackets end the process. */
export function refuseDeepJson(path: string, source: string, kind: 'json-lines' | 'json-array'): void {
  const handle = openSync(path, 'r');
  try {
    const bytes = new Uint8Array(PIECE_BYTES);
    let [depth, line, isText, isEscaped] = [0, 1, false, false];
    for (let length = readSync(handle, bytes); length > 0; length = readSync(handle, bytes)) {
      for (let at = 0; at < length; at += 1) {
        const byte = bytes[at];
        if (isEscaped) isEscaped = false;
        else if (isText) {
          if (byte === BACKSLASH) isEscaped = true;
          else if (byte === QUOTE) isText = false;
        } else if (byte === QUOTE) isText = true;
        else if (byte === NEWLINE)
          [line, depth] = [line + 1, kind === 'json-lines' ? 0 : depth]; // a line ends a record only there
        else if (byte === OPEN_LIST || byte === OPEN_OBJECT) depth += 1;
        else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth -= 1;
        if (depth > DEEPEST)
          throw new OperatorError(
            'data-invalid',
            `${source}:${line} nests more than ${DEEPEST} levels deep.`,
            'Write one flat JSON object a line.',
          );
      }
    }
  } finally {
    closeSync(handle);
  }
}
