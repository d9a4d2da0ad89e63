import type { Front } from '../front.ts';
import { at, type Json, textAt } from '../json.ts';
import { announce, readCaller, repositoryOf } from '../people.ts';
import { refuse } from '../refusals.ts';

const MOST_KEYS = 10;
const LONGEST_TYPE = 100;
const LARGEST_BYTES = 64 * 1024;

/** `POST /dispatches`: an event of a client's own, on the default branch. */
export function repositoryDispatch(front: Front): void {
  front.app.post('/repos/:owner/:repo/dispatches', async (c) => {
    const body: Json = await c.req.json();
    const action = textAt(body, 'event_type');
    const client_payload = at(body, 'client_payload');
    const isTooMuch =
      Object.keys(client_payload).length > MOST_KEYS || JSON.stringify(client_payload).length >= LARGEST_BYTES;
    if (!action || action.length > LONGEST_TYPE || isTooMuch) return refuse(c, 422, 'Validation Failed');
    const { data } = await front.upstream.call(`/repos/${repositoryOf(c)}`);
    const payload = { action, branch: textAt(data, 'default_branch'), client_payload };
    await announce(front, 'repository_dispatch', repositoryOf(c), payload, await readCaller(front, c));
    return c.body(null, 204);
  });
}
