import type { Shares } from './shares.ts';

/** How far two distributions over cells are apart, and how far noise alone puts samples of these sizes. */
export interface Divergence {
  readonly value: number;
  /** What it is on average when nothing has changed. */
  readonly noiseFloor: number;
}

/** Half a row more in every cell, so that an empty one gives a large but finite index. */
const PRIOR = 0.5;

/** Σ (q − p) ln(q / p), in nats, not negative; its floor is (B − 1)(1/n + 1/m). */
export function populationStabilityIndex(shares: Shares): Divergence {
  const [p, q] = smooth(shares);
  const value = p.reduce((sum, one, cell) => sum + ((q[cell] ?? 0) - one) * Math.log((q[cell] ?? 0) / one), 0);
  return { value: Math.max(0, value), noiseFloor: floorOf(shares) };
}

/** Square root of the Jensen-Shannon divergence in nats, as scipy.spatial.distance.jensenshannon: 0 to √ln 2. */
export function jensenShannon(shares: Shares): Divergence {
  const [p, q] = normalise(shares);
  let sum = 0;
  p.forEach((one, cell) => {
    const other = q[cell] ?? 0;
    const middle = (one + other) / 2;
    if (one > 0) sum += (one * Math.log(one / middle)) / 2;
    if (other > 0) sum += (other * Math.log(other / middle)) / 2;
  });
  return { value: Math.sqrt(Math.max(0, sum)), noiseFloor: Math.sqrt(floorOf(shares) / 8) };
}

/** √(1 − Σ √(p q)): 0 to 1. */
export function hellinger(shares: Shares): Divergence {
  const [p, q] = normalise(shares);
  const overlap = p.reduce((sum, one, cell) => sum + Math.sqrt(one * (q[cell] ?? 0)), 0);
  return { value: Math.sqrt(Math.max(0, 1 - overlap)), noiseFloor: Math.sqrt(floorOf(shares) / 8) };
}

function floorOf({ reference, current }: Shares): number {
  const cells = reference.filter((count, cell) => count + (current[cell] ?? 0) > 0).length;
  const [n, m] = [reference, current].map((counts) => counts.reduce((sum, count) => sum + count, 0));
  return !n || !m ? 0 : Math.max(0, cells - 1) * (1 / n + 1 / m);
}

function normalise({ reference, current }: Shares): readonly [number[], number[]] {
  return [shareOf(reference, 0), shareOf(current, 0)];
}

function smooth({ reference, current }: Shares): readonly [number[], number[]] {
  return [shareOf(reference, PRIOR), shareOf(current, PRIOR)];
}

function shareOf(counts: readonly number[], prior: number): number[] {
  const total = counts.reduce((sum, count) => sum + count + prior, 0);
  return counts.map((count) => (total === 0 ? 0 : (count + prior) / total));
}
