import { writeSync } from 'node:fs';
import { isMainThread, Worker } from 'node:worker_threads';
import { OperatorError } from '../errors.ts';
import { SQLITE_CELL_MAX_BYTES } from '../limits.ts';
import { readSqlite } from './read-sqlite.ts';
import { packMessage, type SqliteMessage, type SqliteRequest } from './sqlite-message.ts';

// Standard output would not wait: Node changes it for its threads.
const ANSWERS = 3;

// A step of SQLite cannot be stopped from within its thread, and a broken file can make one that has no end: a thread reads, and
// this process is ended with the one that asked, whose end of the pipe is closed then.
if (isMainThread) {
  process.stdin.once('close', () => process.kill(process.pid, 'SIGKILL')).resume();
  new Worker(new URL(import.meta.url), { argv: process.argv.slice(2) }).once('exit', (code) => process.exit(code));
} else await serve(JSON.parse(process.argv[2] ?? '') as SqliteRequest);

async function serve(request: SqliteRequest): Promise<void> {
  try {
    for await (const message of readSqlite(request)) send(message);
    send({ kind: 'end' });
  } catch (cause) {
    if (cause instanceof OperatorError) {
      const { code, message, hint } = cause;
      return send({ kind: 'failed', code, message, hint });
    }
    const hint = 'Check that the file is whole, and the names in the query.';
    send({
      kind: 'failed',
      code: 'data-invalid',
      hint,
      message: `${request.source} cannot be read: ${explain(cause)}`,
    });
  }
}

/** Node fails with a type of its own, and says nothing of it, where a cell is longer than any text of its may be. */
function explain(cause: unknown): string {
  if (cause instanceof TypeError) return 'it is broken, or a cell of it is too long.';
  if (cause instanceof Error && cause.message === 'string or blob too big')
    return `a row of it holds more than ${SQLITE_CELL_MAX_BYTES / 1024 ** 2} MB.`;
  return cause instanceof Error ? cause.message : String(cause);
}

/** Waits until it is taken: no more than a few rows are ever under way. */
function send(message: SqliteMessage): void {
  const bytes = packMessage(message);
  for (let sent = 0; sent < bytes.length; ) sent += writeSync(ANSWERS, bytes, sent);
}
