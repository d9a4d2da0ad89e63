import { type Digest, sha256 } from '../digest.ts';
import { parseDocument } from '../document.ts';
import { OperatorError } from '../errors.ts';
import { VERDICT, type Verdict } from '../gate/verdict.ts';
import { DOCUMENT_MAX_BYTES, MODEL_MAX_BYTES, PROFILE_MAX_BYTES } from '../limits.ts';
import type { Compression } from '../ports/compression.ts';
import type { GitHubPort, Release } from '../ports/github.ts';
import type { Profile } from '../profile/profile.ts';
import { readProfileFile } from '../profile/profile-file.ts';
import { ASSETS, MANIFEST, type Manifest, PLAIN_PROFILE } from './manifest.ts';
import { parseReleaseTag } from './release-tag.ts';

type Reader = Pick<GitHubPort, 'findRelease' | 'downloadAsset'>;

export interface ReleasedVersionDocuments {
  readonly release: Release;
  readonly manifest: Manifest;
}

/**
 * The published release of this name and its manifest, which must speak for the digest that is asked about.
 * @throws OperatorError `release-missing` or `artifact-mismatch`
 */
export async function readRelease(
  github: Reader,
  tag: string,
  expectedDigest?: Digest,
): Promise<ReleasedVersionDocuments> {
  const release = await github.findRelease(tag);
  if (!release || release.draft) {
    throw new OperatorError(
      'release-missing',
      `There is no published release ${tag.slice(0, 100)}.`,
      'Name a version from the releases page: <model>@<version>.',
    );
  }
  const text = new TextDecoder().decode(await readAsset(github, release, ASSETS.manifest, DOCUMENT_MAX_BYTES));
  const manifest = parseDocument(MANIFEST, text, `${ASSETS.manifest} of release ${tag}`);
  const name = parseReleaseTag(tag);
  if (name?.modelName !== manifest.model || name.version !== manifest.modelVersion) {
    throw changed(tag, `its manifest is of ${manifest.model}@${manifest.modelVersion}`);
  }
  if (expectedDigest !== undefined && manifest.onnx.digest !== expectedDigest) {
    throw changed(tag, `its model has digest ${manifest.onnx.digest}, expected ${expectedDigest}`);
  }
  return { release, manifest };
}

export async function readReleasedModel(github: Reader, tag: string, digest: Digest): Promise<Uint8Array> {
  const released = await readRelease(github, tag, digest);
  return readPromised(github, released, ASSETS.model, MODEL_MAX_BYTES);
}

/** The profile of a release, without a digest that of whatever model it holds. */
export async function readReleasedProfile(
  github: Reader,
  compression: Compression,
  tag: string,
  digest?: Digest,
): Promise<Profile> {
  const released = await readRelease(github, tag, digest);
  const isListed = released.manifest.assets.some(({ name }) => name === ASSETS.profile);
  const name = isListed ? ASSETS.profile : PLAIN_PROFILE;
  const bytes = await readPromised(github, released, name, PROFILE_MAX_BYTES);
  return readProfileFile(compression, bytes, name, `${name} of release ${tag}`);
}

export async function readReleasedVerdict(github: Reader, released: ReleasedVersionDocuments): Promise<Verdict> {
  const bytes = await readPromised(github, released, ASSETS.verdict, DOCUMENT_MAX_BYTES);
  const source = `${ASSETS.verdict} of release ${released.release.tag}`;
  return parseDocument(VERDICT, new TextDecoder().decode(bytes), source);
}

/** Bytes of an asset, which must be the ones that the manifest promises. */
async function readPromised(
  github: Reader,
  { release, manifest }: ReleasedVersionDocuments,
  name: string,
  maxBytes: number,
): Promise<Uint8Array> {
  const promised = manifest.assets.find((asset) => asset.name === name)?.digest;
  if (promised === undefined) throw changed(release.tag, `its manifest does not list ${name}`);
  const bytes = await readAsset(github, release, name, maxBytes);
  const digest = await sha256(bytes);
  if (digest !== promised)
    throw changed(release.tag, `${name} has digest ${digest}, its manifest promises ${promised}`);
  return bytes;
}

async function readAsset(github: Reader, release: Release, name: string, maxBytes: number): Promise<Uint8Array> {
  const asset = release.assets.find((candidate) => candidate.name === name);
  if (!asset) throw changed(release.tag, `it has no asset ${name}`);
  return github.downloadAsset(asset.id, maxBytes);
}

function changed(tag: string, problem: string): OperatorError {
  return new OperatorError(
    'artifact-mismatch',
    `Release ${tag} cannot be used: ${problem}.`,
    'A release must not change after it was published: release the model again, and switch on immutable releases.',
  );
}
