import type { Context, Handler } from 'hono';
import type { Front } from './front.ts';
import { isJson, textAt } from './json.ts';
import { isGranted, permissionOfRoute } from './permissions.ts';
import { refuse } from './refusals.ts';
import { repairBody } from './repairs/repair-body.ts';
import type { Tokens } from './tokens.ts';

const DROPPED = ['content-encoding', 'content-length', 'transfer-encoding'];

/** Everything that no resource of ours answers goes to emulate, and its answer is repaired on the way back. */
export function createForward(front: Front, tokens: Tokens): Handler {
  return async (c) => {
    const refusal = refuseWithoutPermission(c, front);
    if (refusal) return refusal;
    const url = new URL(c.req.url);
    const headers = new Headers(c.req.raw.headers);
    for (const name of ['host', 'content-length', 'connection']) headers.delete(name);
    // Job tokens are ours; emulate knows one bot behind all of them.
    if (front.callerOf(c)?.kind === 'workflow') headers.set('authorization', `Bearer ${tokens.upstreamActionsToken}`);
    const hasBody = !['GET', 'HEAD'].includes(c.req.method);
    const response = await fetch(front.upstream.url + url.pathname + url.search, {
      method: c.req.method,
      headers,
      redirect: 'manual',
      ...(hasBody ? { body: await c.req.arrayBuffer() } : {}),
    });
    const answer = new Headers(response.headers);
    for (const name of DROPPED) answer.delete(name);
    if (!response.headers.get('content-type')?.includes('json')) {
      return new Response([204, 304].includes(response.status) ? null : response.body, {
        status: response.status,
        headers: answer,
      });
    }
    const body: unknown = await response.json();
    if (url.pathname.endsWith('/access_tokens') && isJson(body) && typeof body['token'] === 'string') {
      tokens.addInstallation(body['token'], isJson(body['permissions']) ? textValues(body['permissions']) : {});
      const repositories = Array.isArray(body['repositories']) ? body['repositories'] : [];
      body['repositories'] = await Promise.all(repositories.map((repository) => readFull(front, repository)));
    }
    return new Response(JSON.stringify(repairBody(body, front.url)), { status: response.status, headers: answer });
  };
}

function textValues(node: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, String(value)]));
}

/** emulate checks users and installations; what a job's token may is decided here. */
function refuseWithoutPermission(c: Context, front: Front): Response | undefined {
  const caller = front.callerOf(c);
  if (caller?.kind !== 'workflow') return undefined;
  const level = ['GET', 'HEAD'].includes(c.req.method) ? 'read' : 'write';
  const isOwnRepository =
    c.req.path.startsWith(`/repos/${caller.repository}/`) || c.req.path === `/repos/${caller.repository}`;
  const allowed = isOwnRepository || level === 'read';
  if (allowed && isGranted(caller.permissions, permissionOfRoute(c.req.path), level)) return undefined;
  return refuse(c, 403, 'Resource not accessible by integration');
}

/** emulate names the repositories of a token in a shorter form than GitHub. */
async function readFull(front: Front, repository: unknown): Promise<unknown> {
  const { status, data } = await front.upstream.call(`/repos/${textAt(repository, 'full_name')}`);
  return status === 200 ? data : repository;
}
