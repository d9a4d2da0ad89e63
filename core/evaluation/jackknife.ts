import type { Draw } from './metric.ts';
import type { Units } from './units.ts';

/** Above this many units, blocks are left out instead of single ones. */
const MOST_SINGLE = 2000;
const BLOCKS = 200;

/** How many values a jackknife has: one for each unit up to 2,000, 200 blocks above. */
export function jackknifeSize(units: Units): number {
  return units.count <= MOST_SINGLE ? units.count : BLOCKS;
}

/**
 * All rows but those of one unit, or of one block: unit u belongs to block u mod 200. The acceleration of a block jackknife
 * estimates the same number: the skewness of block sums falls with √d as the number of values does with d.
 */
export function createJackknife(units: Units): (left: number) => Draw {
  const weights = new Float64Array(units.rows);
  const size = jackknifeSize(units);
  return (left) => {
    for (let row = 0; row < units.rows; row += 1) {
      const unit = units.ofRow ? (units.ofRow[row] as number) : row;
      weights[row] = unit % size === left ? 0 : units.weights ? (units.weights[row] as number) : 1;
    }
    return { weights };
  };
}
