import { openData } from '@tidegate/core/adapters/open-data';
import { zlibCompression } from '@tidegate/core/adapters/zlib-compression';
import { OperatorError } from '@tidegate/core/errors';
import { buildReference, countAgainst } from '@tidegate/core/profile/build-profile';
import type { ColumnChoice } from '@tidegate/core/profile/plan-columns';
import type { Profile } from '@tidegate/core/profile/profile';
import { readReleasedProfile } from '@tidegate/core/release/read-release';
import { parseReleaseTag } from '@tidegate/core/release/release-tag';
import { followWork } from './follow-work.ts';
import { openGitHub } from './open-github.ts';
import { findProfile, writeProfile } from './profile-file.ts';

export interface ProfileOptions extends ColumnChoice {
  readonly reference?: string;
  readonly out?: string;
  readonly threads?: number;
  readonly memory?: number;
}

export type Engines = Pick<ProfileOptions, 'threads' | 'memory'>;

/** Counts the rows of files, and writes their profile. */
export async function profile(files: readonly string[], options: ProfileOptions): Promise<void> {
  const reference =
    options.reference === undefined ? undefined : await readReference(options.reference, options, process.env);
  const counted = reference ? await countFiles(files, reference, options) : await profileFiles(files, options);
  writeProfile(counted, options.out);
}

/** A profile that is there already: a file, or that of a release; else that of data, counted now. */
export async function readReference(
  text: string,
  options: ColumnChoice & Engines,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Profile> {
  const tag = /^release:(.*)$/s.exec(text)?.[1];
  if (tag === undefined) return findProfile(text) ?? profileFiles([text], options);
  if (parseReleaseTag(tag) === undefined)
    throw new OperatorError(
      'input-invalid',
      `${JSON.stringify(text.slice(0, 100))} names no release.`,
      'Write release:<model>@<version> with all three numbers, for instance release:churn@1.1.0.',
    );
  return readReleasedProfile(openGitHub(text, environment), zlibCompression, tag);
}

export function profileFiles(files: readonly string[], options: ColumnChoice & Engines): Promise<Profile> {
  return withData(files, options, (opened) => buildReference({ ...opened, ...options }));
}

export function countFiles(files: readonly string[], reference: Profile, engines: Engines): Promise<Profile> {
  return withData(files, engines, (opened) => countAgainst({ ...opened, reference }));
}

async function withData(
  files: readonly string[],
  { threads, memory }: Engines,
  use: (opened: Omit<Parameters<typeof buildReference>[0], 'model'>) => Promise<Profile>,
): Promise<Profile> {
  const { signal, onProgress, finish } = followWork(`Counting ${files[0] ?? ''}`);
  const memoryBytes = memory === undefined ? undefined : memory * 1024 ** 2;
  const { engine, relations, close } = await openData([files], { signal, onProgress, threads, memoryBytes });
  try {
    const [relation] = relations;
    if (!relation) throw new Error('a reference has one relation');
    return await use({ engine, relation, signal, onProgress });
  } finally {
    finish();
    await close();
  }
}
