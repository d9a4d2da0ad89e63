import type { ServedVersion } from './served-version.ts';

/** Holds the one version that serves. Requests in flight finish on the version they began with; then it is released. */
export interface ModelSlot {
  readonly current: () => ServedVersion | undefined;
  /** Runs with the present version, which stays loaded until `work` is done. */
  use<Value>(version: ServedVersion, work: () => Promise<Value>): Promise<Value>;
  swap(next: ServedVersion): void;
  close(): Promise<void>;
}

export function createModelSlot(): ModelSlot {
  let current: ServedVersion | undefined;
  const users = new Map<ServedVersion, number>();
  const releaseWhenIdle = async (version: ServedVersion): Promise<void> => {
    if (version === current || users.get(version)) return;
    users.delete(version);
    await version.loaded.release();
  };
  return {
    current: () => current,
    async use(version, work) {
      users.set(version, (users.get(version) ?? 0) + 1);
      try {
        return await work();
      } finally {
        users.set(version, (users.get(version) ?? 1) - 1);
        void releaseWhenIdle(version);
      }
    },
    swap(next) {
      const previous = current;
      current = next;
      if (previous) void releaseWhenIdle(previous);
    },
    async close() {
      const last = current;
      current = undefined;
      if (last) await releaseWhenIdle(last);
    },
  };
}
