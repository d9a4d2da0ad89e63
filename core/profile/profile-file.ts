import { parseDocument, renderDocument } from '../document.ts';
import { OperatorError } from '../errors.ts';
import { PROFILE_FILE_MAX_BYTES, PROFILE_MAX_BYTES } from '../limits.ts';
import type { Compression, CompressionFormat } from '../ports/compression.ts';
import { PROFILE, type Profile } from './profile.ts';

/** Files that are compressed, by the end of their name; any other holds plain JSON. */
const ENDINGS: readonly (readonly [ending: string, format: CompressionFormat])[] = [
  ['.json.br', 'brotli'],
  ['.json.gz', 'gzip'],
];

function formatOf(name: string): CompressionFormat | undefined {
  return ENDINGS.find(([ending]) => name.endsWith(ending))?.[1];
}

/** True for names that a profile may have, in any of its forms. */
export function isDocumentName(name: string): boolean {
  return name.endsWith('.json') || formatOf(name) !== undefined;
}

/** Bytes of a profile as a file of this name holds them. The same profile gives the same bytes. */
export function writeProfileFile(compression: Compression, profile: Profile, name: string): Uint8Array {
  const format = formatOf(name);
  const encode = (text: string) => new TextEncoder().encode(text);
  if (format === undefined) return encode(renderDocument(profile));
  return compression.compress(encode(`${JSON.stringify(profile)}\n`), format);
}

/**
 * The profile in a file of this name, whoever wrote it.
 * @throws OperatorError `document-invalid` for what is too large, cut, foreign or no profile, `document-version-unknown`
 */
export function readProfileFile(compression: Compression, bytes: Uint8Array, name: string, source = name): Profile {
  return parseDocument(PROFILE, readDocumentText(compression, bytes, name, source), source);
}

/** Text of a document that may be compressed; see readProfileFile. */
export function readDocumentText(
  compression: Compression,
  bytes: Uint8Array,
  name: string,
  source: string,
  maxBytes = PROFILE_MAX_BYTES,
): string {
  const format = formatOf(name);
  const most = format === undefined ? maxBytes : PROFILE_FILE_MAX_BYTES;
  if (bytes.length > most) {
    throw new OperatorError(
      'document-invalid',
      `${source} has ${bytes.length} bytes, more than the ${most} that a profile may have.`,
      'Profile fewer columns, or name the data itself in a format that is no JSON document.',
    );
  }
  const plain = format === undefined ? bytes : compression.decompress(bytes, format, { maxBytes, source });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(plain);
  } catch (cause) {
    throw new OperatorError(
      'document-invalid',
      `${source} is no text in UTF-8, expected a tidegate.profile document.`,
      'Give the file that `tidegate profile --out` wrote.',
      cause,
    );
  }
}
