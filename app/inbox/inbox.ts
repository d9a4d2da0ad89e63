import { DatabaseSync } from 'node:sqlite';

/** A webhook that was acknowledged and is not done yet. */
export interface Delivery {
  readonly id: string;
  readonly event: string;
  readonly payload: string;
}

/** The bot's durable inbox: only undone work, never the truth. GitHub does not deliver twice by itself, so nothing may be lost. */
export interface Inbox {
  /** False when this delivery id was taken before: a redelivery keeps its id. */
  put(delivery: Delivery): boolean;
  /** Stops taking work and waits for what is running. */
  close(): Promise<void>;
  /** Resolves when nothing is left to do. */
  idle(): Promise<void>;
}

const MOST_ATTEMPTS = 4;
const RETRY_MS = [500, 5_000, 60_000];
const KEPT_IDS = 10_000;

/** Handles deliveries one at a time, in order but for retries: a command must see what the one before it wrote to the ledger. */
export function openInbox(
  file: string,
  handle: (delivery: Delivery) => Promise<void>,
  log: (message: string) => void,
): Inbox {
  const database = new DatabaseSync(file);
  database.exec(`
    PRAGMA journal_mode = WAL;
    CREATE TABLE IF NOT EXISTS delivery (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, event TEXT NOT NULL,
      payload TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, due INTEGER NOT NULL DEFAULT 0,
      done INTEGER NOT NULL DEFAULT 0
    );`);
  const insert = database.prepare('INSERT OR IGNORE INTO delivery (id, event, payload) VALUES (?, ?, ?)');
  const next = database.prepare(
    'SELECT sequence, id, event, payload, attempts FROM delivery WHERE done = 0 AND due <= ? ORDER BY sequence LIMIT 1',
  );
  const soonest = database.prepare('SELECT MIN(due) AS due FROM delivery WHERE done = 0');
  const finish = database.prepare("UPDATE delivery SET done = 1, payload = '' WHERE sequence = ?");
  const retry = database.prepare('UPDATE delivery SET attempts = attempts + 1, due = ? WHERE sequence = ?');
  const forget = database.prepare(
    'DELETE FROM delivery WHERE done = 1 AND sequence <= (SELECT MAX(sequence) FROM delivery) - ?',
  );
  let closed = false;
  let working: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  const work = async (): Promise<void> => {
    for (let row = next.get(Date.now()); row && !closed; row = next.get(Date.now())) {
      const sequence = Number(row['sequence']);
      const attempts = Number(row['attempts']) + 1;
      const delivery = { id: String(row['id']), event: String(row['event']), payload: String(row['payload']) };
      try {
        await handle(delivery);
        finish.run(sequence);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        log(`${delivery.event} ${delivery.id}: attempt ${attempts} failed: ${reason}`);
        // Others go on meanwhile: one poisoned delivery must not hold up the rest.
        retry.run(Date.now() + (RETRY_MS[attempts - 1] ?? 0), sequence);
        if (attempts >= MOST_ATTEMPTS) finish.run(sequence);
      }
    }
    forget.run(KEPT_IDS);
    working = undefined;
    if (!closed) wakeLater();
  };
  const wakeLater = (): void => {
    const due = soonest.get()?.['due'];
    if (typeof due !== 'number') return;
    clearTimeout(timer);
    timer = setTimeout(wake, Math.max(0, due - Date.now()));
  };
  const wake = (): void => {
    working ??= Promise.resolve().then(work);
  };
  wake(); // what an earlier process left undone
  return {
    put({ id, event, payload }) {
      const isNew = Number(insert.run(id, event, payload).changes) > 0;
      if (isNew) wake();
      return isNew;
    },
    async idle() {
      while (working) await working;
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await working;
      database.close();
    },
  };
}
