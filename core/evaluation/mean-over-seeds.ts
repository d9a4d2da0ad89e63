import { longJumpStream, nextWord, seedStream } from './random-stream.ts';

/** Values by sample of one metric at every look, as prepareReplicates writes them. */
export type ValueAt = (look: number, sample: number) => number;

/**
 * The hierarchical bootstrap of a candidate that was trained with several seeds: each replicate of the rows also draws seeds with
 * replacement and takes their mean (Davison & Hinkley 1997, § 3.8). Drawing s of s seeds gives a spread that is too small by
 * (s − 1) / s, so the distance from the mean over all of them is stretched by √(s / (s − 1)). Other looks take the mean over all.
 */
export function meanOverSeeds(
  valueAt: ValueAt,
  { seeds, looks, replicates, seed }: { seeds: number; looks: number; replicates: number; seed: number },
): Float64Array {
  // Streams that no replicate of the rows reads; the same seeds are drawn for every metric.
  const stream = seedStream(seed);
  longJumpStream(stream);
  const stretch = Math.sqrt(seeds / Math.max(1, seeds - 1));
  const means = new Float64Array(looks);
  for (let look = 0; look < looks; look += 1) {
    let mean = 0;
    for (let sample = 0; sample < seeds; sample += 1) mean += valueAt(look, sample) / seeds;
    means[look] = mean;
    if (look === 0 || look > replicates || seeds === 1) continue;
    let drawn = 0;
    for (let draw = 0; draw < seeds; draw += 1)
      drawn += valueAt(look, Math.floor((nextWord(stream) / 2 ** 32) * seeds)) / seeds;
    means[look] = mean + stretch * (drawn - mean);
  }
  return means;
}

export interface SeedSpread {
  readonly count: number;
  readonly mean: number;
  readonly standardDeviation: number;
}

/** Of the metric on all rows, over the seeds; undefined for one. */
export function spreadOfSeeds(valueAt: ValueAt, seeds: number): SeedSpread | undefined {
  if (seeds < 2) return undefined;
  const values = Array.from({ length: seeds }, (_, sample) => valueAt(0, sample));
  const mean = values.reduce((sum, value) => sum + value, 0) / seeds;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { count: seeds, mean, standardDeviation: Math.sqrt(squares / (seeds - 1)) };
}

/**
 * Degrees of freedom of a variance that is the sum of that over rows and that over seeds (Satterthwaite 1946): near seeds − 1
 * where the seeds differ by more than the rows explain.
 */
export function degreesOfFreedom(standardError: number, units: number, spread: SeedSpread | undefined): number {
  if (!spread) return units - 1;
  const ofSeeds = spread.standardDeviation ** 2 / spread.count;
  const all = Math.max(standardError ** 2, ofSeeds);
  if (all === 0) return units - 1;
  const ofRows = all - ofSeeds;
  return all ** 2 / (ofRows ** 2 / (units - 1) + ofSeeds ** 2 / (spread.count - 1));
}
