import { Inflate } from 'fflate';
import { OperatorError } from '../errors.ts';
import { ARTIFACT_MAX_CONTENT_BYTES, ARTIFACT_MAX_FILES } from '../limits.ts';
import { parseZipDirectory, type ZipEntry } from './zip-directory.ts';

const STORED = 0;
const DEFLATED = 8;
// Deflate grows a piece at most 1032 times, so one step inflates at most about 66 MB before we look at the total.
const STEP_BYTES = 64 * 1024;

/** Files that may be in an artifact, by their whole name. */
export interface OptionalFiles {
  readonly pattern: RegExp;
  readonly most: number;
  /** Of each. */
  readonly maxBytes: number;
}

export interface ArtifactFiles<Name extends string> {
  readonly files: Readonly<Record<Name, Uint8Array>>;
  readonly optional: ReadonlyMap<string, Uint8Array>;
}

/**
 * Unpacks an artifact of a stranger's run in memory: the expected files, optional ones as far as they are there, each within
 * its cap and all within that of an artifact, and nothing else. No path of the archive ever reaches a disk.
 * @throws OperatorError `artifact-mismatch` or `artifact-too-large`
 */
export function readArtifact<Name extends string>(
  zip: Uint8Array,
  source: string,
  maxBytes: Readonly<Record<Name, number>>,
  optional: readonly OptionalFiles[] = [],
): ArtifactFiles<Name> {
  const entries = listEntries(zip, source);
  const caps = new Map<string, number>(Object.entries<number>(maxBytes));
  const capOf = (name: string) => caps.get(name) ?? optional.find(({ pattern }) => pattern.test(name))?.maxBytes;
  for (const entry of entries) refuseHostile(entry, entries, capOf, source);
  refuseTooMuch(entries, optional, source);
  const missing = [...caps.keys()].filter((name) => !entries.some((entry) => entry.name === name));
  if (missing.length > 0) {
    throw new OperatorError(
      'artifact-mismatch',
      `${source} lacks ${missing.join(', ')}; it has ${entries.map(({ name }) => printable(name)).join(', ') || 'no files'}.`,
      'Run the job that uploads it again.',
    );
  }
  const unpacked = entries.map((entry): [string, Uint8Array] => [entry.name, unpack(entry, source)]);
  return {
    // The names were just compared with the caps' own.
    files: Object.fromEntries(unpacked.filter(([name]) => caps.has(name))) as Record<Name, Uint8Array>,
    optional: new Map(unpacked.filter(([name]) => !caps.has(name))),
  };
}

/** Before a byte is inflated: what the directory claims is what `unpack` holds each file to. */
function refuseTooMuch(entries: readonly ZipEntry[], optional: readonly OptionalFiles[], source: string): void {
  for (const { pattern, most } of optional) {
    const found = entries.filter(({ name }) => pattern.test(name)).length;
    if (found > most) throw mismatch(source, `holds ${found} files like ${pattern.source}; at most ${most} are taken`);
  }
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total > ARTIFACT_MAX_CONTENT_BYTES) throw tooLarge(source, `${total} bytes in all`, ARTIFACT_MAX_CONTENT_BYTES);
}

function listEntries(zip: Uint8Array, source: string): readonly ZipEntry[] {
  try {
    return parseZipDirectory(zip, ARTIFACT_MAX_FILES);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw mismatch(source, `is not a usable ZIP: ${cause.message}`, cause);
  }
}

function refuseHostile(
  entry: ZipEntry,
  entries: readonly ZipEntry[],
  capOf: (name: string) => number | undefined,
  source: string,
): void {
  const name = printable(entry.name);
  if (/^([/\\]|[A-Za-z]:)/.test(entry.name)) throw mismatch(source, `holds the absolute path ${name}`);
  if (entry.name.split(/[/\\]/).includes('..')) throw mismatch(source, `holds ${name}, which leaves its folder`);
  if (entry.isSymlink) throw mismatch(source, `holds the symbolic link ${name}`);
  if (entry.isEncrypted) throw mismatch(source, `holds the encrypted file ${name}`);
  const cap = capOf(entry.name);
  if (cap === undefined) throw mismatch(source, `holds ${name}, which nobody asked for`);
  if (entries.filter((other) => other.name === entry.name).length > 1) throw mismatch(source, `holds ${name} twice`);
  if (entry.size > cap) throw tooLarge(source, `${name} of ${entry.size} bytes`, cap);
}

function unpack(entry: ZipEntry, source: string): Uint8Array {
  const name = printable(entry.name);
  if (entry.method === STORED && entry.packed.length === entry.size) return entry.packed.slice();
  if (entry.method !== DEFLATED) throw mismatch(source, `packs ${name} by method ${entry.method}`);
  const bytes = new Uint8Array(entry.size);
  let total = 0;
  const inflate = new Inflate((piece) => {
    // The size in the directory is a claim: a bomb says 10 bytes and inflates to gigabytes.
    if (total + piece.length > entry.size) throw tooLarge(source, name, entry.size);
    bytes.set(piece, total);
    total += piece.length;
  });
  try {
    for (let start = 0; start < entry.packed.length; start += STEP_BYTES) {
      inflate.push(entry.packed.subarray(start, start + STEP_BYTES), start + STEP_BYTES >= entry.packed.length);
    }
  } catch (cause) {
    if (cause instanceof OperatorError) throw cause;
    throw mismatch(source, `holds ${name}, which does not inflate`, cause);
  }
  if (total !== entry.size) throw mismatch(source, `holds ${name} with ${total} bytes; it promises ${entry.size}`);
  return bytes;
}

function printable(name: string): string {
  return JSON.stringify(name.slice(0, 120));
}

function mismatch(source: string, problem: string, cause?: unknown): OperatorError {
  return new OperatorError(
    'artifact-mismatch',
    `${source} ${problem}.`,
    'Nothing of it was used. Find out what uploaded it, then run the job again.',
    cause,
  );
}

function tooLarge(source: string, what: string, cap: number): OperatorError {
  return new OperatorError(
    'artifact-too-large',
    `${source} holds more than it may: ${what}, at most ${cap} bytes.`,
    'Nothing of it was used. Make the model smaller, or find out what uploaded it.',
  );
}
