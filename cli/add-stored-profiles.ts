import { OperatorError } from '@tidegate/core/errors';
import { addProfiles } from '@tidegate/core/profile/combine-profiles';
import type { Profile } from '@tidegate/core/profile/profile';
import type { ProfileOptions } from './profile-data.ts';
import { readStoredProfile } from './profile-file.ts';
import { idleFlags, refuseIdleFlags } from './refuse-idle-flags.ts';

/** Profiles of parts, added up; undefined where the files are rows. @throws OperatorError for both at once, other grids, or a part twice */
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
  refuseTwice(paths, profiles);
  return others.reduce(addProfiles, first);
}

/** Rows that are counted twice are no more rows. */
function refuseTwice(paths: readonly string[], profiles: readonly Profile[]): void {
  const seen = new Map<string, string | undefined>();
  profiles.forEach((profile, index) => {
    const key = profile.source.digest ?? JSON.stringify(profile);
    const path = paths[index];
    if (seen.has(key))
      throw new OperatorError(
        'input-invalid',
        `${seen.get(key)} and ${path} are profiles of the same rows, ${profile.source.rows} of ${profile.source.name}.`,
        'Name each part once.',
      );
    seen.set(key, path);
  });
}
