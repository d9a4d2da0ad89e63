import { OperatorError } from '../errors.ts';
import type { Relation, SqlEngine } from '../ports/sql-engine.ts';
import { parseReference } from '../sql/reference.ts';
import { type DuckDbSettings, openDuckDbEngine } from './duckdb-engine.ts';
import type { RelateOptions } from './duckdb-relation.ts';
import { openServer, type ServerSettings } from './open-server.ts';

export interface DataSettings
  extends DuckDbSettings,
    ServerSettings,
    Pick<RelateOptions, 'signal' | 'onProgress' | 'onlyTables'> {}

export interface OpenedData {
  readonly engine: SqlEngine;
  /** One for each reference, in their order. */
  readonly relations: readonly Relation[];
  close(): Promise<void>;
}

/**
 * Opens what a user refers to (files, a pattern, a database with a table, `sql:SELECT …`, an address, a server) on the engine that
 * it needs. Conditions of users are safe in it: it reads these relations, and nothing else.
 * @throws OperatorError `input-invalid` for a reference that cannot be understood, `data-invalid` for one that cannot be read
 */
export async function openData(
  references: readonly (string | readonly string[])[],
  settings: DataSettings = {},
): Promise<OpenedData> {
  const parsed = references.map(parseReference);
  const servers = parsed.filter((reference) => reference.kind === 'server');
  const [first] = servers;
  if (first) {
    if (servers.length < parsed.length || servers.some(({ address }) => address.name !== first.address.name))
      throw new OperatorError(
        'input-invalid',
        `${parsed.map(({ source }) => source).join(' and ')} are on different engines.`,
        'Profile each on its own: profiles of different engines can be compared.',
      );
    const engine = await openServer(first.address, settings);
    const relations = servers.map(({ source, rows }) => ({ source, from: fromOf(rows, engine) }));
    return { engine, relations, close: engine.close };
  }
  const engine = await openDuckDbEngine(settings);
  try {
    const relations: Relation[] = [];
    for (const reference of parsed) relations.push(await engine.relate(reference, settings));
    await engine.lock();
    return { engine, relations, close: engine.close };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

function fromOf(
  rows: { readonly table: readonly string[] } | { readonly sql: string },
  { dialect }: SqlEngine,
): string {
  return 'sql' in rows
    ? `(\n${rows.sql}\n) AS ${dialect.quoteName('rows')}`
    : rows.table.map(dialect.quoteName).join('.');
}
