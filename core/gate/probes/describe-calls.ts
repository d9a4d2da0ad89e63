import type { Percentiles } from '../facts.ts';

/** Milliseconds of each call, by block. */
export interface TimedCalls {
  /** Rows a call. */
  readonly batchSize: number;
  readonly blocks: Float64Array[];
}

/** All times, shortest first, and the block of each: sorted once, however often blocks are drawn. */
export interface RankedCalls {
  readonly batchSize: number;
  readonly times: Float64Array;
  readonly blocks: Uint32Array;
}

const SHARES = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;
/** Of the fastest and of the slowest calls: one stall of a busy machine would outweigh thousands of calls. */
const TRIMMED = 0.05;
/** A clock too coarse to see the calls gives no infinite rate. */
const SHORTEST_MS = 1e-6;

export function rankCalls({ batchSize, blocks }: TimedCalls): RankedCalls {
  const calls = blocks.flatMap((block, index) => Array.from(block, (time) => ({ time, index })));
  calls.sort((left, right) => left.time - right.time);
  return {
    batchSize,
    times: Float64Array.from(calls, ({ time }) => time),
    blocks: Uint32Array.from(calls, ({ index }) => index),
  };
}

/**
 * Percentiles of a call in milliseconds, by nearest rank: the smallest time that so many calls do not exceed. The rate is that of
 * the mean call, 5 % of the calls trimmed on either side. `draws` says how often each block counts; once by default.
 */
export function describeCalls({ batchSize, times, blocks }: RankedCalls, draws?: Uint32Array): Percentiles {
  const weightOf = (call: number) => (draws ? (draws[blocks[call] as number] as number) : 1);
  let total = 0;
  for (let call = 0; call < times.length; call += 1) total += weightOf(call);
  const ranks = {
    p50: Math.ceil(SHARES.p50 * total),
    p95: Math.ceil(SHARES.p95 * total),
    p99: Math.ceil(SHARES.p99 * total),
  };
  const [from, to] = [TRIMMED * total, (1 - TRIMMED) * total];
  const found = { p50: 0, p95: 0, p99: 0 };
  let seen = 0;
  let sum = 0;
  for (let call = 0; call < times.length; call += 1) {
    const before = seen;
    const time = times[call] as number;
    seen += weightOf(call);
    if (before < ranks.p50 && seen >= ranks.p50) found.p50 = time;
    if (before < ranks.p95 && seen >= ranks.p95) found.p95 = time;
    if (before < ranks.p99 && seen >= ranks.p99) found.p99 = time;
    sum += time * Math.max(0, Math.min(seen, to) - Math.max(before, from));
  }
  const mean = sum / Math.max(SHORTEST_MS, to - from);
  return { ...found, rowsPerSecond: (1000 * batchSize) / Math.max(SHORTEST_MS, mean) };
}
