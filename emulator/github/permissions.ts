import type { Caller, Level } from './front.ts';
import { textAt } from './json.ts';
import type { Upstream } from './upstream.ts';

/** Roles of a repository, lowest first. */
const ROLES = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** What a call asks of a token, and of a person. */
export interface Need {
  readonly permission: string;
  readonly level: Level;
  /** Least role of a person. */
  readonly role: Role;
  /** Who wrote the thing may change it without that role. */
  readonly orAuthor: boolean;
}

interface Rule {
  readonly path: RegExp;
  readonly permission: string;
  /** Permission to write, where it is another one. */
  readonly writing?: string;
  /** Least role of a person who writes; `write` unless said. */
  readonly role?: Role;
  readonly orAuthor?: boolean;
}

/** By the path below the repository, first match wins (docs.github.com, "Permissions required for GitHub Apps"). */
const RULES: readonly Rule[] = [
  { path: /^\/actions\/runs\/\d+\/deployment_protection_rule/, permission: 'deployments' },
  { path: /^\/actions\/variables/, permission: 'actions_variables' },
  { path: /^\/environments\/[^/]+\/variables/, permission: 'environments' },
  { path: /^\/actions\//, permission: 'actions' },
  { path: /^\/environments/, permission: 'actions', writing: 'administration', role: 'admin' },
  { path: /^\/attestations/, permission: 'attestations' },
  { path: /^\/(check-runs|check-suites|commits\/.+\/check-)/, permission: 'checks' },
  { path: /^\/deployments/, permission: 'deployments' },
  { path: /^\/pulls\/\d+\/merge/, permission: 'contents' },
  { path: /^\/pulls\/\d+$/, permission: 'pull_requests', orAuthor: true },
  { path: /^\/pulls/, permission: 'pull_requests' },
  { path: /^\/issues\/(comments\/)?\d+\/reactions/, permission: 'issues', role: 'read' },
  { path: /^\/issues\/comments\/\d+$/, permission: 'issues', orAuthor: true },
  { path: /^\/issues(\/\d+\/comments)?$/, permission: 'issues', role: 'read' },
  { path: /^\/issues\/\d+$/, permission: 'issues', role: 'triage', orAuthor: true },
  { path: /^\/(issues|labels|milestones)/, permission: 'issues', role: 'triage' },
  { path: /^\/(statuses|commits\/.+\/status)/, permission: 'statuses' },
  { path: /^\/collaborators\/[^/]+\/permission$/, permission: 'metadata' },
  {
    path: /^\/(contents|git|releases|commits|branches|tags|compare|merges|dispatches|tarball|zipball|readme)/,
    permission: 'contents',
  },
  { path: /^\/(collaborators|hooks|immutable-releases|transfer)/, permission: 'administration', role: 'admin' },
  { path: /^/, permission: 'metadata', writing: 'administration', role: 'admin' },
];

/** What a call of this method and this path below the repository asks for. */
export function needOf(method: string, path: string): Need {
  const level = ['GET', 'HEAD'].includes(method) ? 'read' : 'write';
  const rule = RULES.find((candidate) => candidate.path.test(path));
  const permission = (level === 'write' ? rule?.writing : undefined) ?? rule?.permission ?? 'metadata';
  const role = level === 'read' ? 'read' : (rule?.role ?? 'write');
  return { permission, level, role, orAuthor: level === 'write' && rule?.orAuthor === true };
}

/** Whether a token's grants allow it. Comments on a pull request are issues that `pull_requests` opens as well. */
export function isGranted(permissions: Readonly<Record<string, string>>, permission: string, level: Level): boolean {
  if (permission === 'metadata' && level === 'read') return true;
  const names = permission === 'issues' ? ['issues', 'pull_requests'] : [permission];
  return names
    .flatMap((name) => [name, name.replaceAll('_', '-')])
    .some((name) => permissions[name] === 'write' || (level === 'read' && permissions[name] === 'read'));
}

/** Role of a user in a repository, in GitHub's words. */
export async function readRole(upstream: Upstream, repository: string, login: string): Promise<Role> {
  const { status, data } = await upstream.call(`/repos/${repository}/collaborators/${login}/permission`);
  const words: Readonly<Record<string, Role>> = { pull: 'read', push: 'write' };
  const permission = textAt(data, 'permission');
  if (status === 200) return words[permission] ?? ROLES.find((role) => role === permission) ?? 'none';
  return isPrivate(upstream, repository) ? 'none' : 'read';
}

export function isPrivate(upstream: Upstream, repository: string): boolean {
  return upstream.collection('repos').findBy('full_name', repository)[0]?.['private'] === true;
}

/** Whether this caller may do what needs that in this repository. */
export async function isAllowed(
  upstream: Upstream,
  caller: Caller | undefined,
  repository: string,
  { permission, level, role }: Omit<Need, 'orAuthor'>,
): Promise<boolean> {
  switch (caller?.kind) {
    case undefined:
      return level === 'read' && !isPrivate(upstream, repository);
    case 'app':
      return false;
    case 'user':
      if (role === 'read' && !isPrivate(upstream, repository)) return true;
      return ROLES.indexOf(await readRole(upstream, repository, caller.login)) >= ROLES.indexOf(role);
    case 'installation':
      return (caller.repositories?.includes(repository) ?? true) && isGranted(caller.permissions, permission, level);
    case 'workflow':
      return caller.repository === repository && isGranted(caller.permissions, permission, level);
  }
}
