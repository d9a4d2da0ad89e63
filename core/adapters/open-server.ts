import type { SqlEngine } from '../ports/sql-engine.ts';
import { completeAddress } from '../sql/complete-address.ts';
import { probeGrid } from '../sql/grid-probe.ts';
import type { ServerAddress } from '../sql/server-address.ts';
import { openClickHouse } from './clickhouse-engine.ts';
import { openPostgres } from './postgres-engine.ts';
import { openTrino } from './trino-engine.ts';

export interface ServerSettings {
  /** Longest time of one query, kept by the server; ten minutes by default. */
  readonly timeoutMs?: number | undefined;
  /** What the server's log and list of queries call ours; 'tidegate' by default. */
  readonly tag?: string | undefined;
  /** Where user and password come from; the environment of this process by default. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
}

/**
 * Connects to a server that computes as all others do: it has counted a fixed probe as this machine does.
 * @throws OperatorError `engine-failed`
 */
export async function openServer(address: ServerAddress, settings: ServerSettings = {}): Promise<SqlEngine> {
  const complete = completeAddress(address, settings.environment ?? process.env);
  const engine = await OPEN[complete.kind](complete, settings);
  try {
    await probeGrid(engine, complete.name);
    return engine;
  } catch (error) {
    await engine.close();
    throw error;
  }
}

const OPEN = { clickhouse: openClickHouse, postgres: openPostgres, trino: openTrino };
