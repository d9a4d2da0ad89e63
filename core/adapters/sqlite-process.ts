import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { OperatorError } from '../errors.ts';
import { tookTooLong } from '../sql/took-too-long.ts';
import { installationRoot } from './installation-root.ts';
import { startDeadline } from './query-deadline.ts';
import { type SqliteMessage, type SqliteRequest, unpackMessages } from './sqlite-message.ts';

export interface SqliteLimits {
  /** Longest time of the whole file; without end by default. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const HANDED_ON = ['PATH', 'HOME', 'LANG', 'TZ', 'LD_LIBRARY_PATH', 'TMPDIR', 'NODE_COMPILE_CACHE'];

/** What a process of its own reads of a SQLite file; it is ended when that takes too long or nobody wants it. @throws OperatorError */
export async function* askSqlite(
  request: SqliteRequest,
  { timeoutMs, signal }: SqliteLimits,
): AsyncGenerator<SqliteMessage, undefined> {
  signal?.throwIfAborted();
  // Runs from the sources in every installation: the bundles have no entry for it.
  const worker = join(installationRoot(), 'core/adapters/sqlite-worker.ts');
  const child = spawn(process.execPath, ['--no-warnings', worker, JSON.stringify(request)], {
    stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
    env: Object.fromEntries(HANDED_ON.map((name) => [name, process.env[name]])),
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', ({ message }) => resolve(message));
    child.once('exit', (code, by) => resolve(`its process ended with ${by ?? `exit code ${code}`}`));
  });
  const stop = () => child.kill('SIGKILL');
  signal?.addEventListener('abort', stop, { once: true });
  const deadline = startDeadline(timeoutMs, stop);
  try {
    for await (const message of unpackMessages(child.stdio[3] as Readable)) {
      if (message.kind === 'end') return;
      // Processes send plain objects: the class of an error is lost between them.
      if (message.kind === 'failed') throw new OperatorError(message.code, message.message, message.hint);
      yield message;
    }
    const why = await ended;
    signal?.throwIfAborted();
    if (deadline.isOver()) throw tookTooLong(request.source, timeoutMs);
    const hint = 'Check that the file is whole, or export the table as CSV or Parquet.';
    throw new OperatorError('data-invalid', `${request.source} cannot be read: ${why}.`, hint);
  } finally {
    deadline.stop();
    signal?.removeEventListener('abort', stop);
    stop();
  }
}
