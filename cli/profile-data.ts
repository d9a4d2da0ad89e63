import { openData } from '@tidegate/core/adapters/open-data';
import { buildReference, countAgainst, type Privacy } from '@tidegate/core/profile/build-profile';
import { hidePeople } from '@tidegate/core/profile/hide-people';
import type { ColumnChoice } from '@tidegate/core/profile/plan-columns';
import type { Profile } from '@tidegate/core/profile/profile';
import { parseReference } from '@tidegate/core/sql/reference';
import { followWork } from './follow-work.ts';
import { readStoredProfile, writeProfile } from './profile-file.ts';

export interface ProfileOptions extends ColumnChoice, Privacy {
  /** Nothing of fewer than five rows is told; by default for what a server counts. */
  readonly private?: boolean;
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
  const isPrivate = options.private ?? parseReference(files).kind === 'server';
  writeProfile(isPrivate ? hidePeople(counted, { own: reference === undefined }) : counted, options.out);
}

/** A profile that is there already, or that of data, counted now. */
export async function readReference(
  text: string,
  options: ColumnChoice & Engines,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Profile> {
  return (await readStoredProfile(text, environment)) ?? profileFiles([text], options);
}

export function profileFiles(files: readonly string[], options: ColumnChoice & Engines & Privacy): Promise<Profile> {
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
