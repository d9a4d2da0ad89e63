import quantileOfNormal from '@stdlib/stats-base-dists-normal-quantile';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RobustnessRule } from '../../config/gate-rules.ts';
import type { Column } from '../../ports/model-runtime.ts';

export type Perturbation = RobustnessRule['perturbation'];

/** Changes a column; undefined where this perturbation has no meaning for it. */
export type Perturb = (column: Column, isWhole: boolean, seed: number) => Column | undefined;

const SMALLEST = 2 ** -53;

/** Noise on numbers, a value that is missing, or a category that the data never has. */
export function createPerturbation(kind: Perturbation, noise: number): Perturb {
  switch (kind) {
    case 'noise':
      return (column, isWhole, seed) =>
        column instanceof Float64Array ? addNoise(column, noise, isWhole, seed) : undefined;
    case 'missing':
      // An input of whole numbers has no way to say that one is missing: clients get an error, not another answer.
      return (column, isWhole) =>
        column instanceof Float64Array ? (isWhole ? undefined : column.map(() => Number.NaN)) : column.map(() => '');
    case 'unseen':
      return (column) => (column instanceof Float64Array ? undefined : column.map(() => nameUnseen(column)));
  }
}

/** Normal noise, `noise` standard deviations of the column wide; whole numbers stay whole. */
function addNoise(column: Float64Array, noise: number, isWhole: boolean, seed: number): Float64Array {
  const generator = xoroshiro128plus(seed);
  const width = noise * standardDeviation(column);
  return column.map((value) => {
    const moved = value + width * quantileOfNormal(Math.max(SMALLEST, uniformFloat64(generator)), 0, 1);
    return isWhole ? Math.round(moved) : moved;
  });
}

/** Of the values that are there; 0 for fewer than two. */
export function standardDeviation(values: Float64Array): number {
  const there = values.filter(Number.isFinite);
  if (there.length < 2) return 0;
  const mean = there.reduce((sum, value) => sum + value, 0) / there.length;
  return Math.sqrt(there.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (there.length - 1));
}

function nameUnseen(column: readonly string[]): string {
  const known = new Set(column);
  let name = 'never-seen';
  while (known.has(name)) name += '-either';
  return name;
}
