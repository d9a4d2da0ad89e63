import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import { quoteText } from '../data/quote-sql.ts';
import { ANSWER_MAX_CHARACTERS } from '../limits.ts';
import type { QueryOptions } from '../ports/sql-engine.ts';
import { explainDuckDb } from '../sql/explain-duckdb.ts';
import { findHarmful, whyNoSelect } from '../sql/parsed-query.ts';
import { isRemote } from '../sql/reference.ts';
import { tooLongTexts } from '../sql/too-long-texts.ts';
import { tooManyRows } from '../sql/too-many-rows.ts';
import { tookTooLong } from '../sql/took-too-long.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { parseQuery } from './parse-query.ts';
import { startDeadline } from './query-deadline.ts';

export interface DuckDbSettings {
  /** Bytes that DuckDB may hold before it spills to disk; 512 MiB by default. */
  readonly memoryBytes?: number | undefined;
  /** All processors by default. */
  readonly threads?: number | undefined;
  /** Rows come in the order of their files, which costs memory; any order by default. */
  readonly keepsOrder?: boolean | undefined;
  /** Longest time of one query; without end by default. */
  readonly timeoutMs?: number | undefined;
}

export interface AskOptions extends QueryOptions {
  /** What messages say is being read. */
  readonly source: string;
}

export interface DuckDbColumn {
  readonly name: string;
  readonly type: string;
}

/** One connection to a database in memory, and what it may read once it is locked. */
export interface DuckDbSession {
  readonly connection: DuckDBConnection;
  /** Of this session only, gone when it is closed. */
  readonly folder: string;
  /** Longest time of one query; without end where it is undefined. */
  readonly timeoutMs: number | undefined;
  /** Texts that no message may show. */
  readonly secrets: string[];
  /** A name that no other view, table or database of the session has. */
  nextName(): string;
  /** Names and types of what follows FROM. @throws OperatorError */
  columnsOf(from: string, source: string): Promise<readonly DuckDbColumn[]>;
  /** Rows of one statement. @throws OperatorError */
  ask(sql: string, options: AskOptions): Promise<readonly (readonly DuckDBValue[])[]>;
  /** Stays readable when the session is locked; of a remote folder, all that is in it. */
  allow(path: string): void;
  /** From now on nothing else can be read, and no setting changed. */
  lock(): Promise<void>;
  close(): Promise<void>;
}

const DEFAULT_MEMORY = 512 * 1024 ** 2;
const MOST_ROWS = 100_000;
// By default nine tenths of what is free on the disk.
const MOST_SPILLED = '10GiB';
const PROGRESS_EVERY_MS = 200;
const OWN_TABLE = /^CREATE OR REPLACE TEMP TABLE tidegate_\w+ AS /;
// Extensions would be fetched from the network; Parquet and JSON are built in.
const SETTINGS = {
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  // What one query has freed is given back to the system, not kept for the next.
  allocator_flush_threshold: '256KiB',
  allocator_bulk_deallocation_flush_threshold: '1MiB',
};

