/** A pool of machines, each of which runs one job at a time. */
export function createSlots(count: number): { take(): Promise<number>; give(slot: number): void } {
  const free = Array.from({ length: count }, (_, index) => index + 1);
  const waiting: ((slot: number) => void)[] = [];
  return {
    take() {
      const slot = free.shift();
      return slot === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(slot);
    },
    give(slot) {
      const next = waiting.shift();
      if (next) next(slot);
      else free.push(slot);
    },
  };
}
