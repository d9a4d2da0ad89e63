import type { Front } from '../front.ts';
import { isJson, type Json } from '../json.ts';
import { refuse } from '../refusals.ts';
import { simpleUser } from '../repairs/repair-body.ts';

const MOST_KEYS = 10;

/** `POST /dispatches`: an event of a client's own, on the default branch. */
export function repositoryDispatch(front: Front): void {
  front.app.post('/repos/:owner/:repo/dispatches', async (c) => {
    if (!(await front.may(c, 'contents', 'write'))) return refuse(c, 403, 'Resource not accessible by integration');
    const body: Json = await c.req.json();
    const client_payload = isJson(body['client_payload']) ? body['client_payload'] : {};
    if (typeof body['event_type'] !== 'string' || Object.keys(client_payload).length > MOST_KEYS)
      return refuse(c, 422, 'Validation Failed');
    const { data: repository } = await front.upstream.call(`/repos/${c.req.param('owner')}/${c.req.param('repo')}`);
    const login = front.loginOf(front.callerOf(c));
    const sender = simpleUser((await front.upstream.call(`/users/${encodeURIComponent(login)}`)).data, front.url);
    const branch = isJson(repository) ? repository['default_branch'] : 'main';
    front.emit('repository_dispatch', { action: body['event_type'], branch, client_payload, repository, sender });
    return c.body(null, 204);
  });
}
