import { createConcurrency, type Member } from '@tidegate/emulator/runner/concurrency';
import { expect, it } from 'vitest';

function member(overrides: Partial<Member> = {}): { readonly member: Member; readonly stop: AbortController } {
  const stop = new AbortController();
  const defaults = { cancelRunning: false, queue: 'single', cancel: () => stop.abort(), signal: stop.signal } as const;
  return { member: { ...defaults, ...overrides }, stop };
}

it('lets one run, keeps one waiting, and replaces the one that waits', async () => {
  const { enter, leave } = createConcurrency();
  expect(await enter('g', member().member)).toBe(true);
  const second = enter('g', member().member);
  const third = enter('g', member().member);
  expect(await second).toBe(false);
  leave('g');
  expect(await third).toBe(true);
});

it('keeps all of them in order with queue: max', async () => {
  const { enter, leave } = createConcurrency();
  const order: number[] = [];
  await enter('g', member().member);
  const waiting = [1, 2, 3].map(async (number) => {
    if (await enter('g', member({ queue: 'max' }).member)) order.push(number);
    leave('g');
  });
  leave('g');
  await Promise.all(waiting);
  expect(order).toEqual([1, 2, 3]);
});

it('cancels what runs when the newcomer asks for it', async () => {
  const { enter, leave } = createConcurrency();
  const first = member();
  await enter('g', first.member);
  const second = enter('g', member({ cancelRunning: true }).member);
  expect(first.stop.signal.aborted).toBe(true);
  leave('g');
  expect(await second).toBe(true);
});

it('lets a waiting member go when it is cancelled', async () => {
  const { enter } = createConcurrency();
  await enter('g', member().member);
  const second = member();
  const turn = enter('g', second.member);
  second.stop.abort();
  expect(await turn).toBe(false);
});
