import type { Column, Columns } from '@tidegate/core/ports/model-runtime';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export type Change = 'none' | 'shift' | 'category';

/** How a population may change: each number by a tenth of a standard deviation; the first category by ten points of a hundred. */
export const CHANGES: readonly Change[] = ['none', 'shift', 'category'];
const UNEVEN = 1.5;
const CATEGORIES = [2, 3, 5, 8, 12, 20, 50, 100, 200];

/** Twenty columns: normal, skewed, heavy-tailed, zero-inflated, whole numbers, and 2 to 200 categories. */
export function drawRows(rows: number, seed: number, change: Change): Columns {
  const generator = xoroshiro128plus(seed);
  const uniform = () => uniformFloat64(generator);
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const numbers: readonly (readonly [name: string, draw: () => number, deviation: number])[] = [
    ['normal', normal, 1],
    ['normal-large', () => 1e6 + 1e4 * normal(), 1e4],
    ['uniform', uniform, 1 / Math.sqrt(12)],
    ['exponential', () => -Math.log(1 - uniform()), 1],
    ['lognormal', () => Math.exp(normal()), Math.sqrt((Math.E - 1) * Math.E)],
    ['zeros-half', () => (uniform() < 0.5 ? 0 : Math.exp(0.5 * normal())), 0.7],
    ['zeros-most', () => (uniform() < 0.9 ? 0 : -Math.log(1 - uniform())), 0.45],
    ['counts', () => Math.floor(-3 * Math.log(1 - uniform())), 3],
    ['grades', () => Math.floor(10 * uniform()), 2.87],
    ['two-humps', () => (uniform() < 0.5 ? -2 : 2) + 0.5 * normal(), 2.06],
    ['seconds', () => 1.7e9 + 1e5 * normal(), 1e5],
  ];
  const columns: [string, Column][] = numbers.map(([name, draw, deviation]) => {
    const by = change === 'shift' ? 0.1 * deviation : 0;
    return [name, Float64Array.from({ length: rows }, () => draw() + by)];
  });
  for (const count of CATEGORIES) {
    // Uneven, as categories are: the first is the most frequent.
    const first = (1 / count) ** (1 / UNEVEN);
    const moved = change === 'category' ? 0.1 / (1 - first) : 0;
    columns.push([
      `categories-${count}`,
      Array.from({ length: rows }, () => {
        const category = Math.floor(count * uniform() ** UNEVEN);
        return `c${uniform() < moved ? 0 : category}`;
      }),
    ]);
  }
  return Object.fromEntries(columns);
}
