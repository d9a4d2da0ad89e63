import type { Context } from 'hono';
import type { Caller, Level } from './front.ts';
import type { Upstream } from './upstream.ts';

/** Which token permission a route needs, first match wins (docs.github.com, "Permissions required for GitHub Apps"). */
const ROUTES: readonly (readonly [RegExp, string])[] = [
  [/^\/repos\/[^/]+\/[^/]+\/(actions\/runs\/\d+\/(deployment_protection_rule|pending_deployments))/, 'deployments'],
  [/^\/repos\/[^/]+\/[^/]+\/actions\//, 'actions'],
  [/^\/repos\/[^/]+\/[^/]+\/(check-runs|check-suites|commits\/.+\/check-)/, 'checks'],
  [/^\/repos\/[^/]+\/[^/]+\/(deployments|environments)/, 'deployments'],
  [/^\/repos\/[^/]+\/[^/]+\/pulls/, 'pull_requests'],
  [/^\/repos\/[^/]+\/[^/]+\/issues/, 'issues'],
  [/^\/repos\/[^/]+\/[^/]+\/(statuses|commits\/.+\/status)/, 'statuses'],
  [
    /^\/repos\/[^/]+\/[^/]+\/(contents|git|releases|commits|branches|tags|compare|merges|dispatches|tarball|zipball)/,
    'contents',
  ],
];
const RANK = { none: 0, read: 1, triage: 2, write: 3, maintain: 4, admin: 5 } as const;

export function permissionOfRoute(path: string): string {
  return ROUTES.find(([route]) => route.test(path))?.[1] ?? 'metadata';
}

/** Whether a token's grants allow it. Comments on a pull request are issues that `pull_requests` opens as well. */
export function isGranted(permissions: Readonly<Record<string, string>>, permission: string, level: Level): boolean {
  const names =
    permission === 'issues'
      ? ['issues', 'pull_requests', 'pull-requests']
      : [permission, permission.replaceAll('_', '-')];
  if (permission === 'metadata') return true;
  return names.some((name) => permissions[name] === 'write' || (level === 'read' && permissions[name] === 'read'));
}

/** Role of a user in a repository, in GitHub's words. Members of the organisation have what they were given, not admin. */
export async function roleOf(upstream: Upstream, repository: string, login: string): Promise<keyof typeof RANK> {
  const { status, data } = await upstream.call(`/repos/${repository}/collaborators/${login}/permission`);
  if (status !== 200) return 'none';
  const permission = String(Reflect.get(Object(data), 'permission'));
  const words: Record<string, keyof typeof RANK> = {
    pull: 'read',
    push: 'write',
    read: 'read',
    write: 'write',
    triage: 'triage',
    maintain: 'maintain',
    admin: 'admin',
  };
  return words[permission] ?? 'none';
}

export async function isAllowed(
  upstream: Upstream,
  caller: Caller | undefined,
  c: Context,
  permission: string,
  level: Level,
): Promise<boolean> {
  if (!caller || caller.kind === 'app') return false;
  const repository = `${c.req.param('owner')}/${c.req.param('repo')}`;
  if (caller.kind === 'user') {
    const role = await roleOf(upstream, repository, caller.login);
    return RANK[role] >= (level === 'write' ? RANK.write : RANK.read) || (level === 'read' && role === 'none');
  }
  if (caller.kind === 'workflow' && caller.repository !== repository) return false;
  return isGranted(caller.permissions, permission, level);
}
