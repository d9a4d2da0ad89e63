import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import type { Caller } from './front.ts';

/** Who each token is. GitHub knows its tokens; emulate takes any unknown one for somebody. */
export interface Tokens {
  readonly upstreamActionsToken: string;
  callerOf(c: Context): Caller | undefined;
  tokenOf(c: Context): string | undefined;
  addInstallation(token: string, permissions: Readonly<Record<string, string>>): void;
  issueWorkflowToken(grant: {
    readonly repository: string;
    readonly runId: number;
    readonly permissions: Readonly<Record<string, string>>;
  }): string;
}

export function createTokens(users: Readonly<Record<string, string>>, upstreamActionsToken: string): Tokens {
  const callers = new Map<string, Caller>(
    Object.entries(users).map(([login, token]) => [token, { kind: 'user', login }]),
  );
  const tokenOf = (c: Context): string | undefined => c.req.header('authorization')?.replace(/^(bearer|token)\s+/i, '');
  return {
    upstreamActionsToken,
    tokenOf,
    callerOf(c) {
      const token = tokenOf(c);
      // JSON Web Tokens are the app's own; emulate checks their signature.
      return token?.startsWith('eyJ') ? { kind: 'app' } : callers.get(token ?? '');
    },
    addInstallation(token, permissions) {
      callers.set(token, { kind: 'installation', permissions });
    },
    issueWorkflowToken({ repository, runId, permissions }) {
      const token = `ghs_${randomUUID().replaceAll('-', '')}`;
      callers.set(token, { kind: 'workflow', repository, runId, permissions });
      return token;
    },
  };
}
