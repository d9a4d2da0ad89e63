import { statSync, writeFileSync } from 'node:fs';
import { zlibCompression } from '@tidegate/core/adapters/zlib-compression';
import { parseDocument } from '@tidegate/core/document';
import { PROFILE_FILE_MAX_BYTES, PROFILE_MAX_BYTES } from '@tidegate/core/limits';
import { PROFILE, type Profile } from '@tidegate/core/profile/profile';
import { isDocumentName, readDocumentText, writeProfileFile } from '@tidegate/core/profile/profile-file';
import { readInput } from './read-file.ts';

/** Writes a profile where a person asked for it; the name says whether it is compressed. */
export function writeProfile(profile: Profile, out: string | undefined): void {
  if (out === undefined) process.stdout.write(writeProfileFile(zlibCompression, profile, '(standard output)'));
  else writeFileSync(out, writeProfileFile(zlibCompression, profile, out));
}

/** The profile in a file; undefined for other files, which may be data in JSON. @throws OperatorError for other documents of ours */
export function findProfile(path: string): Profile | undefined {
  const mostBytes = path.endsWith('.json') ? PROFILE_MAX_BYTES : PROFILE_FILE_MAX_BYTES;
  const size = isDocumentName(path) ? statSync(path, { throwIfNoEntry: false })?.size : undefined;
  if (size === undefined || size > mostBytes) return undefined;
  const text = readDocumentText(zlibCompression, readInput(path, 'the reference'), path, path);
  const isOurs = path.endsWith('.br') || text.includes('"tidegate.');
  return isOurs ? parseDocument(PROFILE, text, path) : undefined;
}
