import type { Context } from 'hono';
import type { Front } from '../front.ts';
import { at, type Json, nodeId, now, textAt } from '../json.ts';
import { refuse } from '../refusals.ts';
import { simpleUser } from '../repairs/repair-body.ts';

export interface StoredDeployment {
  readonly repository: string;
  readonly json: Json;
  /** Newest first. */
  readonly statuses: Json[];
}

const STATES = ['error', 'failure', 'inactive', 'in_progress', 'queued', 'pending', 'success'];
const tables = new WeakMap<Front, StoredDeployment[]>();

export function deploymentsOf(front: Front): StoredDeployment[] {
  const table = tables.get(front) ?? [];
  tables.set(front, table);
  return table;
}

/** Deployments and their statuses, with both webhooks. */
export function deployments(front: Front): void {
  const table = deploymentsOf(front);
  const base = '/repos/:owner/:repo/deployments';
  const repositoryOf = (c: Context) => `${c.req.param('owner')}/${c.req.param('repo')}`;
  const find = (c: Context) =>
    table.find(({ repository, json }) => repository === repositoryOf(c) && json['id'] === Number(c.req.param('id')));
  front.app.post(base, async (c) => {
    if (!(await front.may(c, 'deployments', 'write'))) return refuse(c, 403, 'Resource not accessible by integration');
    const body: Json = await c.req.json();
    const ref = String(body['ref'] ?? '');
    const commit = await front.upstream.call(`/repos/${repositoryOf(c)}/commits/${ref}`);
    if (!ref || commit.status !== 200) return refuse(c, 422, `No ref found for: ${ref}`);
    const missing = await missingContexts(
      front,
      repositoryOf(c),
      textAt(commit.data, 'sha'),
      body['required_contexts'],
    );
    if (missing.length > 0)
      return refuse(c, 409, `Conflict: Commit status checks failed for ${ref}: ${missing.join(', ')}`);
    const deployment = await createDeployment(front, {
      repository: repositoryOf(c),
      sha: textAt(commit.data, 'sha'),
      ref,
      creator: front.loginOf(front.callerOf(c)),
      body,
    });
    return c.json(deployment.json, 201);
  });
  front.app.get(base, (c) => {
    const filters = ['sha', 'ref', 'task', 'environment'].filter((key) => c.req.query(key));
    const found = table.filter(
      ({ repository, json }) =>
        repository === repositoryOf(c) && filters.every((key) => json[key] === c.req.query(key)),
    );
    return c.json(paged(c, found.map(({ json }) => json).toReversed()));
  });
  front.app.get(`${base}/:id`, (c) => {
    const found = find(c);
    return found ? c.json(found.json) : refuse(c, 404, 'Not Found');
  });
  front.app.get(`${base}/:id/statuses`, (c) => {
    const found = find(c);
    return found ? c.json(paged(c, found.statuses)) : refuse(c, 404, 'Not Found');
  });
  front.app.post(`${base}/:id/statuses`, async (c) => {
    if (!(await front.may(c, 'deployments', 'write'))) return refuse(c, 403, 'Resource not accessible by integration');
    const found = find(c);
    if (!found) return refuse(c, 404, 'Not Found');
    const body: Json = await c.req.json();
    if (!STATES.includes(String(body['state'])) || String(body['description'] ?? '').length > 140)
      return refuse(c, 422, 'Validation Failed');
    return c.json(await createStatus(front, found, body, front.loginOf(front.callerOf(c))), 201);
  });
}

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
  const id = 1000 + table.length;
  const { repository, sha, ref, body } = request;
  const url = `${front.url}/repos/${repository}/deployments/${id}`;
  const environment = String(body['environment'] ?? 'production');
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
    creator: await userOf(front, request.creator),
    sha,
    ref,
    payload: body['payload'] ?? {},
    transient_environment: body['transient_environment'] ?? false,
    production_environment: body['production_environment'] ?? environment === 'production',
    performed_via_github_app: null,
  };
  const deployment = { repository, json, statuses: [] };
  table.push(deployment);
  await emit(front, 'deployment', repository, json['creator'], {
    deployment: json,
    workflow: null,
    workflow_run: null,
  });
  return deployment;
}

export async function createStatus(
  front: Front,
  deployment: StoredDeployment,
  body: Json,
  creator: string,
): Promise<Json> {
  const table = deploymentsOf(front);
  const user = await userOf(front, creator);
  const append = (target: StoredDeployment, fields: Json): Json => {
    const id = 5000 + table.reduce((sum, { statuses }) => sum + statuses.length, 0);
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
      performed_via_github_app: null,
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
      other.json['environment'] === deployment.json['environment'];
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
    deployment_status: status,
    deployment: deployment.json,
    check_run: null,
    workflow: null,
    workflow_run: null,
  };
  await emit(front, 'deployment_status', deployment.repository, user, payload);
  return status;
}

async function emit(front: Front, event: string, repository: string, sender: unknown, payload: Json): Promise<void> {
  const { data } = await front.upstream.call(`/repos/${repository}`);
  front.emit(event, { action: 'created', ...payload, repository: data, sender });
}

async function userOf(front: Front, login: string): Promise<Json> {
  return simpleUser((await front.upstream.call(`/users/${encodeURIComponent(login)}`)).data, front.url);
}

async function missingContexts(
  front: Front,
  repository: string,
  sha: string,
  required: unknown,
): Promise<readonly string[]> {
  const { data } = await front.upstream.call(`/repos/${repository}/commits/${sha}/check-runs`);
  const runs = at({ data }, 'data')['check_runs'];
  const checks = Array.isArray(runs) ? runs : [];
  const names = Array.isArray(required) ? required.map(String) : checks.map((run) => textAt(run, 'name'));
  const passed = new Set(
    checks
      .filter((run) => ['success', 'neutral', 'skipped'].includes(textAt(run, 'conclusion')))
      .map((run) => textAt(run, 'name')),
  );
  return [...new Set(names)].filter((name) => !passed.has(name));
}

export function paged<Item>(c: Context, items: readonly Item[]): readonly Item[] {
  const perPage = Math.min(100, Number(c.req.query('per_page') ?? 30));
  const page = Number(c.req.query('page') ?? 1);
  return items.slice((page - 1) * perPage, page * perPage);
}
