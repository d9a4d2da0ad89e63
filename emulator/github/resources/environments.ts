import type { Context } from 'hono';
import type { Front } from '../front.ts';
import { type Json, nodeId, now } from '../json.ts';
import { paged } from '../paged.ts';
import { repositoryOf } from '../people.ts';
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

const MOST_RULES = 6;
const tables = new WeakMap<Front, Map<string, Environment>>();
const keyOf = (repository: string, name: string): string => `${repository}#${name}`;

function tableOf(front: Front): Map<string, Environment> {
  const table = tables.get(front) ?? new Map<string, Environment>();
  tables.set(front, table);
  return table;
}

/** The environment of a repository, if somebody made it. */
export function findEnvironment(front: Front, repository: string, name: string): Environment | undefined {
  return tableOf(front).get(keyOf(repository, name));
}

/** The environment of that name; a job or deployment that names an unknown one makes it, without any rule. */
export function ensureEnvironment(front: Front, repository: string, name: string): Environment {
  const table = tableOf(front);
  const environment = findEnvironment(front, repository, name) ?? {
    id: 300 + table.size,
    name,
    createdAt: now(),
    rules: [],
  };
  table.set(keyOf(repository, name), environment);
  return environment;
}

/** Environments and their custom deployment protection rules. */
export function environments(front: Front): void {
  const base = '/repos/:owner/:repo/environments';
  const table = tableOf(front);
  const find = (c: Context) => findEnvironment(front, repositoryOf(c), c.req.param('name') ?? '');
  front.app.get(base, (c) => {
    const repository = repositoryOf(c);
    const found = [...table].filter(([key]) => key.startsWith(keyOf(repository, '')));
    const shown = paged(c, found).map(([, environment]) => render(front, repository, environment));
    return c.json({ total_count: found.length, environments: shown });
  });
  front.app.put(`${base}/:name`, async (c) => {
    const text = await c.req.text();
    const asked: Json = text ? JSON.parse(text) : {};
    const unknown = ['wait_timer', 'reviewers', 'deployment_branch_policy'].find((key) => isAsked(asked[key]));
    if (unknown) return refuse(c, 422, `This GitHub has no ${unknown}: only custom deployment protection rules.`);
    return c.json(render(front, repositoryOf(c), ensureEnvironment(front, repositoryOf(c), c.req.param('name'))));
  });
  front.app.get(`${base}/:name`, (c) => {
    const environment = find(c);
    return environment ? c.json(render(front, repositoryOf(c), environment)) : refuse(c, 404, 'Not Found');
  });
  front.app.delete(`${base}/:name`, (c) =>
    table.delete(keyOf(repositoryOf(c), c.req.param('name'))) ? c.body(null, 204) : refuse(c, 404, 'Not Found'),
  );
  const rules = `${base}/:name/deployment_protection_rules`;
  const findRule = (c: Context) => find(c)?.rules.find(({ id }) => id === Number(c.req.param('rule')));
  front.app.get(rules, (c) => {
    const found = find(c)?.rules;
    if (!found) return refuse(c, 404, 'Not Found');
    const shown = found.map((rule) => renderRule(front, rule));
    return c.json({ total_count: found.length, custom_deployment_protection_rules: shown });
  });
  front.app.post(rules, async (c) => {
    const environment = find(c);
    if (!environment) return refuse(c, 404, 'Not Found');
    const { integration_id }: Json = await c.req.json();
    const isTaken = environment.rules.some(({ integrationId }) => integrationId === integration_id);
    if (integration_id !== front.identity.id || isTaken || environment.rules.length >= MOST_RULES)
      return refuse(c, 422, 'Validation Failed: integration_id');
    const id = 700 + Math.max(environment.id, ...environment.rules.map((rule) => rule.id));
    const rule = { id, integrationId: front.identity.id, enabled: true };
    environment.rules.push(rule);
    return c.json(renderRule(front, rule), 201);
  });
  front.app.get(`${rules}/apps`, (c) => {
    const apps = [renderRuleApp(front, front.identity.id)];
    return c.json({ total_count: apps.length, available_custom_deployment_protection_rule_integrations: apps });
  });
  front.app.get(`${rules}/:rule`, (c) => {
    const rule = findRule(c);
    return rule ? c.json(renderRule(front, rule)) : refuse(c, 404, 'Not Found');
  });
  front.app.delete(`${rules}/:rule`, (c) => {
    const [list, rule] = [find(c)?.rules, findRule(c)];
    if (!list || !rule) return refuse(c, 404, 'Not Found');
    list.splice(list.indexOf(rule), 1);
    return c.body(null, 204);
  });
}

function isAsked(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function render(front: Front, repository: string, { id, name, createdAt }: Environment): Json {
  const encoded = encodeURIComponent(name);
  return {
    id,
    node_id: nodeId('Environment', id),
    name,
    url: `${front.url}/repos/${repository}/environments/${encoded}`,
    html_url: `${front.url}/${repository}/deployments/activity_log?environments_filter=${encoded}`,
    created_at: createdAt,
    updated_at: createdAt,
    protection_rules: [],
    deployment_branch_policy: null,
  };
}

function renderRule(front: Front, { id, enabled, integrationId }: ProtectionRule): Json {
  return { id, node_id: nodeId('GateRule', id), enabled, app: renderRuleApp(front, integrationId) };
}

function renderRuleApp(front: Front, id: number): Json {
  const { slug } = front.identity;
  return { id, slug, integration_url: `${front.url}/apps/${slug}`, node_id: nodeId('App', id) };
}
