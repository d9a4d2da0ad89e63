import type { GitHubPort } from '../ports/github.ts';
import { listServedHistory, type ServedModel } from './served-model.ts';

/** Which version of this model an environment serves: another model that was deployed there later does not hide it. */
export async function readServedVersion(
  github: Pick<GitHubPort, 'listDeployments'>,
  environment: string,
  modelName: string,
): Promise<ServedModel | undefined> {
  return (await listServedVersions(github, environment, modelName))[0];
}

/** Everything that this model was proven to serve there, newest first. */
export async function listServedVersions(
  github: Pick<GitHubPort, 'listDeployments'>,
  environment: string,
  modelName: string,
): Promise<readonly ServedModel[]> {
  return (await listServedHistory(github, environment)).filter(({ model }) => model === modelName);
}
