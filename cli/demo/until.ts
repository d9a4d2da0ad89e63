import { setTimeout as pause } from 'node:timers/promises';
import { OperatorError } from '@tidegate/core/errors';

const POLL_MS = 60;

/** Waits until the probe gives a value. What is waited for is in the error, so that a stuck demo explains itself. */
export async function until<Value>(
  what: string,
  probe: () => Promise<Value | undefined>,
  options: { readonly timeoutMs?: number; readonly explain?: () => string } = {},
): Promise<Value> {
  const timeoutMs = options.timeoutMs ?? 40_000;
  const giveUpAt = performance.now() + timeoutMs;
  while (performance.now() < giveUpAt) {
    const value = await probe();
    if (value !== undefined) return value;
    await pause(POLL_MS);
  }
  throw new OperatorError(
    'timed-out',
    `The demo waited ${timeoutMs / 1000} s for ${what}. ${options.explain?.() ?? ''}`.trim(),
    'Look at the logs; if it stays, report it with its output.',
  );
}
