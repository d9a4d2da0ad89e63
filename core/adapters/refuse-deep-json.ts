import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import * as zlib from 'node:zlib'; // an older Node has no zstd in it, and would not load its name
import { OperatorError } from '../errors.ts';

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

/** The same of a file that may be packed, by its ending. */
export async function refuseDeepPackedJson(path: string, source: string, kind: JsonKind): Promise<void> {
  const packing = /\.(gz|zst)$/i.exec(path)?.[1]?.toLowerCase();
  if (packing === undefined) return refuseDeepJson(path, source, kind);
  const follow = followDepth(source, kind);
  try {
    const unpack = packing === 'gz' ? zlib.createGunzip() : zlib.createZstdDecompress();
    await pipeline(createReadStream(path), unpack, async (pieces: AsyncIterable<Uint8Array>) => {
      for await (const piece of pieces) follow(piece);
    });
  } catch (cause) {
    if (cause instanceof OperatorError) throw cause;
    throw new OperatorError(
      'data-invalid',
      `${source} cannot be unpacked.`,
      'Check that the file is whole: write or download it again.',
      cause,
    );
  }
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
