/** Groups of which one member runs at a time. GitHub keeps one more waiting; a newer one takes its place. */
export interface Concurrency {
  /** Resolves to true when it is this member's turn, to false when it was replaced or cancelled while it waited. */
  enter(group: string, member: { readonly cancelRunning: boolean; readonly cancel: () => void }): Promise<boolean>;
  leave(group: string): void;
}

interface Group {
  running: { cancel: () => void } | undefined;
  waiting: { start: (turn: boolean) => void; cancel: () => void } | undefined;
}

export function createConcurrency(): Concurrency {
  const groups = new Map<string, Group>();
  const of = (name: string): Group => {
    const group = groups.get(name) ?? { running: undefined, waiting: undefined };
    groups.set(name, group);
    return group;
  };
  return {
    enter(name, { cancelRunning, cancel }) {
      const group = of(name);
      if (!group.running) {
        group.running = { cancel };
        return Promise.resolve(true);
      }
      group.waiting?.start(false);
      const turn = new Promise<boolean>((resolve) => {
        group.waiting = { start: resolve, cancel };
      });
      if (cancelRunning) group.running.cancel();
      return turn;
    },
    leave(name) {
      const group = of(name);
      const next = group.waiting;
      group.running = next ? { cancel: next.cancel } : undefined;
      group.waiting = undefined;
      next?.start(true);
    },
  };
}
