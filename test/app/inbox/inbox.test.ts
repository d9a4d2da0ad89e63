import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Delivery, type Inbox, openInbox } from '../../../app/inbox/inbox.ts';
import { OperatorError } from '../../../core/errors.ts';

let folder = '';
let open: Inbox[] = [];
let lines: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-inbox-'));
  lines = [];
});
afterEach(async () => {
  for (const inbox of open.splice(0)) await inbox.close();
  rmSync(folder, { recursive: true, force: true });
});

function start(handle: (delivery: Delivery) => Promise<void>, retryMs: readonly number[] = [1, 1]): Inbox {
  const file = join(folder, 'inbox.sqlite');
  const inbox = openInbox({ file, handle, log: (message) => lines.push(message), retryMs });
  open.push(inbox);
  return inbox;
}
async function stop(inbox: Inbox): Promise<void> {
  open = open.filter((other) => other !== inbox);
  await inbox.close();
}
const delivery = (id: string, repository = 'octo-org/churn', payload = `{"id": "${id}"}`): Delivery => ({
  id,
  event: 'push',
  repository,
  payload,
});
/** A handler that waits until it is told to go on, by id. */
function createGate() {
  const waiting = new Map<string, () => void>();
  return {
    waiting,
    handle: ({ id }: Delivery) => new Promise<void>((resolve) => void waiting.set(id, resolve)),
  };
}

describe('order', () => {
  it('is that of arrival within a repository, one at a time', async () => {
    const events: string[] = [];
    const inbox = start(async ({ id }) => {
      events.push(`begin ${id}`);
      await new Promise((resolve) => setImmediate(resolve));
      events.push(`end ${id}`);
    });
    for (const id of ['c', 'a', 'b']) expect(inbox.put(delivery(id))).toBe(true);
    await inbox.idle();
    expect(events).toEqual(['begin c', 'end c', 'begin a', 'end a', 'begin b', 'end b']);
  });

  it('holds while new ones arrive', async () => {
    const done: string[] = [];
    const inbox = start(async ({ id }) => {
      done.push(id);
      if (id === 'a') inbox.put(delivery('c'));
    });
    inbox.put(delivery('a'));
    inbox.put(delivery('b'));
    await inbox.idle();
    expect(done).toEqual(['a', 'b', 'c']);
  });

  it('does not make one repository wait for another', async () => {
    const { waiting, handle } = createGate();
    const inbox = start(handle);
    inbox.put(delivery('a', 'octo-org/slow'));
    inbox.put(delivery('b', 'octo-org/slow'));
    inbox.put(delivery('c', 'octo-org/churn'));
    await expect.poll(() => [...waiting.keys()]).toEqual(['a', 'c']);
    waiting.get('a')?.();
    await expect.poll(() => [...waiting.keys()]).toEqual(['a', 'c', 'b']);
    for (const go of waiting.values()) go();
    await inbox.idle();
  });
});

describe('a delivery that came before', () => {
  it.each([
    ['is handled', async () => {}],
    ['waits', () => new Promise<void>((resolve) => setTimeout(resolve, 10))],
  ])('is not taken again while the first %s', async (_, handle) => {
    const seen: string[] = [];
    const inbox = start(async ({ id, payload }) => {
      seen.push(`${id} ${payload}`);
      await handle();
    });
    expect(inbox.put(delivery('a', 'octo-org/churn', '1'))).toBe(true);
    expect(inbox.put(delivery('a', 'octo-org/churn', '2'))).toBe(false);
    await inbox.idle();
    expect(inbox.put(delivery('a', 'octo-org/churn', '3'))).toBe(false);
    await inbox.idle();
    expect(seen).toEqual(['a 1']);
  });

  it('is not taken again by the process after', async () => {
    const first = start(async () => {});
    first.put(delivery('a'));
    await first.idle();
    await stop(first);
    const seen: string[] = [];
    const second = start(async ({ id }) => void seen.push(id));
    expect(second.put(delivery('a'))).toBe(false);
    await second.idle();
    expect(seen).toEqual([]);
  });

  it('is taken again when it had failed for good: somebody pressed Redeliver', async () => {
    let isBroken = true;
    const done: string[] = [];
    const inbox = start(async ({ id }) => {
      if (isBroken) throw new Error('GitHub answered 502');
      done.push(id);
    });
    inbox.put(delivery('a'));
    await expect.poll(() => lines.length).toBe(3);
    await inbox.idle();
    isBroken = false;
    expect(inbox.put(delivery('a'))).toBe(true);
    await inbox.idle();
    expect(done).toEqual(['a']);
    expect(inbox.put(delivery('a'))).toBe(false);
  });
});

