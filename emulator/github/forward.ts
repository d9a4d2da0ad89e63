import type { Handler } from 'hono';
import type { Front } from './front.ts';
import { at, isJson, type Json, textAt } from './json.ts';
import { repairBody } from './repairs/repair-body.ts';
import type { Tokens } from './tokens.ts';

const DROPPED = ['content-encoding', 'content-length', 'transfer-encoding'];

/** Everything that no resource of ours answers goes to emulate, and its answer is repaired on the way back. */
export function createForward(front: Front, tokens: Tokens): Handler {
  return async (c) => {
    const url = new URL(c.req.url);
    const headers = new Headers(c.req.raw.headers);
    for (const name of ['host', 'content-length', 'connection']) headers.delete(name);
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
    if (url.pathname.endsWith('/access_tokens') && isJson(body)) await takeInstallationToken(front, tokens, body);
    if (!response.ok && isJson(body)) body['documentation_url'] = 'https://docs.github.com/rest';
    return new Response(JSON.stringify(repairBody(body, front.url)), { status: response.status, headers: answer });
  };
}

/** Remembers what a new token may, and names its repositories in full: emulate has a shorter form than GitHub. */
async function takeInstallationToken(front: Front, tokens: Tokens, body: Json): Promise<void> {
  if (typeof body['token'] !== 'string') return;
  const permissions = Object.entries(at(body, 'permissions')).map(([name, level]) => [name, String(level)]);
  const named = Array.isArray(body['repositories']) ? body['repositories'] : undefined;
  const names = named?.map((repository) => textAt(repository, 'full_name'));
  tokens.addInstallation(body['token'], Object.fromEntries(permissions), names);
  if (names) {
    const found = await Promise.all(names.map((name) => front.upstream.call(`/repos/${name}`)));
    body['repositories'] = found.map(({ data }) => data);
  }
}
