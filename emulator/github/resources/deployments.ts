import type { Context } from 'hono';
import { createDeployment, createStatus, deploymentsOf } from '../deployment-store.ts';
import type { Front } from '../front.ts';
import { at, isJson, type Json, textAt } from '../json.ts';
import { mergeIntoBranch } from '../merge.ts';
import { paged } from '../paged.ts';
import { repositoryOf } from '../people.ts';
import { refuse } from '../refusals.ts';
import { tokenOf } from '../tokens.ts';
import { latestStatuses } from './statuses.ts';

const STATES = ['error', 'failure', 'inactive', 'in_progress', 'queued', 'pending', 'success'];
const LONGEST_DESCRIPTION = 140;

/** Deployments and their statuses, with both webhooks. */
export function deployments(front: Front): void {
  const table = deploymentsOf(front);
  const base = '/repos/:owner/:repo/deployments';
  const find = (c: Context) =>
    table.find(({ repository, json }) => repository === repositoryOf(c) && json['id'] === Number(c.req.param('id')));
  front.app.post(base, async (c) => {
    const repository = repositoryOf(c);
    const body: Json = await c.req.json();
    const ref = textAt(body, 'ref');
    const commit = ref ? await front.upstream.call(`/repos/${repository}/commits/${ref}`) : undefined;
    if (commit?.status !== 200) return refuse(c, 422, `No ref found for: ${ref}`);
    const sha = textAt(commit.data, 'sha');
    const merged = body['auto_merge'] === false ? undefined : await autoMerge(front, c, ref);
    if (merged) return merged;
    const missing = await missingContexts(front, repository, sha, body['required_contexts']);
    if (missing.length > 0)
      return refuse(c, 409, `Conflict: Commit status checks failed for ${ref}: ${missing.join(', ')}`);
    const creator = front.loginOf(front.callerOf(c));
    const { json } = await createDeployment(front, { repository, sha, ref, creator, body });
    return c.json(json, 201);
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
  front.app.delete(`${base}/:id`, (c) => {
    const found = find(c);
    if (!found) return refuse(c, 404, 'Not Found');
    const isOnly = table.filter(({ repository }) => repository === found.repository).length === 1;
    if (!isOnly && found.statuses[0]?.['state'] === 'success')
      return refuse(c, 422, 'We cannot delete an active deployment unless it is the only deployment.');
    table.splice(table.indexOf(found), 1);
    return c.body(null, 204);
  });
  front.app.get(`${base}/:id/statuses`, (c) => {
    const found = find(c);
    return found ? c.json(paged(c, found.statuses)) : refuse(c, 404, 'Not Found');
  });
  front.app.get(`${base}/:id/statuses/:status`, (c) => {
    const status = find(c)?.statuses.find(({ id }) => id === Number(c.req.param('status')));
    return status ? c.json(status) : refuse(c, 404, 'Not Found');
  });
  front.app.post(`${base}/:id/statuses`, async (c) => {
    const found = find(c);
    if (!found) return refuse(c, 404, 'Not Found');
    const body: Json = await c.req.json();
    if (!STATES.includes(textAt(body, 'state')) || textAt(body, 'description').length > LONGEST_DESCRIPTION)
      return refuse(c, 422, 'Validation Failed');
    return c.json(await createStatus(front, found, body, front.loginOf(front.callerOf(c))), 201);
  });
}

/** A branch that is behind the default branch is merged with it, and nothing is deployed, unless the client says otherwise. */
async function autoMerge(front: Front, c: Context, ref: string): Promise<Response | undefined> {
  const repository = repositoryOf(c);
  const { data } = await front.upstream.call(`/repos/${repository}`);
  const branch = textAt(data, 'default_branch');
  const head = await front.upstream.call(`/repos/${repository}/git/ref/heads/${ref}`);
  if (ref === branch || head.status !== 200) return undefined;
  const merge = { into: ref, from: branch, message: `Merge branch '${branch}' into ${ref}`, token: tokenOf(c) };
  const merged = await mergeIntoBranch(front, repository, merge);
  if (merged.kind === 'conflict') return refuse(c, 409, `Conflict merging ${branch} into ${ref}.`);
  return merged.kind === 'merged'
    ? c.json({ message: `Auto-merged ${branch} into ${ref} on deployment.` }, 202)
    : undefined;
}

/** Checks and statuses that have to succeed first: all that there are, unless the client names them. */
async function missingContexts(
  front: Front,
  repository: string,
  sha: string,
  required: unknown,
): Promise<readonly string[]> {
  const { data } = await front.upstream.call(`/repos/${repository}/commits/${sha}/check-runs`);
  const runs = at({ data }, 'data')['check_runs'];
  const contexts = [
    ...(Array.isArray(runs) ? runs.filter(isJson) : []).map((run) => ({
      name: textAt(run, 'name'),
      passed: ['success', 'neutral', 'skipped'].includes(textAt(run, 'conclusion')),
    })),
    ...latestStatuses(front, repository, sha).map((status) => ({
      name: textAt(status, 'context'),
      passed: status['state'] === 'success',
    })),
  ];
  const names = Array.isArray(required) ? required.map(String) : contexts.map(({ name }) => name);
  return [...new Set(names)].filter((name) => !contexts.some((context) => context.name === name && context.passed));
}
