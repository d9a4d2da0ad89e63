import type { GitHubPort } from '../ports/github.ts';
import { listServedHistory, type ServedModel } from './served-model.ts';

/** Which version of this model an environment serves: another model that was deployed there later does not hide it. */
export async function readServedVersion(
  github: Pick<GitHubPort, 'listDeployments'>,
  environment: string,
  modelName: string,
): Promise<ServedModel | undefined> {
  return (await listServedHistory(github, environment)).find(({ model }) => model === modelName);
}
