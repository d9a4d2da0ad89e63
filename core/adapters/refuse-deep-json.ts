import { closeSync, openSync, readSync } from 'node:fs';
import { OperatorError } from '../errors.ts';
import { checkPacked, packingOf } from './check-packed.ts';

type JsonKind = 'json-lines' | 'json-array';

const DEEPEST = 64;
const PIECE_BYTES = 1024 ** 2;
const [QUOTE, BACKSLASH, NEWLINE, OPEN_LIST, OPEN_OBJECT, CLOSE_LIST, CLOSE_OBJECT] = [34, 92, 10, 91, 123, 93, 125];

/** The engine's parser calls itself for each level: a few hundred thousand brackets end the process. */
export function refuseDeepJson(path: string, source: string, kind: JsonKind): void {
  const handle = openSync(path, 'r');
  try {
    const bytes = new Uint8Array(PIECE_BYTES);
    const follow = followDepth(source, kind);
    for (let length = readSync(handle, bytes); length > 0; length = readSync(handle, bytes))
      follow(bytes.subarray(0, length));
  } finally {
    closeSync(handle);
  }
}

/** The same of a file that may be packed. */
export async function refuseDeepPackedJson(
  path: string,
  source: string,
  kind: JsonKind,
  signal?: AbortSignal | undefined,
): Promise<void> {
  const packing = packingOf(path);
  if (packing === undefined) return refuseDeepJson(path, source, kind);
  await checkPacked(path, source, { packing, look: followDepth(source, kind), signal });
}

function followDepth(source: string, kind: JsonKind): (bytes: Uint8Array) => void {
  let [depth, line, isText, isEscaped] = [0, 1, false, false];
  return (bytes) => {
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (byte === NEWLINE) {
        // No text of JSON holds one, and a line ends a record only where each is one.
        [isText, isEscaped, line] = [false, false, line + 1];
        if (kind === 'json-lines') depth = 0;
      } else if (isEscaped) isEscaped = false;
      else if (isText) {
        if (byte === BACKSLASH) isEscaped = true;
        else if (byte === QUOTE) isText = false;
      } else if (byte === QUOTE) isText = true;
      else if (byte === OPEN_LIST || byte === OPEN_OBJECT) depth += 1;
      else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth = Math.max(0, depth - 1);
      if (depth > DEEPEST)
        throw new OperatorError(
          'data-invalid',
          `${source}:${line} nests more than ${DEEPEST} levels deep.`,
          'Write one flat JSON object a line.',
        );
    }
  };
}
