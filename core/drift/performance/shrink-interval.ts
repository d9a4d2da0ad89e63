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

/** The interval with noise of another, independent source: halves add up by their squares. */
export function addNoise({ value, low, high }: Estimate, other: Estimate | undefined): Estimate {
  if (!other) return { value, low, high };
  return {
    value,
    low: value - Math.hypot(value - low, other.value - other.low),
    high: value + Math.hypot(high - value, other.high - other.value),
  };
}
