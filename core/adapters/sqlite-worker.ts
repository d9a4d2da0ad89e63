import { writeSync } from 'node:fs';
import { isMainThread, Worker } from 'node:worker_threads';
import { OperatorError } from '../errors.ts';
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
    const why = cause instanceof Error ? cause.message : String(cause);
    const hint = 'Check that the file is whole, and the names in the query.';
    send({ kind: 'failed', code: 'data-invalid', message: `${request.source} cannot be read: ${why}`, hint });
  }
}

/** Waits until it is taken: no more than a few rows are ever under way. */
function send(message: SqliteMessage): void {
  const bytes = packMessage(message);
  for (let sent = 0; sent < bytes.length; ) sent += writeSync(ANSWERS, bytes, sent);
}
