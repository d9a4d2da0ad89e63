import type { Estimate } from './metric-row.ts';

/**
 * The interval of a statistic from 0 to 1 that noise pushes one way: up the largest gap between groups and a calibration error,
 * down a ratio of rates. Replicates are pushed twice, so their percentiles lie too far out. The basic interval, 2v − high …
 * 2v − low (Davison & Hinkley 1997, section 5.2), takes the push off; on the side that it reaches back to, the farther of both counts.
 */
export function reflectInterval({ value, low, high }: Estimate, pushed: 'up' | 'down'): Estimate {
  const basic = { low: 2 * value - high, high: 2 * value - low };
  const isUp = pushed === 'up';
  return {
    value,
    low: Math.max(0, isUp ? Math.min(low, basic.low) : Math.min(value, basic.low)),
    high: Math.min(1, isUp ? Math.max(value, basic.high) : Math.max(high, basic.high)),
  };
}
