import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Digest } from '../digest.ts';

/** Digest of a file's bytes, read piece by piece. */
export async function digestOfFile(path: string): Promise<Digest> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Uint8Array);
  return `sha256:${hash.digest('hex')}`;
}
