import cdfOfNormal from '@stdlib/stats-base-dists-normal-cdf';
import quantileOfT from '@stdlib/stats-base-dists-t-quantile';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { percentileInterval } from '../../evaluation/interval.ts';
import type { SpeedFact } from '../facts.ts';
import { describeCalls, type RankedCalls } from './describe-calls.ts';

type Ratio = NonNullable<SpeedFact['ratio']>;

const REPLICATES = 1000;
const KEYS = ['p50', 'p95', 'p99', 'rowsPerSecond'] as const;

/**
 * Candidate / production with intervals: whole blocks are drawn with replacement, the same ones of both models, because calls
 * beside each other are slowed by the same disturbance (block bootstrap, Künsch 1989). Percentile intervals of a few blocks are
 * too narrow and are widened to those of Student's t (expanded percentile interval, Hesterberg 2015).
 */
export function compareCalls(
  candidate: RankedCalls,
  baseline: RankedCalls,
  options: { readonly blocks: number; readonly confidence: number; readonly seed: number },
): Ratio {
  const { blocks, confidence, seed } = options;
  const generator = xoroshiro128plus(seed);
  const draws = new Uint32Array(blocks);
  const replicates = { p50: newList(), p95: newList(), p99: newList(), rowsPerSecond: newList() };
  for (let replicate = 0; replicate < REPLICATES; replicate += 1) {
    draws.fill(0);
    for (let draw = 0; draw < blocks; draw += 1) {
      const block = uniformInt(generator, 0, blocks - 1);
      draws[block] = (draws[block] as number) + 1;
    }
    const [own, other] = [describeCalls(candidate, draws), describeCalls(baseline, draws)];
    for (const key of KEYS) replicates[key][replicate] = quotient(own[key], other[key]);
  }
  const [own, other] = [describeCalls(candidate), describeCalls(baseline)];
  const level = expandConfidence(confidence, blocks);
  const estimate = (key: keyof Ratio) => percentileInterval(quotient(own[key], other[key]), replicates[key], level);
  return { p50: estimate('p50'), p95: estimate('p95'), p99: estimate('p99'), rowsPerSecond: estimate('rowsPerSecond') };
}

function expandConfidence(confidence: number, blocks: number): number {
  const t = quantileOfT(1 - (1 - confidence) / 2, blocks - 1);
  return 1 - 2 * cdfOfNormal(-Math.sqrt(blocks / (blocks - 1)) * t, 0, 1);
}

/** Two times below the clock's resolution are equal. */
function quotient(value: number, other: number): number {
  return value === other ? 1 : value / Math.max(other, 1e-6);
}

function newList(): Float64Array {
  return new Float64Array(REPLICATES);
}
