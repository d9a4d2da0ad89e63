import { rcompare } from 'semver';
import { type Digest, sha256 } from '../digest.ts';
import { OperatorError } from '../errors.ts';
import { RELEASE_ASSET_MAX_BYTES } from '../limits.ts';
import type { GitHubPort, Release } from '../ports/github.ts';
import { renderChecksums } from './build-manifest.ts';
import { ASSETS } from './manifest.ts';
import { type Interface, nextVersion, type ReleasedVersion } from './next-version.ts';
import { readRelease } from './read-release.ts';
import { parseReleaseTag, releaseTag } from './release-tag.ts';

type Publisher = Pick<
  GitHubPort,
  | 'listReleases'
  | 'findRelease'
  | 'downloadAsset'
  | 'createDraftRelease'
  | 'uploadAsset'
  | 'publishRelease'
  | 'deleteDraftRelease'
>;

export interface ReleaseRequest extends Interface {
  readonly modelName: string;
  readonly digest: Digest;
  /** Commit that the tag will point at. */
  readonly commit: string;
  /** Every asset but the checksums, and the notes, for the version that was chosen. */
  readonly assemble: (
    version: string,
  ) => Promise<{ readonly files: Readonly<Record<string, Uint8Array>>; readonly notes: string }>;
}

/**
 * Publishes a model as the next version: draft, upload, read the digests back, publish. Nothing stays behind when a step
 * fails. Bytes that were released before keep the version that they have.
 */
export async function publishRelease(
  github: Publisher,
  request: ReleaseRequest,
): Promise<{ readonly release: Release; readonly created: boolean }> {
  const { modelName, digest, commit } = request;
  const released = (await github.listReleases())
    .filter((release) => !release.draft)
    .flatMap((release) => {
      const name = parseReleaseTag(release.tag);
      return name?.modelName === modelName ? [{ release, version: name.version }] : [];
    })
    .toSorted((left, right) => rcompare(left.version, right.version));
  const existing = released.find(({ release }) => modelDigest(release) === digest);
  if (existing) return { release: existing.release, created: false };
  const before: ReleasedVersion[] = [];
  for (const { release, version } of released.slice(0, 1)) {
    const { onnx, serving } = (await readRelease(github, release.tag)).manifest;
    before.push({ version, signature: onnx.signature, serving });
  }
  const version = nextVersion(before, request);
  const { files, notes } = await request.assemble(version);
  const tag = releaseTag(modelName, version);
  const draft = await github.createDraftRelease({ tag, commit, name: tag, notes });
  try {
    const checksums = new TextEncoder().encode(await renderChecksums(files));
    const assets = { ...files, [ASSETS.checksums]: checksums };
    for (const [name, bytes] of Object.entries(assets)) await github.uploadAsset(draft.id, name, bytes);
    await readBack(github, draft, assets);
    return { release: await github.publishRelease(draft.id), created: true };
  } catch (error) {
    // The first failure is what the person must know; one more while cleaning up would hide it.
    await github.deleteDraftRelease(draft.id).catch(() => undefined);
    throw error;
  }
}

function modelDigest(release: Release): Digest | undefined {
  return release.assets.find(({ name }) => name === ASSETS.model)?.digest;
}

/** GitHub's own digest of each stored asset, or ours over the bytes it gives back, must be what we sent. */
async function readBack(github: Publisher, draft: Release, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  const stored = (await github.listReleases()).find(({ id }) => id === draft.id);
  for (const [name, bytes] of Object.entries(files)) {
    const expected = await sha256(bytes);
    const asset = stored?.assets.find((candidate) => candidate.name === name);
    const actual =
      asset && (asset.digest ?? (await sha256(await github.downloadAsset(asset.id, RELEASE_ASSET_MAX_BYTES))));
    if (actual === expected) continue;
    throw new OperatorError(
      'artifact-mismatch',
      `${name} of the draft ${draft.tag} has ${actual ? `digest ${actual}` : 'not arrived'}, expected ${expected}.`,
      'The draft was deleted; run the release again.',
    );
  }
}
