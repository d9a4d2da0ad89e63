import { sha256 } from '../../../core/digest.ts';
import { OperatorError } from '../../../core/errors.ts';
import type { GitHubPort, Release, ReleaseAsset } from '../../../core/ports/github.ts';

type Verb =
  | 'listReleases'
  | 'findRelease'
  | 'createDraftRelease'
  | 'uploadAsset'
  | 'downloadAsset'
  | 'publishRelease'
  | 'deleteDraftRelease';
type Releases = Pick<GitHubPort, Verb>;

/** The release verbs over visible state, with the ways in which they go wrong at GitHub. */
export function createReleases(
  faults: {
    /** The nth upload is refused. */
    readonly refuseUpload?: number;
    readonly refusePublishing?: boolean;
    /** What is stored under this name differs from what was sent. */
    readonly damage?: string;
    /** An older GitHub, which computes no digests. */
    readonly withoutDigests?: boolean;
  } = {},
): Releases & { readonly releases: readonly Release[]; readonly assets: Map<number, Uint8Array> } {
  let releases: Release[] = [];
  const assets = new Map<number, Uint8Array>();
  let uploads = 0;
  const change = (id: number, next: (release: Release) => Release): Release => {
    releases = releases.map((release) => (release.id === id ? next(release) : release));
    const changed = releases.find((release) => release.id === id);
    if (!changed) throw new OperatorError('github-not-found', `No release ${id}.`, '');
    return changed;
  };
  return {
    get releases() {
      return releases;
    },
    assets,
    listReleases: async () => releases.toReversed(),
    findRelease: async (tag) => releases.find((release) => release.tag === tag),
    async createDraftRelease({ tag, commit, name, notes }) {
      const createdAt = '2026-01-02T03:04:05Z';
      const release = {
        id: releases.length + 1,
        tag,
        name,
        draft: true,
        notes,
        commit,
        createdAt,
        url: tag,
        assets: [],
      };
      releases = [...releases, release];
      return release;
    },
    async uploadAsset(releaseId, name, bytes) {
      uploads += 1;
      if (uploads === faults.refuseUpload)
        throw new OperatorError('github-unavailable', 'GitHub answered 502.', 'Wait.');
      const stored = name === faults.damage ? bytes.subarray(1) : bytes;
      const id = assets.size + 1;
      assets.set(id, stored);
      const digest = faults.withoutDigests ? undefined : await sha256(stored);
      const asset: ReleaseAsset = { id, name, bytes: stored.length, digest };
      change(releaseId, (release) => ({ ...release, assets: [...release.assets, asset] }));
      return asset;
    },
    downloadAsset: async (id) => assets.get(id) ?? new Uint8Array(),
    async publishRelease(id) {
      if (faults.refusePublishing) throw new OperatorError('github-conflict', 'The tag exists already.', 'Again.');
      return change(id, (release) => ({ ...release, draft: false }));
    },
    async deleteDraftRelease(id) {
      releases = releases.filter((release) => release.id !== id || !release.draft);
    },
  };
}
