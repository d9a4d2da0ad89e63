import type { Context } from 'hono';
import type { Front } from './front.ts';
import type { Json } from './json.ts';
import { simpleUser } from './repairs/repair-body.ts';

/** A user or bot in the short form that GitHub puts into other objects. */
export async function readUser(front: Front, login: string): Promise<Json> {
  return simpleUser((await front.upstream.call(`/users/${encodeURIComponent(login)}`)).data, front.url);
}

/** Who calls, in the short form. */
export function readCaller(front: Front, c: Context): Promise<Json> {
  return readUser(front, front.loginOf(front.callerOf(c)));
}

export function repositoryOf(c: Context): string {
  return `${c.req.param('owner')}/${c.req.param('repo')}`;
}

/** Tells of something that happened in a repository. */
export async function announce(
  front: Front,
  event: string,
  repository: string,
  payload: Json,
  sender: Json,
): Promise<void> {
  const { data } = await front.upstream.call(`/repos/${repository}`);
  front.emit(event, { ...payload, repository: data, sender });
}
