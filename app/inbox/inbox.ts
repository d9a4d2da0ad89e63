import { DatabaseSync } from 'node:sqlite';
import { OperatorError } from '@tidegate/core/errors';

/** A webhook that was acknowledged and is not done yet. */
export interface Delivery {
  readonly id: string;
  readonly event: string;
  /** `owner/name`: deliveries of one repository are handled one at a time. */
  readonly repository: string;
  readonly payload: string;
}

/** The bot's durable inbox: only undone work, never the truth. GitHub does not deliver twice by itself, so nothing may be lost. */
export interface Inbox {
  /** False when this delivery id was taken before. One that failed for good is taken again: a redelivery keeps its id. */
  put(delivery: Delivery): boolean;
  /** Resolves when nothing is left to do but what waits for a retry. */
  idle(): Promise<void>;
  /** Stops taking work and waits for what is running. */
  close(): Promise<void>;
}

export interface InboxOptions {
  readonly file: string;
  readonly handle: (delivery: Delivery) => Promise<void>;
  readonly log: (message: string) => void;
  /** Waits before the second, third … attempt; after the last one a delivery is set aside. */
  readonly retryMs?: readonly number[];
}

const RETRY_MS = [500, 5_000, 60_000];
const KEPT_IDS = 10_000;
const SCHEMA = `
  PRAGMA journal_mode = WAL;
  CREATE TABLE IF NOT EXISTS delivery (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, event TEXT NOT NULL, repository TEXT NOT NULL,
    payload TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, due INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'failed'))
  );`;

/**
 * Handles the deliveries of a repository in order, retries included: a command must see what the one before it wrote, and must not
 * be overtaken by a later one. One that fails holds up the others of its repository until its last attempt, and no longer.
 */
export function openInbox({ file, handle, log, retryMs = RETRY_MS }: InboxOptions): Inbox {
  const database = openDatabase(file);
  const insert = database.prepare(
    `INSERT INTO delivery (id, event, repository, payload) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE
     SET state = 'waiting', attempts = 0, due = 0, payload = excluded.payload WHERE state = 'failed'`,
  );
  const first = database.prepare(
    "SELECT sequence, id, event, payload, attempts, due FROM delivery WHERE state = 'waiting' AND repository = ? ORDER BY sequence LIMIT 1",
  );
  const heads = database.prepare(
    "SELECT repository, due FROM delivery WHERE sequence IN (SELECT MIN(sequence) FROM delivery WHERE state = 'waiting' GROUP BY repository)",
  );
  const finish = database.prepare("UPDATE delivery SET state = ?, payload = '' WHERE sequence = ?");
  const retry = database.prepare('UPDATE delivery SET attempts = ?, due = ? WHERE sequence = ?');
  const forget = database.prepare(
    "DELETE FROM delivery WHERE state <> 'waiting' AND sequence <= (SELECT MAX(sequence) FROM delivery) - ?",
  );
  const running = new Map<string, Promise<void>>();
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  const findDue = (repository: string) => {
    const row = first.get(repository);
    return row && Number(row['due']) <= Date.now() ? row : undefined;
  };
  const work = async (repository: string): Promise<void> => {
    for (let row = findDue(repository); row && !closed; row = findDue(repository)) {
      const [sequence, attempts] = [Number(row['sequence']), Number(row['attempts']) + 1];
      const [id, event, payload] = [String(row['id']), String(row['event']), String(row['payload'])];
      try {
        await handle({ id, event, repository, payload });
        finish.run('done', sequence);
      } catch (error) {
        log(`${event} ${id}: attempt ${attempts} failed: ${error instanceof Error ? error.message : String(error)}`);
        const wait = isFinal(error) ? undefined : retryMs[attempts - 1];
        if (wait === undefined) finish.run('failed', sequence);
        else retry.run(attempts, Date.now() + wait, sequence);
      }
    }
  };
  const wake = (): void => {
    if (closed) return;
    const waiting = heads.all().map((row) => ({ repository: String(row['repository']), due: Number(row['due']) }));
    const now = Date.now();
    for (const { repository, due } of waiting) {
      if (running.has(repository) || due > now) continue;
      // Not at once: a handler that puts a delivery would start a second worker before this one is known.
      const begun = Promise.resolve().then(() => work(repository));
      const done = begun.finally(() => {
        running.delete(repository);
        if (closed) return;
        forget.run(KEPT_IDS);
        wake();
      });
      running.set(repository, done);
    }
    clearTimeout(timer);
    const later = waiting.map(({ due }) => due).filter((due) => due > now);
    if (later.length > 0) timer = setTimeout(wake, Math.max(1, Math.min(...later) - now));
  };
  wake(); // what an earlier process left undone
  return {
    put({ id, event, repository, payload }) {
      const isNew = Number(insert.run(id, event, repository, payload).changes) > 0;
      if (isNew) wake();
      return isNew;
    },
    async idle() {
      while (running.size > 0) await Promise.all(running.values());
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await Promise.all(running.values());
      database.close();
    },
  };
}

/** What a person must mend first fails the same way in a minute; only GitHub may answer otherwise then. */
function isFinal(error: unknown): boolean {
  // Probot collects what its handlers throw.
  const errors: readonly unknown[] = error instanceof AggregateError ? error.errors : [error];
  return errors.length > 0 && errors.every((one) => one instanceof OperatorError && !one.code.startsWith('github-'));
}

function openDatabase(file: string): DatabaseSync {
  try {
    const database = new DatabaseSync(file);
    database.exec(SCHEMA);
    return database;
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    const message = `The bot cannot start: its inbox ${file} cannot be opened (${problem}).`;
    throw new OperatorError('input-invalid', message, 'TIDEGATE_INBOX names a file that the bot may write.', cause);
  }
}
