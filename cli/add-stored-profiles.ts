import { OperatorError } from '@tidegate/core/errors';
import { addProfiles } from '@tidegate/core/profile/combine-profiles';
import type { Profile } from '@tidegate/core/profile/profile';
import type { ProfileOptions } from './profile-data.ts';
import { readStoredProfile } from './profile-file.ts';
import { idleFlags, refuseIdleFlags } from './refuse-idle-flags.ts';

/** Profiles of parts, added up; undefined where the files are rows. @throws OperatorError for both at once, or for other grids */
export async function addStoredProfiles(
  paths: readonly string[],
  { private: _, out: __, threads: ___, memory: ____, ...options }: ProfileOptions,
): Promise<Profile | undefined> {
  const found: (Profile | undefined)[] = [];
  for (const path of paths) found.push(await readStoredProfile(path, process.env));
  const profiles = found.filter((profile) => profile !== undefined);
  const [first, ...others] = profiles;
  if (!first) return undefined;
  if (profiles.length < paths.length)
    throw new OperatorError(
      'input-invalid',
      `${paths[found.indexOf(first)]} is a profile, ${paths[found.indexOf(undefined)]} is none.`,
      'Add up profiles, or count rows: not both at once.',
    );
  refuseIdleFlags(idleFlags(options, 'profiles are added up as they are'));
  return others.reduce(addProfiles, first);
}
