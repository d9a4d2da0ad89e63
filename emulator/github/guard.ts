import type { Context, MiddlewareHandler } from 'hono';
import type { Caller, Front } from './front.ts';
import { textAt } from './json.ts';
import { isAllowed, isPrivate, type Need, needOf } from './permissions.ts';
import { refuse } from './refusals.ts';

/** Nobody gets past who may not: emulate asks for less than GitHub, and nothing of a job's token. */
export function guardRepositories(front: Front): MiddlewareHandler {
  return async (c, next) => {
    const [, , owner, name, ...rest] = c.req.path.split('/');
    const repository = `${owner}/${name}`;
    const need = needOf(c.req.method, rest.length > 0 ? `/${rest.join('/')}` : '');
    const caller = front.callerOf(c);
    // What an app may read with its own JSON Web Token is emulate's to say.
    const isOpen = caller?.kind === 'app' && need.level === 'read';
    if (isOpen || (await isAllowed(front.upstream, caller, repository, need))) return next();
    if (need.orAuthor && caller?.kind === 'user' && (await isAuthor(front, c, caller.login))) return next();
    return refuseCaller(front, c, caller, repository, need);
  };
}

async function isAuthor(front: Front, c: Context, login: string): Promise<boolean> {
  const { data } = await front.upstream.call(c.req.path);
  const pull = c.req.path.includes('/issues/') ? c.req.path.replace('/issues/', '/pulls/') : c.req.path;
  const author = textAt(data, 'user', 'login') || textAt((await front.upstream.call(pull)).data, 'user', 'login');
  return author === login;
}

function refuseCaller(
  front: Front,
  c: Context,
  caller: Caller | undefined,
  repository: string,
  { level, role }: Need,
): Response {
  if (caller && caller.kind !== 'user') return refuse(c, 403, 'Resource not accessible by integration');
  // GitHub does not tell strangers that a private repository is there.
  if (level === 'read' || isPrivate(front.upstream, repository)) return refuse(c, 404, 'Not Found');
  if (!caller) return refuse(c, 401, 'Requires authentication');
  return refuse(
    c,
    403,
    role === 'admin' ? 'Must have admin rights to Repository.' : `Must have ${role} access to ${repository}.`,
  );
}
