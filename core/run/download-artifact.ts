import { sha256 } from '../digest.ts';
import { OperatorError } from '../errors.ts';
import { ARTIFACT_MAX_BYTES } from '../limits.ts';
import type { GitHubPort } from '../ports/github.ts';
import { type ArtifactFiles, type OptionalFiles, readArtifact } from './read-artifact.ts';

/**
 * The expected files of a run's artifact and the optional ones that it has, checked against the digest that GitHub computed when it was uploaded.
 * @throws OperatorError `artifact-missing`, `artifact-mismatch` or `artifact-too-large`
 */
export async function downloadArtifact<Name extends string>(
  github: Pick<GitHubPort, 'listArtifacts' | 'downloadArtifact'>,
  request: {
    readonly runId: number;
    readonly name: string;
    readonly maxBytes: Readonly<Record<Name, number>>;
    readonly optional?: readonly OptionalFiles[];
  },
): Promise<ArtifactFiles<Name>> {
  const { runId, name, maxBytes, optional } = request;
  const artifacts = await github.listArtifacts(runId);
  // A run that was tried again has the artifact of each attempt; the newest one is what it stands for.
  const [artifact] = artifacts.filter((item) => item.name === name).toSorted((left, right) => right.id - left.id);
  if (!artifact || artifact.expired) {
    const found = artifacts.map((item) => item.name).join(', ') || 'none';
    throw new OperatorError(
      'artifact-missing',
      `Run ${runId} has no artifact ${name}${artifact ? ' any more: it has expired' : ` (it has: ${found})`}.`,
      'Run the workflow again; artifacts are kept for 90 days unless the repository says otherwise.',
    );
  }
  const source = `Artifact ${name} of run ${runId}`;
  const zip = await github.downloadArtifact(artifact.id, ARTIFACT_MAX_BYTES);
  const digest = await sha256(zip);
  if (artifact.digest !== undefined && artifact.digest !== digest) {
    throw new OperatorError(
      'artifact-mismatch',
      `${source} has digest ${digest}, GitHub promises ${artifact.digest}.`,
      'The download was damaged: run the job again.',
    );
  }
  return readArtifact(zip, source, maxBytes, optional);
}
