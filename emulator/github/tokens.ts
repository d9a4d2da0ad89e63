import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import type { Caller } from './front.ts';

export interface WorkflowGrant {
  readonly repository: string;
  readonly runId: number;
  readonly permissions: Readonly<Record<string, string>>;
}

/** Who each token is. GitHub knows its tokens; emulate takes any unknown one for somebody. */
export interface Tokens {
  callerOf(c: Context): Caller | undefined;
  addInstallation(
    token: string,
    permissions: Readonly<Record<string, string>>,
    repositories: readonly string[] | undefined,
  ): void;
  issueWorkflowToken(grant: WorkflowGrant): string;
}

export function tokenOf(c: Context): string | undefined {
  return c.req.header('authorization')?.replace(/^(bearer|token)\s+/i, '');
}

export function createTokens(
  users: Readonly<Record<string, string>>,
  makeKnown: (token: string, login: string) => void,
): Tokens {
  const callers = new Map<string, Caller>(
    Object.entries(users).map(([login, token]) => [token, { kind: 'user', login }]),
  );
  return {
    callerOf(c) {
      const token = tokenOf(c);
      // JSON Web Tokens are the app's own; emulate checks their signature.
      return token?.startsWith('eyJ') ? { kind: 'app' } : callers.get(token ?? '');
    },
    addInstallation(token, permissions, repositories) {
      callers.set(token, { kind: 'installation', permissions, repositories });
    },
    issueWorkflowToken(grant) {
      const token = `ghs_${randomUUID().replaceAll('-', '')}`;
      callers.set(token, { kind: 'workflow', ...grant });
      makeKnown(token, 'github-actions[bot]');
      return token;
    },
  };
}
