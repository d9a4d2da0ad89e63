import type { Model } from './schema.ts';

const DEFAULT_SEED = 7;

/** Seeds that a model is trained with, in order; the first is that of the candidate. */
export function trainingSeeds({ seed, seeds }: Model['training']): readonly number[] {
  return seeds ?? [seed ?? DEFAULT_SEED];
}
