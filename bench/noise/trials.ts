import { type MetricId, parseMetricId } from '../../core/config/metric-id.ts';
import { Task } from '../../core/config/task.ts';
import { compareModels } from '../../core/evaluation/compare.ts';
import { prepareMetric } from '../../core/evaluation/metrics.ts';
import { jumpStream, longJumpStream, seedStream } from '../../core/evaluation/random-stream.ts';
import type { Population } from './populations.ts';

/** One row of the table, before its trials are run. */
export interface Scenario {
  readonly population: string;
  readonly rows: number;
  /** Of the candidate; equal to the baseline's in A/A pairs. */
  readonly noise: number;
}

export interface Tally {
  better: number;
  worse: number;
  /** Trials whose interval holds the true difference, and the candidate's true value. */
  coversDifference: number;
  coversCandidate: number;
  width: number;
}

export interface Truth {
  readonly candidate: number;
  readonly difference: number;
}

export interface TrialSettings {
  readonly replicates: number;
  readonly seed: number;
  readonly interval: 'percentile' | 'bca';
}

/** Trials `from` to `to` of a scenario; a trial is the same whoever runs it. */
export function runTrials(
  population: Population,
  scenario: Scenario,
  truths: Readonly<Record<string, Truth>>,
  settings: TrialSettings & { readonly from: number; readonly to: number },
): Record<string, Tally> {
  const metrics = idsOf(population);
  const tallies: Record<string, Tally> = {};
  const stream = seedStream(settings.seed + scenario.rows);
  for (let trial = 0; trial < settings.to; trial += 1, jumpStream(stream)) {
    if (trial < settings.from) continue;
    const pair = population.draw(scenario.rows, scenario.noise, stream.slice());
    const rows = compareModels({
      ...pair,
      metrics,
      zeroDivision: 0,
      weights: undefined,
      groups: undefined,
      replicates: settings.replicates,
      seed: trial,
      confidence: 0.95,
      interval: settings.interval,
      margins: {},
      decidedOn: [],
    });
    for (const { metric, decision, difference, candidate } of rows) {
      const truth = truths[metric];
      if (!truth || !difference) continue;
      tallies[metric] ??= { better: 0, worse: 0, coversDifference: 0, coversCandidate: 0, width: 0 };
      const tally = tallies[metric];
      if (decision === 'better' || decision === 'worse') tally[decision] += 1;
      if (difference.low <= truth.difference && truth.difference <= difference.high) tally.coversDifference += 1;
      if (candidate.low <= truth.candidate && truth.candidate <= candidate.high) tally.coversCandidate += 1;
      tally.width += difference.high - difference.low;
    }
  }
  return tallies;
}

const BLOCKS = 16;
const BLOCK_ROWS = 250_000;

/** True values by four million rows; the true difference of an A/A pair is zero, because its models are exchangeable. */
export function findTruths(
  population: Population,
  noise: number,
  isEqual: boolean,
  seed: number,
): Record<string, Truth> {
  const stream = seedStream(seed);
  longJumpStream(stream);
  const sums = new Map<string, { candidate: number; baseline: number }>();
  for (let block = 0; block < BLOCKS; block += 1, jumpStream(stream)) {
    const pair = population.draw(BLOCK_ROWS, noise, stream.slice());
    const draw = { weights: new Float64Array(BLOCK_ROWS).fill(1) };
    for (const id of idsOf(population)) {
      const sum = sums.get(id.id) ?? { candidate: 0, baseline: 0 };
      sum.candidate += prepareMetric(pair.candidate, id, 0)(draw) / BLOCKS;
      sum.baseline += prepareMetric(pair.baseline, id, 0)(draw) / BLOCKS;
      sums.set(id.id, sum);
    }
  }
  return Object.fromEntries(
    [...sums].map(([metric, { candidate, baseline }]) => [
      metric,
      { candidate, difference: isEqual ? 0 : candidate - baseline },
    ]),
  );
}

function idsOf(population: Population): readonly MetricId[] {
  return population.metrics.map((id) => {
    const parsed = parseMetricId(id, Task.parse(population.name));
    if (!('id' in parsed)) throw new Error(`${id}: expected ${parsed.expected}`);
    return parsed;
  });
}
