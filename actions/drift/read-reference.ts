import { zlibCompression } from '@tidegate/core/adapters/zlib-compression';
import type { Digest } from '@tidegate/core/digest';
import type { Profile } from '@tidegate/core/profile/profile';
import { readReleasedProfile } from '@tidegate/core/release/read-release';

/** What the served version was judged on. */
export function readReference(
  github: Parameters<typeof readReleasedProfile>[0],
  { release, digest }: { readonly release: string; readonly digest: Digest },
): Promise<Profile> {
  return readReleasedProfile(github, zlibCompression, release, digest);
}
