import type { Estimate } from '../../evaluation/metric-row.ts';

/** Rows that replicates are drawn from: of more, every so many-th. */
export const MOST_DRAWN = 20_000;

/**
 * The interval of a value from that of a part of its rows: noise falls with the root of their number (m out of n bootstrap, Bickel,
 * Götze & van Zwet 1997, Statistica Sinica 7).
 */
export function shrinkInterval(value: number, { value: center, low, high }: Estimate, share: number): Estimate {
  const scale = Math.sqrt(share);
  return { value, low: value + scale * (low - center), high: value + scale * (high - center) };
}
