import type { Front } from '../front.ts';
import { type Json, nodeId, now } from '../json.ts';
import { refuse } from '../refusals.ts';

export interface ProtectionRule {
  readonly id: number;
  readonly integrationId: number;
  enabled: boolean;
}
export interface Environment {
  readonly id: number;
  readonly name: string;
  readonly createdAt: string;
  readonly rules: ProtectionRule[];
}

const tables = new WeakMap<Front, Map<string, Environment>>();

/** The environment of a repository, if somebody made it. */
export function findEnvironment(front: Front, repository: string, name: string): Environment | undefined {
  return tables.get(front)?.get(`${repository}/${name}`);
}

/** Environments and their custom deployment protection rules. */
export function environments(front: Front): void {
  const table = new Map<string, Environment>();
  tables.set(front, table);
  const base = '/repos/:owner/:repo/environments';
  const repositoryOf = (params: { owner: string; repo: string }) => `${params.owner}/${params.repo}`;
  const show = (repository: string, environment: Environment): Json => ({
    id: environment.id,
    node_id: nodeId('Environment', environment.id),
    name: environment.name,
    url: `${front.url}/repos/${repository}/environments/${environment.name}`,
    html_url: `${front.url}/${repository}/deployments/activity_log?environments_filter=${environment.name}`,
    created_at: environment.createdAt,
    updated_at: environment.createdAt,
    protection_rules: [],
    deployment_branch_policy: null,
  });
  const showRule = (rule: ProtectionRule): Json => ({
    id: rule.id,
    node_id: nodeId('GateRule', rule.id),
    enabled: rule.enabled,
    app: {
      id: rule.integrationId,
      slug: front.identity.slug,
      integration_url: `${front.url}/apps/${front.identity.slug}`,
      node_id: nodeId('App', rule.integrationId),
    },
  });
  front.app.get(base, (c) => {
    const repository = repositoryOf(c.req.param());
    const found = [...table]
      .filter(([key]) => key.startsWith(`${repository}/`))
      .map(([, environment]) => show(repository, environment));
    return c.json({ total_count: found.length, environments: found });
  });
  front.app.put(`${base}/:name`, async (c) => {
    if (!(await front.may(c, 'administration', 'write')))
      return refuse(c, 403, 'Resource not accessible by integration');
    const repository = repositoryOf(c.req.param());
    const name = c.req.param('name');
    const environment = table.get(`${repository}/${name}`) ?? {
      id: 300 + table.size,
      name,
      createdAt: now(),
      rules: [],
    };
    table.set(`${repository}/${name}`, environment);
    return c.json(show(repository, environment));
  });
  front.app.get(`${base}/:name`, (c) => {
    const repository = repositoryOf(c.req.param());
    const environment = table.get(`${repository}/${c.req.param('name')}`);
    return environment ? c.json(show(repository, environment)) : refuse(c, 404, 'Not Found');
  });
  front.app.get(`${base}/:name/deployment_protection_rules`, (c) => {
    const environment = table.get(`${repositoryOf(c.req.param())}/${c.req.param('name')}`);
    if (!environment) return refuse(c, 404, 'Not Found');
    return c.json({
      total_count: environment.rules.length,
      custom_deployment_protection_rules: environment.rules.map(showRule),
    });
  });
  front.app.post(`${base}/:name/deployment_protection_rules`, async (c) => {
    if (!(await front.may(c, 'administration', 'write')))
      return refuse(c, 403, 'Resource not accessible by integration');
    const environment = table.get(`${repositoryOf(c.req.param())}/${c.req.param('name')}`);
    if (!environment) return refuse(c, 404, 'Not Found');
    const { integration_id } = await c.req.json();
    if (integration_id !== front.identity.id) return refuse(c, 422, 'Validation Failed: integration_id');
    const rule = { id: 700 + environment.rules.length, integrationId: Number(integration_id), enabled: true };
    environment.rules.push(rule);
    return c.json(showRule(rule), 201);
  });
}
