import { renderAppOf } from './apps.ts';
import type { Front } from './front.ts';
import { type Json, nodeId, now } from './json.ts';
import { announce, readUser } from './people.ts';
import { ensureEnvironment } from './resources/environments.ts';

export interface StoredDeployment {
  readonly repository: string;
  readonly json: Json;
  /** Newest first. */
  readonly statuses: Json[];
}

const tables = new WeakMap<Front, StoredDeployment[]>();

const counters = new WeakMap<Front, number>();

/** Ids are never used again, whatever is deleted. */
function made(front: Front): number {
  const count = counters.get(front) ?? 0;
  counters.set(front, count + 1);
  return count;
}

export function deploymentsOf(front: Front): StoredDeployment[] {
  const table = tables.get(front) ?? [];
  tables.set(front, table);
  return table;
}

/** Makes a deployment, and its environment when there is none of that name. */
export async function createDeployment(
  front: Front,
  request: {
    readonly repository: string;
    readonly sha: string;
    readonly ref: string;
    readonly creator: string;
    readonly body: Json;
  },
): Promise<StoredDeployment> {
  const table = deploymentsOf(front);
  const id = 1000 + made(front);
  const { repository, sha, ref, body } = request;
  const url = `${front.url}/repos/${repository}/deployments/${id}`;
  const environment = String(body['environment'] ?? 'production');
  ensureEnvironment(front, repository, environment);
  const creator = await readUser(front, request.creator);
  const json: Json = {
    url,
    id,
    node_id: nodeId('Deployment', id),
    task: body['task'] ?? 'deploy',
    original_environment: environment,
    environment,
    description: body['description'] ?? null,
    created_at: now(),
    updated_at: now(),
    statuses_url: `${url}/statuses`,
    repository_url: `${front.url}/repos/${repository}`,
    creator,
    sha,
    ref,
    payload: body['payload'] ?? {},
    transient_environment: body['transient_environment'] ?? false,
    production_environment: body['production_environment'] ?? environment === 'production',
    performed_via_github_app: renderAppOf(front.url, request.creator),
  };
  const deployment = { repository, json, statuses: [] };
  table.push(deployment);
  const payload = { action: 'created', deployment: json, workflow: null, workflow_run: null };
  await announce(front, 'deployment', repository, payload, creator);
  return deployment;
}

/** Adds a status; a success makes earlier ones of an environment that is not production inactive. */
export async function createStatus(
  front: Front,
  deployment: StoredDeployment,
  body: Json,
  creator: string,
): Promise<Json> {
  const table = deploymentsOf(front);
  const user = await readUser(front, creator);
  const append = (target: StoredDeployment, fields: Json): Json => {
    const id = 5000 + made(front);
    const status: Json = {
      url: `${String(target.json['url'])}/statuses/${id}`,
      id,
      node_id: nodeId('DeploymentStatus', id),
      creator: user,
      description: '',
      environment: target.json['environment'],
      target_url: '',
      created_at: now(),
      updated_at: now(),
      deployment_url: target.json['url'],
      repository_url: target.json['repository_url'],
      environment_url: '',
      log_url: '',
      performed_via_github_app: renderAppOf(front.url, creator),
      ...fields,
    };
    target.statuses.unshift(status);
    target.json['updated_at'] = now();
    return status;
  };
  const replaces =
    body['state'] === 'success' &&
    body['auto_inactive'] !== false &&
    deployment.json['production_environment'] !== true;
  for (const other of replaces ? table : []) {
    const isOlder =
      other !== deployment &&
      other.repository === deployment.repository &&
      other.json['environment'] === deployment.json['environment'] &&
      other.json['transient_environment'] !== true;
    if (isOlder && other.statuses[0]?.['state'] === 'success') append(other, { state: 'inactive' });
  }
  const link = String(body['log_url'] ?? body['target_url'] ?? '');
  const status = append(deployment, {
    state: body['state'],
    description: body['description'] ?? '',
    environment_url: body['environment_url'] ?? '',
    log_url: link,
    target_url: link,
  });
  const payload = {
    action: 'created',
    deployment_status: status,
    deployment: deployment.json,
    check_run: null,
    workflow: null,
    workflow_run: null,
  };
  await announce(front, 'deployment_status', deployment.repository, payload, user);
  return status;
}
