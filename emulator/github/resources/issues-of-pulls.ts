import type { Context } from 'hono';
import type { Front } from '../front.ts';
import { isJson, type Json, textAt } from '../json.ts';
import { paged } from '../paged.ts';
import { repositoryOf } from '../people.ts';
import { refuse } from '../refusals.ts';
import { pullLinks } from '../repairs/complete-webhook.ts';
import { repairBody } from '../repairs/repair-body.ts';
import { tokenOf } from '../tokens.ts';

const BASE = '/repos/:owner/:repo/issues';
/** Filters that are applied to pull requests here too. */
const FILTERS = ['state', 'labels', 'per_page', 'page'];

/** Every pull request is an issue as well: it is read, changed and listed as one. */
export function issuesOfPulls(front: Front): void {
  const readPull = async (c: Context): Promise<Json | undefined> => {
    const { status, data } = await front.upstream.call(c.req.path.replace('/issues/', '/pulls/'));
    return status === 200 && isJson(data) ? repairBody(data, front.url) : undefined;
  };
  front.app.get(`${BASE}/:number{[0-9]+}`, async (c, next) => {
    const pull = await readPull(c);
    return pull ? c.json(repairBody(toIssue(pull), front.url)) : next();
  });
  front.app.patch(`${BASE}/:number{[0-9]+}`, async (c, next) => {
    const pull = await readPull(c);
    if (!pull) return next();
    const { labels, ...rest }: Json = await c.req.json();
    const call = (path: string, method: string, body: Json) =>
      front.upstream.call(path, { method, body, token: tokenOf(c) });
    if (labels !== undefined) await call(`${c.req.path}/labels`, 'PUT', { labels });
    await call(c.req.path.replace('/issues/', '/pulls/'), 'PATCH', rest);
    const changed = await readPull(c);
    return changed ? c.json(repairBody(toIssue(changed), front.url)) : refuse(c, 404, 'Not Found');
  });
  front.app.get(BASE, async (c, next) => {
    const query = c.req.query();
    // emulate filters the rest, and knows issues only.
    if (Object.keys(query).some((key) => !FILTERS.includes(key))) return next();
    const state = query['state'] ?? 'open';
    const labels = query['labels']?.split(',') ?? [];
    const all = (kind: string) => readAll(front, `/repos/${repositoryOf(c)}/${kind}?state=${state}`);
    const [issues, pulls] = await Promise.all([all('issues'), all('pulls')]);
    const found = [...issues, ...pulls.map(toIssue)]
      .filter((issue) => labels.every((label) => hasLabel(issue, label)))
      .sort((left, right) => Number(right['number']) - Number(left['number']));
    return c.json(repairBody(paged(c, found), front.url));
  });
}

async function readAll(front: Front, path: string): Promise<readonly Json[]> {
  const found: Json[] = [];
  for (let page = 1; ; page++) {
    const { data } = await front.upstream.call(`${path}&per_page=100&page=${page}`);
    const items = Array.isArray(data) ? data.filter(isJson) : [];
    found.push(...items);
    if (items.length < 100) return found;
  }
}

function hasLabel(issue: Json, name: string): boolean {
  return Array.isArray(issue['labels']) && issue['labels'].some((label) => textAt(label, 'name') === name);
}

const SHARED = [
  'id',
  'node_id',
  'number',
  'title',
  'user',
  'state',
  'created_at',
  'updated_at',
  'closed_at',
  'body',
  'html_url',
];

function toIssue(pull: Json): Json {
  const url = textAt(pull, 'url').replace('/pulls/', '/issues/');
  const issue: Json = {
    ...Object.fromEntries(SHARED.map((key) => [key, pull[key]])),
    url,
    repository_url: url.split('/issues/')[0],
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    labels: pull['labels'] ?? [],
    locked: pull['locked'] ?? false,
    assignee: null,
    assignees: pull['assignees'] ?? [],
    milestone: null,
    comments: pull['comments'] ?? 0,
    author_association: pull['author_association'] ?? 'NONE',
    active_lock_reason: null,
    state_reason: null,
  };
  return { ...issue, pull_request: pullLinks(issue, pull['merged_at']) };
}
