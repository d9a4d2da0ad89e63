import { statSync } from 'node:fs';
import { zlibCompression } from '@tidegate/core/adapters/zlib-compression';
import { parseDocument } from '@tidegate/core/document';
import { OperatorError } from '@tidegate/core/errors';
import { PROFILE_FILE_MAX_BYTES, PROFILE_MAX_BYTES } from '@tidegate/core/limits';
import { PROFILE, type Profile } from '@tidegate/core/profile/profile';
import { isDocumentName, readDocumentText, writeProfileFile } from '@tidegate/core/profile/profile-file';
import { parseReleaseTag } from '@tidegate/core/release/release-tag';
import type { Environment } from './open-github.ts';
import { readInput } from './read-file.ts';
import { writeOutput } from './write-file.ts';

/** Writes a profile where a person asked for it; the name says whether it is compressed. */
export function writeProfile(profile: Profile, out: string | undefined): void {
  writeOutput(out, writeProfileFile(zlibCompression, profile, out ?? '(standard output)'));
}

/**
 * The profile of `release:<model>@<version>`, or that in a file; undefined for what may be data.
 * @throws OperatorError for other documents of ours, and for a release that is not there
 */
export async function readStoredProfile(text: string, environment: Environment): Promise<Profile | undefined> {
  const tag = /^release:(.*)$/s.exec(text)?.[1];
  if (tag === undefined) return findProfile(text);
  if (parseReleaseTag(tag) === undefined)
    throw new OperatorError(
      'input-invalid',
      `${JSON.stringify(text.slice(0, 100))} names no release.`,
      'Write release:<model>@<version> with all three numbers, for instance release:churn@1.1.0.',
    );
  // GitHub is loaded for releases only.
  const { readReleasedProfile } = await import('@tidegate/core/release/read-release');
  const { openGitHub } = await import('./open-github.ts');
  return readReleasedProfile(openGitHub(text, environment), zlibCompression, tag);
}

function findProfile(path: string): Profile | undefined {
  const mostBytes = path.endsWith('.json') ? PROFILE_MAX_BYTES : PROFILE_FILE_MAX_BYTES;
  const size = isDocumentName(path) ? statSync(path, { throwIfNoEntry: false })?.size : undefined;
  if (size === undefined || size > mostBytes) return undefined;
  const text = readDocumentText(zlibCompression, readInput(path, 'the reference'), path, path);
  const isOurs = path.endsWith('.br') || text.includes('"tidegate.');
  return isOurs ? parseDocument(PROFILE, text, path) : undefined;
}
