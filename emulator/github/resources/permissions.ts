import type { Front } from '../front.ts';
import { isJson } from '../json.ts';
import { roleOf } from '../permissions.ts';
import { refuse } from '../refusals.ts';
import { repairBody } from '../repairs/repair-body.ts';

/** A collaborator's permission in GitHub's words: emulate says push and pull, and 404 for strangers. */
export function permissions(front: Front): void {
  front.app.get('/repos/:owner/:repo/collaborators/:username/permission', async (c) => {
    const { owner, repo, username } = c.req.param();
    const found = await front.upstream.call(`/users/${encodeURIComponent(username)}`);
    if (found.status !== 200 || !isJson(found.data)) return refuse(c, 404, 'Not Found');
    const repository = await front.upstream.call(`/repos/${owner}/${repo}`);
    const isPublic = isJson(repository.data) && repository.data['private'] !== true;
    const role = await roleOf(front.upstream, `${owner}/${repo}`, username);
    const role_name = role === 'none' && isPublic ? 'read' : role;
    // The legacy field folds maintain into write and triage into read.
    const permission = { maintain: 'write', triage: 'read' }[String(role_name)] ?? role_name;
    return c.json({ permission, role_name, user: { ...repairBody(found.data, front.url), role_name } });
  });
  front.app.put('/repos/:owner/:repo/collaborators/:username', async (c) => {
    if (!(await front.may(c, 'administration', 'write')))
      return refuse(c, 403, 'Resource not accessible by integration');
    const { status } = await front.upstream.call(c.req.path, { method: 'PUT', body: await c.req.json() });
    // Nobody has to accept an invitation here: GitHub answers 204 to who is a collaborator already.
    return status < 300 ? c.body(null, 204) : refuse(c, 404, 'Not Found');
  });
}
