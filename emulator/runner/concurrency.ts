/** Groups of which one member runs at a time. */
export interface Concurrency {
  /** Resolves to true when it is this member's turn, to false when it was replaced or cancelled while it waited. */
  enter(group: string, member: Member): Promise<boolean>;
  leave(group: string): void;
}

export interface Member {
  readonly cancelRunning: boolean;
  /** GitHub keeps one member waiting, and a newer one takes its place; with `queue: max` up to 100 wait in order. */
  readonly queue: 'single' | 'max';
  readonly cancel: () => void;
  readonly signal: AbortSignal;
}

interface Group {
  running: Member | undefined;
  waiting: { readonly member: Member; readonly answer: (turn: boolean) => void }[];
}

const LONGEST_QUEUE = 100;

export function createConcurrency(): Concurrency {
  const groups = new Map<string, Group>();
  const of = (name: string): Group => {
    const group = groups.get(name) ?? { running: undefined, waiting: [] };
    groups.set(name, group);
    return group;
  };
  return {
    enter(name, member) {
      const group = of(name);
      if (!group.running) {
        group.running = member;
        return Promise.resolve(true);
      }
      const room = member.queue === 'max' ? LONGEST_QUEUE : 1;
      for (const replaced of group.waiting.splice(0, Math.max(0, group.waiting.length + 1 - room)))
        replaced.answer(false);
      return new Promise((resolve) => {
        const entry = { member, answer: resolve };
        group.waiting.push(entry);
        member.signal.addEventListener('abort', () => {
          const index = group.waiting.indexOf(entry);
          if (index >= 0) group.waiting.splice(index, 1);
          resolve(false);
        });
        if (member.cancelRunning) group.running?.cancel();
      });
    },
    leave(name) {
      const group = of(name);
      const next = group.waiting.shift();
      group.running = next?.member;
      next?.answer(true);
    },
  };
}
