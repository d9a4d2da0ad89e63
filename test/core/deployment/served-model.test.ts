import { expect, it } from 'vitest';
import { listServedVersions, readServedVersion } from '../../../core/deployment/read-served-version.ts';
import { readServedModel, renderServedDescription } from '../../../core/deployment/served-model.ts';
import { DEPLOYMENT_STATUS_DESCRIPTION_MAX_CHARACTERS } from '../../../core/limits.ts';
import type { DeploymentStatus } from '../../../core/ports/github.ts';
import { MemoryGitHub } from '../../fakes/memory-github.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const proof = (release = 'churn@1.0.0') => renderServedDescription({ release, digest: DIGEST });
const serving = (...deployments: (readonly Partial<DeploymentStatus>[])[]) => {
  const github = new MemoryGitHub();
  for (const statuses of deployments) github.addDeployment('production', statuses);
  return github;
};

it('reads back what the deploy Action wrote', async () => {
  expect(await readServedModel(serving([{ description: proof() }]), 'production')).toMatchObject({
    model: 'churn',
    release: 'churn@1.0.0',
    digest: DIGEST,
  });
});

it('keeps a version that was replaced in the history, newest first', async () => {
  const github = serving(
    [{ state: 'inactive' }, { description: proof('churn@1.0.0') }],
    [{ description: proof('fraud@3.0.0') }],
    [{ description: proof('churn@1.1.0') }],
  );
  expect((await listServedVersions(github, 'production', 'churn')).map(({ release }) => release)).toEqual([
    'churn@1.1.0',
    'churn@1.0.0',
  ]);
  expect((await readServedVersion(github, 'production', 'fraud'))?.release).toBe('fraud@3.0.0');
});

it.each<[string, Partial<DeploymentStatus>]>([
  ['a failure', { state: 'failure', description: proof() }],
  ['a deployment that is under way', { state: 'in_progress', description: proof() }],
  ['a person’s status', { creator: 'octocat', description: proof() }],
  ['another app’s status', { creator: 'deploys[bot]', description: proof() }],
  ['words around it', { description: `now serving ${proof()}` }],
  ['two of them', { description: `${proof()}\n${proof()}` }],
  ['a short digest', { description: 'churn@1.0.0 sha256:abc' }],
  ['no digest', { description: 'churn@1.0.0' }],
  ['nothing', {}],
])('takes no proof from %s', async (_, status) => {
  expect(await readServedModel(serving([status]), 'production')).toBeUndefined();
});

it('fits into a status whatever the model is called', () => {
  const longest = proof(`${'m'.repeat(40)}@99999.99999.99999`);
  expect(longest.length).toBeLessThanOrEqual(DEPLOYMENT_STATUS_DESCRIPTION_MAX_CHARACTERS);
});
