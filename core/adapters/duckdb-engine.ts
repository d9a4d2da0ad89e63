import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import { OperatorError } from '../errors.ts';
import type { QueryOptions, Relation, SqlColumn, SqlEngine, SqlRow, SqlType, SqlValue } from '../ports/sql-engine.ts';
import { DUCKDB } from '../sql/dialects/duckdb.ts';

export interface DuckDbSettings {
  /** Bytes that DuckDB may hold before it spills to disk; 512 MiB by default. */
  readonly memoryBytes?: number | undefined;
  /** All processors by default. */
  readonly threads?: number | undefined;
}

const DEFAULT_MEMORY = 512 * 1024 ** 2;
const MOST_ROWS = 100_000;
const PROGRESS_EVERY_MS = 200;

/** DuckDB in this process, for files and queries of this machine. */
export async function openDuckDbEngine(settings: DuckDbSettings = {}): Promise<SqlEngine> {
  const { memoryBytes = DEFAULT_MEMORY, threads } = settings;
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${Math.floor(memoryBytes / 1024)}KiB`,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    preserve_insertion_order: 'false',
    ...(threads !== undefined && { threads: String(threads) }),
  });
  const connection = await instance.connect();
  return {
    dialect: DUCKDB,
    describe: (relation) => describe(connection, relation),
    query: (sql, options) => query(connection, sql, options),
    close: async () => instance.closeSync(),
  };
}

async function describe(connection: DuckDBConnection, { from, source }: Relation): Promise<readonly SqlColumn[]> {
  const result = await connection.run(`SELECT * FROM ${from} LIMIT 0`).catch((cause: unknown) => {
    throw unreadable(source, cause);
  });
  return result.columnNames().map((name, index) => {
    const nativeType = String(result.columnType(index));
    return { name, nativeType, type: typeOf(nativeType) };
  });
}

async function query(
  connection: DuckDBConnection,
  sql: string,
  { signal, onProgress, mostRows = MOST_ROWS }: QueryOptions = {},
): Promise<readonly SqlRow[]> {
  signal?.throwIfAborted();
  const stop = () => connection.interrupt();
  signal?.addEventListener('abort', stop, { once: true });
  const timer = onProgress && setInterval(() => onProgress(readProgress(connection)), PROGRESS_EVERY_MS);
  try {
    const result = await connection.stream(sql);
    const rows: SqlRow[] = [];
    for await (const chunk of result) {
      for (const row of chunk.getRows()) rows.push(row.map(readValue));
      if (rows.length > mostRows)
        throw new OperatorError(
          'engine-failed',
          `A query gave more than ${mostRows} rows.`,
          'Aggregate more: fewer columns, segments or chunks at a time.',
        );
    }
    return rows;
  } catch (cause) {
    signal?.throwIfAborted();
    throw cause instanceof OperatorError ? cause : unreadable('The data', cause);
  } finally {
    signal?.removeEventListener('abort', stop);
    clearInterval(timer);
  }
}

function readProgress(connection: DuckDBConnection): number {
  const { percentage } = connection.progress;
  return Math.min(1, Math.max(0, percentage / 100));
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
  if (/^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|U[A-Z]+)$/.test(nativeType)) return 'integer';
  if (/^(DOUBLE|FLOAT)$/.test(nativeType)) return 'double';
  if (/\[|^LIST|^ARRAY/.test(nativeType)) return 'list';
  if (nativeType.startsWith('DECIMAL')) return 'decimal';
  if (nativeType === 'BOOLEAN') return 'boolean';
  if (nativeType === 'DATE') return 'date';
  if (nativeType.startsWith('TIMESTAMP')) return 'timestamp';
  return /^(VARCHAR|UUID|ENUM)/.test(nativeType) ? 'text' : 'other';
}

function unreadable(source: string, cause: unknown): OperatorError {
  const text = cause instanceof Error ? cause.message : String(cause);
  return new OperatorError(
    'data-invalid',
    `${source} cannot be read: ${(text.split('\n')[0] ?? '').slice(0, 300)}`,
    'Check that the file is whole, that it is what its ending says, and the names of its columns.',
    cause,
  );
}
