import type { Model } from '../config/schema.ts';
import { trainingSeeds } from '../config/training-seeds.ts';
import type { Candidate } from './verdict-request.ts';

/** The candidate with models of those seeds only that the policy trains: a pull request must not choose what it is averaged with. */
export function keepPlannedSeeds(candidate: Candidate, { training }: Pick<Model, 'training'>): Candidate {
  const planned = trainingSeeds(training);
  return { ...candidate, seeds: (candidate.seeds ?? []).filter(({ seed }) => planned.includes(seed)) };
}
