import { existsSync, realpathSync, statSync } from 'node:fs';
import type { DatabaseSync, DatabaseSyncOptions } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { quoteText } from '../data/quote-sql.ts';
import { OperatorError } from '../errors.ts';
import { SQLITE_CELL_MAX_BYTES } from '../limits.ts';

// Types of an older Node do not know the limits.
interface OpenOptions extends DatabaseSyncOptions {
  readonly limits: { readonly length: number };
}

/**
 * Opens a SQLite file as the file that it is: nothing beside it is read, and nothing is written there.
 * @throws OperatorError `data-invalid`, and whatever SQLite throws
 */
export async function openSqlite(path: string, source: string): Promise<DatabaseSync> {
  refuseUnfinished(path, source);
  const sqlite = await import('node:sqlite').catch((cause: unknown) => {
    throw tooOld(source, cause);
  });
  // Without this SQLite makes -wal and -shm beside a file whose header asks for them.
  const address = pathToFileURL(path);
  address.search = 'immutable=1';
  const options: OpenOptions = { readOnly: true, limits: { length: SQLITE_CELL_MAX_BYTES } };
  let database: DatabaseSync;
  try {
    database = new sqlite.DatabaseSync(address, options);
  } catch (cause) {
    if (cause instanceof TypeError) throw tooOld(source, cause);
    throw cause;
  }
  // The check would compute what the author of the file has written there.
  database.exec('PRAGMA ignore_check_constraints = ON; PRAGMA trusted_schema = OFF; PRAGMA mmap_size = 0');
  return database;
}

/**
 * SQLite reads what a page says: one that is damaged has other rows, and nobody would know.
 * @throws OperatorError `data-invalid`
 */
export function refuseDamaged(database: DatabaseSync, source: string, table?: string | undefined): void {
  const asked = table === undefined ? '1' : quoteText(table);
  const [row = {}] = database.prepare(`PRAGMA integrity_check(${asked})`).all();
  const answer = String(Object.values(row)[0]);
  if (answer === 'ok') return;
  const problem = answer.replace(/^\*+ in database main \*+\s*/, '').split('\n')[0] ?? '';
  throw new OperatorError(
    'data-invalid',
    `${source} is damaged: ${problem.slice(0, 200)}.`,
    'Write the file again, or restore it: PRAGMA integrity_check must say ok.',
  );
}

/**
 * A computed column of a few bytes can have cells of any size.
 * @throws OperatorError `data-invalid`
 */
export function refuseComputed(database: DatabaseSync, source: string, table: string): void {
  const computed = database
    .prepare(`SELECT name FROM pragma_table_xinfo(${quoteText(table)}) WHERE hidden IN (2, 3) LIMIT 1`)
    .all()
    .map(({ name }) => String(name));
  if (computed[0] === undefined) return;
  throw new OperatorError(
    'data-invalid',
    `${source} has a column that SQLite computes as it is read: ${JSON.stringify(computed[0].slice(0, 80))}.`,
    'Keep its values in a plain column, or export the table as CSV or Parquet.',
  );
}

/** Rows that a writer has not moved into the file yet, or has to take back. */
function refuseUnfinished(path: string, source: string): void {
  for (const ending of ['-wal', '-journal']) {
    const beside = `${realpathSync(path)}${ending}`;
    if (!existsSync(beside) || statSync(beside).size === 0) continue;
    throw new OperatorError(
      'data-invalid',
      `${source} is not finished: changes to it lie in a file of its name with ${ending}.`,
      ending === '-wal'
        ? 'Run PRAGMA wal_checkpoint(TRUNCATE) on it with sqlite3, or close the program that writes it, and leave that file out.'
        : 'Open it once with sqlite3, which undoes what was not finished, and leave that file out.',
    );
  }
}

function tooOld(source: string, cause: unknown): OperatorError {
  return new OperatorError(
    'engine-failed',
    `${source} is a SQLite file, which Node reads from version 22.15 on; this is ${process.version}.`,
    'Use a newer Node, or export the table as CSV or Parquet.',
    cause,
  );
}