export async function openDuckDbSession({
  memoryBytes = DEFAULT_MEMORY,
  threads,
  keepsOrder = false,
  timeoutMs,
}: DuckDbSettings): Promise<DuckDbSession> {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-engine-'));
  const instance = await DuckDBInstance.create(':memory:', {
    ...SETTINGS,
    preserve_insertion_order: String(keepsOrder),
    memory_limit: `${Math.floor(memoryBytes / 1024)}KiB`,
    temp_directory: join(folder, 'spill'),
    max_temp_directory_size: MOST_SPILLED,
    ...(threads !== undefined && { threads: String(threads) }),
  });
  const connection = await instance.connect();
  // Progress is measured only where a bar would be drawn.
  for (const setting of ['enable_progress_bar = true', 'enable_progress_bar_print = false', 'progress_bar_time = 0'])
    await connection.run(`SET ${setting}`);
  // A time without a zone among times with one would be of whatever zone this machine is in.
  await connection.run("SET TimeZone = 'UTC'");
  const inTurn = oneAtATime();
  const readable = new Set<string>();
  const secrets: string[] = [];
  let [names, isLocked] = [0, false];
  return {
    connection,
    folder,
    timeoutMs,
    secrets,
    nextName: () => {
      names += 1;
      return `tidegate_${names}`;
    },
    columnsOf: (from, source) =>
      inTurn(async () => {
        const result = await connection.run(`SELECT * FROM ${from} LIMIT 0`).catch((cause: unknown) => {
          throw explainDuckDb(cause, source, secrets);
        });
        return result.columnNames().map((name, index) => ({ name, type: String(result.columnType(index)) }));
      }),
    ask: (sql, options) =>
      inTurn(async () => {
        const deadline = startDeadline(timeoutMs, () => connection.interrupt());
        try {
          return await ask(connection, sql, isLocked, options);
        } catch (cause) {
          options.signal?.throwIfAborted();
          if (deadline.isOver()) throw tookTooLong(options.source, timeoutMs);
          throw explainDuckDb(cause, options.source, secrets);
        } finally {
          deadline.stop();
        }
      }),
    allow: (path) => void readable.add(isRemote(path) ? path : resolve(path)),
    lock: async () => {
      const list = (paths: readonly string[]) => `[${paths.map(quoteText).join(', ')}]`;
      const isFolder = (path: string) => isRemote(path) && path.endsWith('/');
      const folders = [...readable].filter(isFolder);
      await connection.run(`SET allowed_paths = ${list([...readable].filter((path) => !isFolder(path)))}`);
      if (folders.length > 0) await connection.run(`SET allowed_directories = ${list(folders)}`);
      await connection.run('SET enable_external_access = false');
      await connection.run('SET lock_configuration = true');
      isLocked = true;
    },
    close: async () => {
      instance.closeSync();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function ask(
  connection: DuckDBConnection,
  sql: string,
  isLocked: boolean,
  { source, signal, onProgress, mostRows = MOST_ROWS }: AskOptions,
): Promise<readonly (readonly DuckDBValue[])[]> {
  signal?.throwIfAborted();
  // DuckDB would read a text up to its first NUL, and run all statements that it finds there.
  if (sql.includes('\0'))
    throw new Error('Invalid Input Error: a name, a text or a condition holds the character U+0000');
  const stop = () => connection.interrupt();
  signal?.addEventListener('abort', stop, { once: true });
  const timer = onProgress && setInterval(() => onProgress(readProgress(connection)), PROGRESS_EVERY_MS);
  try {
    const rows: (readonly DuckDBValue[])[] = [];
    let characters = 0;
    if (isLocked) await refuseHarmful(connection, sql);
    for await (const chunk of await connection.stream(sql)) {
      if (rows.length + chunk.rowCount > mostRows) throw tooManyRows(mostRows);
      for (let row = 0; row < chunk.rowCount; row += 1) {
        const values = chunk.getRowValues(row);
        for (const value of values) characters += typeof value === 'string' ? value.length : 0;
        // One by one: the texts of a whole chunk may be more than this process can hold.
        if (characters > ANSWER_MAX_CHARACTERS) throw tooLongTexts(source);
        rows.push(values);
      }
    }
    return rows;
  } finally {
    signal?.removeEventListener('abort', stop);
    clearInterval(timer);
  }
}

/** Where users' conditions are in the text: one SELECT that computes and reads rows, or keeps such rows in a table of our own. */
async function refuseHarmful(connection: DuckDBConnection, sql: string): Promise<void> {
  const query = await parseQuery(connection, sql.replace(OWN_TABLE, ''));
  const why = whyNoSelect(query);
  if (why !== undefined) throw new Error(`Parser Error: expected one SELECT: ${why}`);
  const harmful = findHarmful(query);
  if (harmful !== undefined) throw new Error(`Permission Error: ${harmful} is not for conditions`);
}

function readProgress(connection: DuckDBConnection): number {
  return Math.min(1, Math.max(0, connection.progress.percentage / 100));
}
