import quantileOfNormal from '@stdlib/stats-base-dists-normal-quantile';
import type { Estimate } from '../../evaluation/metric-row.ts';
import type { Verdict } from '../../gate/verdict.ts';

/** What the gate found of the version that serves, with intervals of this level: those of the policy, stretched as normal ones are. */
export function judgedMetrics(
  { metrics, interval }: Pick<Verdict, 'metrics' | 'interval'>,
  confidence: number,
): ReadonlyMap<string, Estimate> {
  const reach = (level: number) => quantileOfNormal(1 - (1 - level) / 2, 0, 1);
  const factor = reach(confidence) / reach(interval.confidence);
  return new Map(
    metrics.map(({ metric, candidate: { value, low, high } }) => [
      metric,
      { value, low: value - factor * (value - low), high: value + factor * (high - value) },
    ]),
  );
}