describe('a delivery that fails', () => {
  it('is tried again until it works, and each failure is told without its payload', async () => {
    let attempts = 0;
    const inbox = start(async () => {
      attempts += 1;
      if (attempts < 3) throw new Error('GitHub answered 502');
    });
    inbox.put(delivery('a', 'octo-org/churn', 'SENSITIVE-WORDS'));
    await expect.poll(() => attempts).toBe(3);
    await inbox.idle();
    expect(lines).toEqual([
      expect.stringContaining('push a: attempt 1 failed: GitHub answered 502'),
      expect.stringContaining('push a: attempt 2 failed: GitHub answered 502'),
    ]);
    expect(inbox.put(delivery('a'))).toBe(false);
  });

  it('is set aside after the last attempt', async () => {
    let attempts = 0;
    const inbox = start(async () => {
      attempts += 1;
      throw new Error('poison');
    });
    inbox.put(delivery('a'));
    await expect.poll(() => attempts).toBe(3);
    inbox.put(delivery('b'));
    await expect.poll(() => attempts).toBe(6);
    await inbox.idle();
    expect(lines).toHaveLength(6);
  });

  it('is not overtaken by later ones of its repository, which go on once it is set aside', async () => {
    const seen: string[] = [];
    const inbox = start(
      async ({ id }) => {
        seen.push(id);
        if (id === 'poison') return Promise.reject('words');
      },
      [20, 20],
    );
    for (const id of ['a', 'poison', 'b', 'c']) inbox.put(delivery(id));
    await expect.poll(() => seen).toEqual(['a', 'poison', 'poison', 'poison', 'b', 'c']);
    expect(lines[0]).toContain('push poison: attempt 1 failed: words');
  });

  it('is not overtaken by what comes while it waits', async () => {
    const seen: string[] = [];
    const inbox = start(
      async ({ id }) => {
        seen.push(id);
        if (seen.length === 1) throw new Error('GitHub answered 502');
      },
      [30],
    );
    inbox.put(delivery('promote'));
    await inbox.idle();
    inbox.put(delivery('rollback'));
    await inbox.idle();
    expect(seen).toEqual(['promote']);
    await expect.poll(() => seen).toEqual(['promote', 'promote', 'rollback']);
  });

  it('does not hold up another repository', async () => {
    const done: string[] = [];
    const inbox = start(
      async ({ id, repository }) => {
        if (repository === 'octo-org/broken') throw new Error('poison');
        done.push(id);
      },
      [60_000],
    );
    inbox.put(delivery('a', 'octo-org/broken'));
    inbox.put(delivery('b', 'octo-org/broken'));
    inbox.put(delivery('c'));
    await inbox.idle();
    expect(done).toEqual(['c']);
  });

  it.each([
    ['is not tried again when only a person can mend it', 'document-invalid', 1],
    ['is tried again when it was GitHub', 'github-unavailable', 3],
  ] as const)('%s', async (_, code, attempts) => {
    const done: string[] = [];
    const inbox = start(async ({ id }) => {
      if (id !== 'a') return void done.push(id);
      const error = new OperatorError(code, 'words', '');
      throw new AggregateError([error], error.message); // as Probot throws
    });
    inbox.put(delivery('a'));
    inbox.put(delivery('b'));
    await expect.poll(() => done).toEqual(['b']);
    expect(lines).toHaveLength(attempts);
  });

  it('fails alike when the handler throws at once', async () => {
    const inbox = start(() => {
      throw new Error('at once');
    }, []);
    inbox.put(delivery('a'));
    await inbox.idle();
    expect(lines).toEqual([expect.stringContaining('at once')]);
  });
});

describe('the end of a process', () => {
  it('waits for what runs, and leaves the rest to the next one, in order', async () => {
    const { waiting, handle } = createGate();
    const first = start(handle);
    for (const id of ['a', 'b', 'c']) first.put(delivery(id));
    await expect.poll(() => waiting.size).toBe(1);
    const stopped = stop(first);
    waiting.get('a')?.();
    await stopped;
    const done: string[] = [];
    const second = start(async ({ id, payload }) => void done.push(`${id} ${payload}`));
    await second.idle();
    expect(done).toEqual(['b {"id": "b"}', 'c {"id": "c"}']);
  });

  it('does not forget how often a delivery was tried', async () => {
    const fail = async () => Promise.reject(new Error('poison'));
    const first = start(fail, [30, 30]);
    first.put(delivery('a'));
    await first.idle();
    await stop(first);
    start(fail, [30, 30]);
    await expect.poll(() => lines.length).toBe(3);
    expect(lines.map((line) => /attempt (\d)/.exec(line)?.[1])).toEqual(['1', '2', '3']);
  });
});

it.each([
  ['a folder that is not there', () => join(folder, 'nowhere/inbox.sqlite')],
  [
    'a file that is no database',
    () => {
      const file = join(folder, 'notes.txt');
      writeFileSync(file, 'these are notes, not a database'.repeat(100));
      return file;
    },
  ],
])('says which file cannot be opened: %s', (_, makeFile) => {
  const file = makeFile();
  expect(() => openInbox({ file, handle: async () => {}, log: () => {} })).toThrow(
    expect.objectContaining({ code: 'input-invalid', message: expect.stringContaining(file) }),
  );
});
