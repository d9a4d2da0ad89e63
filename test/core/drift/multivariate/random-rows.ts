import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Draws of one seed. */
export function createRandom(seed: number) {
  const generator = xoroshiro128plus(seed);
  const uniform = () => uniformFloat64(generator);
  // Box & Muller 1958.
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const normals = (rows: number, mean = 0) => Float64Array.from({ length: rows }, () => mean + normal());
  const categories = (rows: number, count: number) =>
    Array.from({ length: rows }, () => `k${Math.floor(uniform() ** 2 * count)}`);
  return { uniform, normal, normals, categories };
}

export const sigmoid = (value: number) => 1 / (1 + Math.exp(-value));
