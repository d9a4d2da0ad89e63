import type { ServerAddress } from '../sql/server-address.ts';
import type { ServerSettings } from './open-server.ts';

export const DEFAULT_TIMEOUT_MS = 600_000;
export const DEFAULT_TAG = 'tidegate';
export const MOST_ROWS = 100_000;

export interface Login {
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly timeoutMs: number;
  /** Fit for a comment in SQL and for a header. */
  readonly tag: string;
}

/** Who we are on a server: what the address says, else the environment (CLICKHOUSE_USER, PGUSER, TRINO_USER, …). */
export function readLogin(address: ServerAddress, settings: ServerSettings): Login {
  const { environment = process.env, timeoutMs = DEFAULT_TIMEOUT_MS, tag = DEFAULT_TAG } = settings;
  const prefix = address.kind === 'postgres' ? 'PG' : `${address.kind.toUpperCase()}_`;
  return {
    user: address.user ?? environment[`${prefix}USER`],
    password: address.password ?? environment[`${prefix}PASSWORD`],
    timeoutMs,
    tag: tag.replace(/[^\w .:@/-]/g, '_').replaceAll('*/', '_'),
  };
}
