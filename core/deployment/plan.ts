import type { Environment, Model, Permission } from '../config/schema.ts';
import type { Promotion } from './promotion.ts';

export type RefusalReason =
  | 'unknown-environment'
  | 'permission-too-low'
  | 'release-missing'
  | 'release-ambiguous'
  | 'release-unproven'
  | 'deployment-under-way'
  | 'not-in-earlier-environment'
  | 'already-serving'
  | 'no-earlier-version'
  | 'never-served-here';

/** A planned change of what serves, or why not and what to do instead. */
export type Plan =
  | { readonly kind: 'allowed'; readonly promotion: Promotion }
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly message: string };

export interface Asker {
  readonly login: string;
  readonly permission: Permission | 'none';
  readonly issue: number;
  readonly comment: number;
}

const RANK: Readonly<Record<Permission | 'none', number>> = {
  none: 0,
  read: 1,
  triage: 2,
  write: 3,
  maintain: 4,
  admin: 5,
};

/** Whether this person may change this environment, by the policy of the base branch. */
export function findAllowedEnvironment(
  model: Model,
  environment: string,
  { login, permission }: Pick<Asker, 'login' | 'permission'>,
): { readonly kind: 'found'; readonly environment: Environment } | (Plan & { readonly kind: 'refused' }) {
  const settings = model.environments.find(({ name }) => name === environment);
  if (!settings) {
    const known = model.environments.map(({ name }) => name).join(', ') || 'none';
    return refuse('unknown-environment', `tidegate.yml has no environment \`${environment}\`. Use one of: ${known}.`);
  }
  if (RANK[permission] >= RANK[settings.promote]) return { kind: 'found', environment: settings };
  return refuse(
    'permission-too-low',
    `Changing **${environment}** needs the permission \`${settings.promote}\` in this repository; @${login} has \`${permission}\`. Ask somebody who has it to write the command.`,
  );
}

export function allow(
  change: Pick<Promotion, 'action' | 'model' | 'release' | 'digest' | 'environment'>,
  { login, issue, comment }: Asker,
): Plan {
  return {
    kind: 'allowed',
    promotion: { kind: 'tidegate.promotion', version: 1, ...change, requestedBy: login, issue, comment },
  };
}

export function refuse(reason: RefusalReason, message: string): Plan & { readonly kind: 'refused' } {
  return { kind: 'refused', reason, message };
}
