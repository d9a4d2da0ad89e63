import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as zlib from 'node:zlib'; // an older Node has no zstd in it, and would not load its name
import { OperatorError } from '../errors.ts';
import { STREAMED_MAX_BYTES, UNPACKED_FREE_BYTES, UNPACKED_MAX_BYTES, UNPACKED_MAX_TIMES } from '../limits.ts';

export type Packing = 'gz' | 'zst';

export interface PackedLimits {
  readonly most: number;
  /** Up to so many bytes a file may shrink as well as it likes. */
  readonly free: number;
  readonly times: number;
}

export interface PackedOptions {
  readonly packing?: Packing | undefined;
  readonly look?: ((piece: Uint8Array) => void) | undefined;
  readonly limits?: PackedLimits | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Of a file whose rows are held. */
export const HELD: PackedLimits = { most: UNPACKED_MAX_BYTES, free: UNPACKED_FREE_BYTES, times: UNPACKED_MAX_TIMES };
/** Of a file that the engine reads piece by piece. */
export const STREAMED: PackedLimits = { ...HELD, most: STREAMED_MAX_BYTES };

const MAGIC: readonly (readonly [Packing, string])[] = [
  ['gz', '1f8b'],
  ['zst', '28b52ffd'],
];

/** How a file on this machine is packed: by its ending, or by its first bytes, since a query may say so of any file. */
export function packingOf(path: string): Packing | undefined {
  const ending = /\.(gz|zst)$/i.exec(path)?.[1]?.toLowerCase();
  if (ending !== undefined) return ending === 'gz' ? 'gz' : 'zst';
  const bytes = Buffer.alloc(4);
  const handle = openSync(path, 'r');
  try {
    readSync(handle, bytes, 0, bytes.length, 0);
  } finally {
    closeSync(handle);
  }
  return MAGIC.find(([, magic]) => bytes.toString('hex').startsWith(magic))?.[0];
}

/**
 * The engine reads a file that ends too early as if it were whole: rows would be missing, and nobody would know. And it takes all
 * that a file of a few bytes can become.
 * @throws OperatorError `data-invalid`
 */
export async function checkPacked(path: string, source: string, options: PackedOptions = {}): Promise<void> {
  const { packing = 'gz', look, limits = STREAMED, signal } = options;
  const { most, free, times } = limits;
  const file = createReadStream(path);
  try {
    const pieces = async (unpackedPieces: AsyncIterable<Uint8Array>) => {
      let unpacked = 0;
      for await (const piece of unpackedPieces) {
        unpacked += piece.length;
        if (unpacked > most || (unpacked > free && unpacked > times * file.bytesRead))
          throw tooLarge(source, unpacked, file.bytesRead);
        look?.(piece);
      }
    };
    await pipeline(file, unpackerOf(packing, source), pieces, { signal });
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof OperatorError) throw cause;
    throw new OperatorError(
      'data-invalid',
      `${source} cannot be unpacked: ${cause instanceof Error ? cause.message : String(cause)}.`,
      'Check that the file is whole: write or download it again.',
      cause,
    );
  } finally {
    file.destroy();
  }
}

function unpackerOf(packing: Packing, source: string): Transform {
  if (packing === 'gz') return zlib.createGunzip();
  if (typeof zlib.createZstdDecompress === 'function') return zlib.createZstdDecompress();
  throw new OperatorError(
    'data-invalid',
    `${source} is packed with zstd, which Node unpacks from version 22.15 on; this is ${process.version}.`,
    'Use a newer Node, or pack the file with gzip.',
  );
}

function tooLarge(source: string, unpacked: number, packed: number): OperatorError {
  const times = Math.round(unpacked / Math.max(1, packed));
  return new OperatorError(
    'data-invalid',
    `${source} is too large to unpack: more than ${unpacked} bytes, ${times} times what was read of it.`,
    'Give a sample of its rows, or write it as Parquet, which is read without unpacking it whole.',
  );
}
