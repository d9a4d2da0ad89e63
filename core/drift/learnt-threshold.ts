import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import type { Drift } from '../config/drift.ts';
import { OperatorError } from '../errors.ts';
import type { LearntEffect, Profile } from '../profile/profile.ts';
import type { Finding } from './finding.ts';

/**
 * Raises the thresholds of a column's findings to what chunks of the reference show among themselves, where the policy asks for it:
 * a new chunk is above it with probability alpha. Student's prediction interval for one more value: ddof 1, √(1 + 1/c).
 * @throws OperatorError `config-invalid` for a reference from which nothing was learnt
 */
export function learntThresholds(
  reference: Profile,
  { thresholds, alpha }: Pick<Drift, 'thresholds' | 'alpha'>,
): (column: string, finding: Finding) => Finding {
  if (thresholds === 'configured') return (_, finding) => finding;
  const { learnt } = reference;
  if (!learnt)
    throw new OperatorError(
      'config-invalid',
      `Thresholds are to be learnt, but the profile of ${reference.source.name} holds nothing about its chunks.`,
      'Set drift.chunk and profile the reference again (tidegate profile --time <column> --chunk-by month), or give its rows.',
    );
  const factor = tQuantile(1 - alpha, learnt.chunks - 1) * Math.sqrt(1 + 1 / learnt.chunks);
  const keyOf = (column: string, { part, aspect, measure }: Pick<LearntEffect, 'part' | 'aspect' | 'measure'>) =>
    JSON.stringify([column, part, aspect, measure]);
  const effects = new Map(learnt.effects.map((effect) => [keyOf(effect.column, effect), effect]));
  return (column, finding) => {
    const effect = effects.get(keyOf(column, finding));
    const threshold = effect ? effect.mean + factor * effect.deviation : 0;
    return threshold > finding.threshold ? { ...finding, threshold, isLearnt: true } : finding;
  };
}
