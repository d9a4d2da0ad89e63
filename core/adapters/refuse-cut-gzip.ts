import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { OperatorError } from '../errors.ts';

/** The engine reads a file that ends too early as if it were whole: rows would be missing, and nobody would know. */
export async function refuseCutGzip(path: string, source: string): Promise<void> {
  try {
    await pipeline(createReadStream(path), createGunzip(), async (pieces) => {
      for await (const _ of pieces);
    });
  } catch (cause) {
    throw new OperatorError(
      'data-invalid',
      `${source} cannot be unpacked: ${cause instanceof Error ? cause.message : String(cause)}.`,
      'Check that the file is whole: write or download it again.',
      cause,
    );
  }
}
