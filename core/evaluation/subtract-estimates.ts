import type { Estimate } from './metric-row.ts';

/** The difference of two independent estimates: "square and add" of their intervals (Zou & Donner 2008, Statistics in Medicine 27). */
export function subtractEstimates(left: Estimate, right: Estimate): Estimate {
  const value = left.value - right.value;
  return {
    value,
    low: value - Math.hypot(left.value - left.low, right.high - right.value),
    high: value + Math.hypot(left.high - left.value, right.value - right.low),
  };
}
