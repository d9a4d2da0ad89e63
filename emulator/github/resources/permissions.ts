import type { Front } from '../front.ts';
import { isJson, type Json } from '../json.ts';
import { repositoryOf } from '../people.ts';
import { readRole } from '../permissions.ts';
import { refuse } from '../refusals.ts';
import { repairBody } from '../repairs/repair-body.ts';

/** A collaborator's permission in GitHub's words: emulate says push and pull, and 404 for strangers. */
export function permissions(front: Front): void {
  const base = '/repos/:owner/:repo/collaborators/:username';
  front.app.get(`${base}/permission`, async (c) => {
    const login = c.req.param('username');
    const found = await front.upstream.call(`/users/${encodeURIComponent(login)}`);
    if (found.status !== 200 || !isJson(found.data)) return refuse(c, 404, 'Not Found');
    const role_name = await readRole(front.upstream, repositoryOf(c), login);
    // The legacy field folds maintain into write and triage into read.
    const permission = { maintain: 'write', triage: 'read' }[String(role_name)] ?? role_name;
    return c.json({ permission, role_name, user: { ...repairBody(found.data, front.url), role_name } });
  });
  front.app.put(base, async (c) => {
    const body: Json = await c.req.json();
    const { status } = await front.upstream.call(c.req.path, { method: 'PUT', body });
    // Nobody has to accept an invitation here: GitHub answers 204 to who is a collaborator already.
    return status < 300 ? c.body(null, 204) : refuse(c, 404, 'Not Found');
  });
}
