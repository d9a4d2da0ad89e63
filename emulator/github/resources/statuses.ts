import type { Front } from '../front.ts';
import { type Json, nodeId, now } from '../json.ts';
import { refuse } from '../refusals.ts';
import { simpleUser } from '../repairs/repair-body.ts';

const STATES = ['error', 'failure', 'pending', 'success'];

/** Commit statuses: the older sister of check runs. */
export function statuses(front: Front): void {
  const table: { readonly sha: string; readonly json: Json }[] = [];
  front.app.post('/repos/:owner/:repo/statuses/:sha', async (c) => {
    if (!(await front.may(c, 'statuses', 'write'))) return refuse(c, 403, 'Resource not accessible by integration');
    const { owner, repo, sha } = c.req.param();
    const body: Json = await c.req.json();
    if (!STATES.includes(String(body['state']))) return refuse(c, 422, 'Validation Failed');
    const login = front.loginOf(front.callerOf(c));
    const creator = simpleUser((await front.upstream.call(`/users/${encodeURIComponent(login)}`)).data, front.url);
    const id = 8000 + table.length;
    const json = {
      url: `${front.url}/repos/${owner}/${repo}/statuses/${sha}`,
      avatar_url: creator['avatar_url'],
      id,
      node_id: nodeId('StatusContext', id),
      state: body['state'],
      description: body['description'] ?? null,
      target_url: body['target_url'] ?? null,
      context: body['context'] ?? 'default',
      created_at: now(),
      updated_at: now(),
      creator,
    };
    table.unshift({ sha, json });
    return c.json(json, 201);
  });
  front.app.get('/repos/:owner/:repo/commits/:sha/statuses', (c) =>
    c.json(table.filter(({ sha }) => sha === c.req.param('sha')).map(({ json }) => json)),
  );
}
