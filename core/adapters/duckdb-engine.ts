import type { DuckDBValue } from '@duckdb/node-api';
import type { Relation, SqlColumn, SqlEngine, SqlRow, SqlType, SqlValue } from '../ports/sql-engine.ts';
import { DUCKDB } from '../sql/dialects/duckdb.ts';
import type { Reference } from '../sql/reference.ts';
import { type RelateOptions, relate } from './duckdb-relation.ts';
import { type AskOptions, type DuckDbSession, type DuckDbSettings, openDuckDbSession } from './duckdb-session.ts';
import { judgeTexts } from './judge-texts.ts';

export type { DuckDbSettings } from './duckdb-session.ts';

export interface DuckDbEngine extends SqlEngine {
  /** Makes files, a database, a query or a remote address of the user readable as a relation. @throws OperatorError */
  relate(reference: Reference, options?: RelateOptions): Promise<Relation>;
  /**
   * From now on the engine reads its relations and nothing else: no other file, no network, no settings, one statement a query.
   * Conditions of users belong into a locked engine only.
   */
  lock(): Promise<void>;
}

/** DuckDB in this process, for files and queries of this machine. */
export async function openDuckDbEngine(settings: DuckDbSettings = {}): Promise<DuckDbEngine> {
  const session = await openDuckDbSession(settings);
  const sources: string[] = [];
  return {
    dialect: DUCKDB,
    describe: (relation) => describe(session, relation),
    query: (sql, options) => query(session, sql, { source: sources.join(' or ') || 'The data', ...options }),
    relate: async (reference, options = {}) => {
      sources.push(reference.source);
      return relate(session, reference, options);
    },
    judgeTexts,
    lock: session.lock,
    close: session.close,
  };
}

async function describe(session: DuckDbSession, { from, source }: Relation): Promise<readonly SqlColumn[]> {
  const columns = await session.columnsOf(from, source);
  return columns.map(({ name, type }) => ({ name, nativeType: type, type: typeOf(type) }));
}

async function query(session: DuckDbSession, sql: string, options: AskOptions): Promise<readonly SqlRow[]> {
  const rows = await session.ask(sql, options);
  return rows.map((row) => row.map(readValue));
}

function readValue(value: DuckDBValue): SqlValue {
  if (value === null || typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean')
    return value;
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
  return String(value);
}

function typeOf(nativeType: string): SqlType {
  if (/\[|^LIST|^ARRAY/.test(nativeType)) return 'list';
  if (/^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/.test(nativeType)) return 'integer';
  if (/^(DOUBLE|FLOAT)$/.test(nativeType)) return 'double';
  if (nativeType.startsWith('DECIMAL')) return 'decimal';
  if (nativeType === 'BOOLEAN') return 'boolean';
  if (nativeType === 'DATE') return 'date';
  if (nativeType.startsWith('TIMESTAMP')) return 'timestamp';
  return /^(VARCHAR|UUID|ENUM)/.test(nativeType) ? 'text' : 'other';
}
