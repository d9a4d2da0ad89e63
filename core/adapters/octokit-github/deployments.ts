import * as z from 'zod';
import { DEPLOYMENT_STATUS_DESCRIPTION_MAX_CHARACTERS } from '../../limits.ts';
import type { DeploymentStatus, GitHubPort } from '../../ports/github.ts';
import { type Connection, call, listAll } from './request.ts';

type Deployments = Pick<GitHubPort, 'listDeployments' | 'createDeploymentStatus'>;

const Creator = z.object({ login: z.string() }).nullish();
const DeploymentItem = z.object({
  id: z.int(),
  environment: z.string(),
  sha: z.string(),
  creator: Creator,
  created_at: z.string(),
  url: z.string(),
});
const StatusItem = z.object({
  id: z.int(),
  state: z.enum(['error', 'failure', 'inactive', 'in_progress', 'queued', 'pending', 'success']),
  description: z.string().nullish(),
  creator: Creator,
  created_at: z.string(),
  log_url: z.string().nullish(),
  environment_url: z.string().nullish(),
});

export function createDeployments(connection: Connection): Deployments {
  const unknowns = (data: unknown) => z.array(z.unknown()).parse(data);
  const listStatuses = async (deployment: number): Promise<readonly DeploymentStatus[]> => {
    const route = 'GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses';
    const items = await listAll(connection, route, { deployment_id: deployment }, unknowns);
    const statuses = items.map((item) => StatusItem.parse(item)).toSorted((left, right) => right.id - left.id);
    return statuses.map((status) => ({
      state: status.state,
      description: status.description ?? '',
      creator: status.creator?.login ?? 'ghost',
      createdAt: status.created_at,
      logUrl: status.log_url ?? '',
      environmentUrl: status.environment_url ?? '',
    }));
  };
  return {
    async listDeployments(environment) {
      const items = await listAll(connection, 'GET /repos/{owner}/{repo}/deployments', { environment }, unknowns);
      const deployments = items.map((item) => DeploymentItem.parse(item)).toSorted((left, right) => right.id - left.id);
      return Promise.all(
        deployments.map(async (deployment) => ({
          id: deployment.id,
          environment: deployment.environment,
          sha: deployment.sha,
          creator: deployment.creator?.login ?? 'ghost',
          createdAt: deployment.created_at,
          url: deployment.url,
          statuses: await listStatuses(deployment.id),
        })),
      );
    },
    async createDeploymentStatus({ deploymentId, state, description, environmentUrl, logUrl }) {
      await call(connection, 'POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses', {
        deployment_id: deploymentId,
        state,
        description: description.slice(0, DEPLOYMENT_STATUS_DESCRIPTION_MAX_CHARACTERS),
        // We mark older production deployments inactive ourselves: GitHub's own way leaves production alone.
        auto_inactive: false,
        ...(environmentUrl ? { environment_url: environmentUrl } : {}),
        ...(logUrl ? { log_url: logUrl } : {}),
      });
    },
  };
}
