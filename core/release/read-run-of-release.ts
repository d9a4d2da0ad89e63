import { type Digest, sha256 } from '../digest.ts';
import { parseDocument } from '../document.ts';
import { OperatorError } from '../errors.ts';
import { DOCUMENT_MAX_BYTES } from '../limits.ts';
import type { GitHubPort } from '../ports/github.ts';
import { RUN_RECORD, type RunRecord } from '../run/run-record.ts';
import { ASSETS } from './manifest.ts';
import { readRelease } from './read-release.ts';

/** The run record of a released version, checked against its manifest. */
export async function readRunOfRelease(
  github: Pick<GitHubPort, 'findRelease' | 'downloadAsset'>,
  tag: string,
  digest: Digest,
): Promise<RunRecord> {
  const { release, manifest } = await readRelease(github, tag, digest);
  const asset = release.assets.find(({ name }) => name === ASSETS.run);
  const bytes = asset ? await github.downloadAsset(asset.id, DOCUMENT_MAX_BYTES) : new Uint8Array();
  if ((await sha256(bytes)) !== manifest.run.digest) {
    throw new OperatorError(
      'artifact-mismatch',
      `${ASSETS.run} of ${tag} is not the one that its manifest names.`,
      'The release was changed: release again.',
    );
  }
  return parseDocument(RUN_RECORD, new TextDecoder().decode(bytes), `${ASSETS.run} of release ${tag}`);
}
