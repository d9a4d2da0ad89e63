import { type ClassSample, countClassesOf } from './confusion.ts';
import type { Measure, MetricSettings } from './metric.ts';

/** A share of counts of one class (or of their sums): what is above and what is below the line. */
export type CountShare = (counts: {
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly falseNegative: number;
  readonly trueNegative: number;
}) => readonly [above: number, below: number];

/**
 * A share of counts as a metric: of the positive class for two classes, else averaged as `average` says (scikit-learn's macro, micro
 * and weighted; a class that the rows neither have nor are given does not count).
 */
export function averageClasses(
  sample: ClassSample,
  { average, zeroDivision }: Pick<MetricSettings, 'average' | 'zeroDivision'>,
  share: CountShare,
): Measure {
  const divide = ([above, below]: readonly [number, number]) => (below === 0 ? zeroDivision : above / below);
  return (draw) => {
    const counts = countClassesOf(sample, draw);
    const { truePositive, falsePositive, falseNegative, trueNegative, isPresent } = counts;
    const of = (index: number) => ({
      truePositive: truePositive[index] as number,
      falsePositive: falsePositive[index] as number,
      falseNegative: falseNegative[index] as number,
      trueNegative: trueNegative[index] as number,
    });
    if (average === undefined) return divide(share(of(1)));
    if (average === 'micro') {
      const sums = { truePositive: 0, falsePositive: 0, falseNegative: 0, trueNegative: 0 };
      for (let index = 0; index < isPresent.length; index += 1) {
        if (isPresent[index] === 0) continue;
        const one = of(index);
        sums.truePositive += one.truePositive;
        sums.falsePositive += one.falsePositive;
        sums.falseNegative += one.falseNegative;
        sums.trueNegative += one.trueNegative;
      }
      return divide(share(sums));
    }
    let [sum, weight, plain, present] = [0, 0, 0, 0];
    for (let index = 0; index < isPresent.length; index += 1) {
      if (isPresent[index] === 0) continue;
      const one = of(index);
      const own = average === 'weighted' ? one.truePositive + one.falseNegative : 1;
      const value = divide(share(one));
      sum += own * value;
      weight += own;
      plain += value;
      present += 1;
    }
    // No drawn row has a label: scikit-learn then forgets the weights.
    return weight === 0 ? plain / present : sum / weight;
  };
}
