import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { OperatorError } from '../errors.ts';
import { UNPACKED_FREE_BYTES, UNPACKED_MAX_BYTES, UNPACKED_MAX_TIMES } from '../limits.ts';

export interface GzipLimits {
  readonly most: number;
  /** Up to so many bytes a file may shrink as well as it likes. */
  readonly free: number;
  readonly times: number;
}

const LIMITS: GzipLimits = { most: UNPACKED_MAX_BYTES, free: UNPACKED_FREE_BYTES, times: UNPACKED_MAX_TIMES };

/**
 * The engine reads a file that ends too early as if it were whole: rows would be missing, and nobody would know. And it takes all
 * that a file of a few bytes can become.
 * @throws OperatorError `data-invalid`
 */
export async function checkGzip(
  path: string,
  source: string,
  look: (piece: Uint8Array) => void,
  { most, free, times } = LIMITS,
): Promise<void> {
  const file = createReadStream(path);
  try {
    await pipeline(file, createGunzip(), async (pieces: AsyncIterable<Uint8Array>) => {
      let unpacked = 0;
      for await (const piece of pieces) {
        unpacked += piece.length;
        if (unpacked > most || (unpacked > free && unpacked > times * file.bytesRead))
          throw tooLarge(source, unpacked, file.bytesRead);
        look(piece);
      }
    });
  } catch (cause) {
    if (cause instanceof OperatorError) throw cause;
    throw new OperatorError(
      'data-invalid',
      `${source} cannot be unpacked: ${cause instanceof Error ? cause.message : String(cause)}.`,
      'Check that the file is whole: write or download it again.',
      cause,
    );
  }
}

function tooLarge(source: string, unpacked: number, packed: number): OperatorError {
  const times = Math.round(unpacked / Math.max(1, packed));
  return new OperatorError(
    'data-invalid',
    `${source} is too large to unpack: more than ${unpacked} bytes, ${times} times what was read of it.`,
    'Give a sample of its rows, or write it as Parquet, which is read without unpacking it whole.',
  );
}
