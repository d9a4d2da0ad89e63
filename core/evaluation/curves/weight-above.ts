import type { RankedRows } from '../prepare-area.ts';

/**
 * Weight of the rows that score as high or higher, at the distinct scores from the highest down; the first is 0, for none. Of more
 * than two scores with one weight of positives the first and the last: both curves go straight between them, along an axis.
 */
export interface WeightAbove {
  readonly positive: Float64Array;
  readonly negative: Float64Array;
}

/** What both curves are made of: read once, as rows in the order of their scores lie far apart in memory. */
export function sumWeightAbove({ order, positives, endsTie }: RankedRows, weights: Float64Array): WeightAbove {
  const positive = new Float64Array(order.length + 1);
  const negative = new Float64Array(order.length + 1);
  let above = 0;
  let below = 0;
  let points = 1;
  let isFlat = 0; // 1 from a score on where no row is positive
  let hasPositive = 0;
  // Without a branch: labels come in no order that a processor could foretell.
  for (let rank = 0; rank < order.length; rank += 1) {
    const weight = weights[order[rank] as number] as number;
    const isPositive = positives[rank] as number;
    const ends = endsTie[rank] as number;
    const goesOn = 1 - ends;
    above += weight * isPositive;
    below += weight * (1 - isPositive);
    hasPositive |= isPositive;
    const staysFlat = ends & (1 - hasPositive);
    points -= staysFlat & isFlat;
    positive[points] = above;
    negative[points] = below;
    points += ends;
    isFlat = staysFlat | (isFlat & goesOn);
    hasPositive &= goesOn;
  }
  return { positive: positive.subarray(0, points), negative: negative.subarray(0, points) };
}
