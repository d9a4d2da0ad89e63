import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { TableEngine } from '../ports/table-engine.ts';
import { readTableFile } from './read-table-file.ts';
import { selectRows } from './select-rows.ts';

/** DuckDB in this process. A file is read by a database of its own; predicates run in one that can reach nothing outside. */
export function createDuckDb(): TableEngine {
  return {
    openTable: (path, source) => ({
      source,
      chunks: (columns) => readTableFile(openDatabase, { path, source, columns }),
    }),
    selectRows: (rows, predicates, timeoutMs) => selectRows(openDatabase, rows, predicates, timeoutMs),
  };
}

/** A database in memory, or in a file that is gone when it is closed. */
export type OpenDatabase = (place?: 'memory' | 'disk') => Promise<Database>;
export interface Database {
  readonly connection: DuckDBConnection;
  close(): void;
}

// Extensions would be fetched from the network; Parquet and JSON are built in.
const SETTINGS = { autoinstall_known_extensions: 'false', autoload_known_extensions: 'false', threads: '1' };

async function openDatabase(place: 'memory' | 'disk' = 'memory'): Promise<Database> {
  const folder = place === 'disk' ? mkdtempSync(join(tmpdir(), 'tidegate-rows-')) : undefined;
  const remove = () => folder !== undefined && rmSync(folder, { recursive: true, force: true });
  try {
    const path = folder === undefined ? ':memory:' : join(folder, 'rows.duckdb');
    const memory = folder === undefined ? {} : { memory_limit: '512MB' };
    const instance = await DuckDBInstance.create(path, { ...SETTINGS, ...memory });
    const connection = await instance.connect();
    // Times with a zone are text here, as they are written: the same on every machine.
    await connection.run("SET TimeZone = 'UTC'");
    return {
      connection,
      close: () => {
        instance.closeSync();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}
