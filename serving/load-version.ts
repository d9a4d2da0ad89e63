import { createGitHub } from '@tidegate/core/adapters/octokit-github/octokit-github';
import { Digest } from '@tidegate/core/digest';
import type { ModelRuntime } from '@tidegate/core/ports/model-runtime';
import { readRelease, readReleasedModel } from '@tidegate/core/release/read-release';
import * as z from 'zod';
import type { ModelStore } from './model-store.ts';
import { openVersion, type ServedVersion } from './served-version.ts';

/** Body of a load: a repository and a release, never a host or a path. */
export const LoadBody = z.strictObject({
  parameters: z.strictObject({
    repository: z
      .string()
      .regex(/^[\w.-]{1,100}\/[\w.-]{1,100}$/)
      .refine((repository) => !repository.split('/').some((part) => /^\.+$/.test(part)), 'expected owner/name'),
    release: z.string().regex(/^[a-z][a-z0-9-]{0,39}@\d{1,5}\.\d{1,5}\.\d{1,5}$/),
    digest: Digest,
  }),
});
export type LoadRequest = z.infer<typeof LoadBody>['parameters'];

/**
 * Pulls a release, proves its digests, keeps it on disk and then hands it to `serve`. Loads run in turn, so that disk
 * and memory hold the same version whoever asks at the same time.
 */
export function createLoader(options: {
  readonly runtime: ModelRuntime;
  readonly store: ModelStore;
  readonly githubApiUrl: string;
  readonly serve: (version: ServedVersion) => void;
}): (request: LoadRequest, githubToken: string) => Promise<ServedVersion> {
  const { runtime, store, githubApiUrl, serve } = options;
  const load = async ({ repository, release, digest }: LoadRequest, token: string): Promise<ServedVersion> => {
    const [owner = '', repo = ''] = repository.split('/');
    const github = createGitHub({ baseUrl: githubApiUrl, token, owner, repo });
    const { manifest } = await readRelease(github, release, digest);
    const bytes = await readReleasedModel(github, release, digest);
    const version = await openVersion(runtime, manifest, bytes, new Date());
    try {
      await store.save(manifest, bytes);
    } catch (error) {
      await version.loaded.release();
      throw error;
    }
    serve(version);
    return version;
  };
  let last: Promise<unknown> = Promise.resolve();
  return (request, token) => {
    const turn = last.then(() => load(request, token));
    last = turn.catch(() => undefined);
    return turn;
  };
}
