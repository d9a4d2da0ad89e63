import type { Digest } from '../digest.ts';
import type { Deployment, GitHubPort } from '../ports/github.ts';

/** A version that serves, or served, an environment: what the deploy Action wrote after the server answered. */
export interface ServedModel {
  readonly model: string;
  readonly release: string;
  readonly digest: Digest;
  readonly deploymentId: number;
  readonly since: string;
}

const DESCRIPTION = /^(([a-z][a-z0-9-]{0,39})@\d{1,5}\.\d{1,5}\.\d{1,5}) (sha256:[0-9a-f]{64})$/;
/**
 * People and other apps prove nothing with a status. A job of a branch whose author may push can take `deployments: write` and
 * write as this login too: SECURITY.md says what that can and cannot reach.
 */
const AUTHOR = 'github-actions[bot]';

type Deployments = Pick<GitHubPort, 'listDeployments'>;

/** Description of the status that says what was read back from the server; at most 140 characters. */
export function renderServedDescription({
  release,
  digest,
}: {
  readonly release: string;
  readonly digest: string;
}): string {
  return `${release} ${digest}`;
}

/** What serves the environment now; undefined before its first proven deployment. */
export async function readServedModel(github: Deployments, environment: string): Promise<ServedModel | undefined> {
  return (await listServedHistory(github, environment))[0];
}

/** Everything that was proven to serve the environment, newest first. */
export async function listServedHistory(github: Deployments, environment: string): Promise<readonly ServedModel[]> {
  const deployments = await github.listDeployments(environment);
  return deployments.flatMap((deployment) => readProof(deployment) ?? []);
}

function readProof(deployment: Deployment): ServedModel | undefined {
  for (const status of deployment.statuses) {
    const match = status.state === 'success' && status.creator === AUTHOR ? DESCRIPTION.exec(status.description) : null;
    const [, release, model, digest] = match ?? [];
    if (release && model && digest) {
      return { model, release, digest, deploymentId: deployment.id, since: status.createdAt };
    }
  }
  return undefined;
}
