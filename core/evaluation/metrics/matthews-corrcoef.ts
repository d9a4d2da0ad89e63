import { type ClassSample, countClassesOf, marginsOf } from '../confusion.ts';
import type { MetricFamily } from '../metric.ts';
import { unlikePairs } from '../unlike-pairs.ts';

export const matthewsCorrcoef: MetricFamily<ClassSample> = {
  name: 'matthews_corrcoef',
  summary: 'Correlation of truth and prediction, of any number of classes (Gorodkin 2004); 0 where one is constant.',
  sklearn: 'matthews_corrcoef(y, predicted)',
  needs: 'predictions',
  prepare: (sample) => (draw) => {
    const counts = countClassesOf(sample, draw);
    const { had, given, total } = marginsOf(counts);
    const spread = unlikePairs(given, given) * unlikePairs(had, had);
    if (spread === 0) return 0;
    let [right, chance] = [0, 0];
    for (let index = 0; index < had.length; index += 1) {
      right += counts.truePositive[index] as number;
      chance += (had[index] as number) * (given[index] as number);
    }
    return (right * total - chance) / Math.sqrt(spread);
  },
};
