import { type ClassSample, countClassesOf, marginsOf } from '../confusion.ts';
import type { MetricFamily } from '../metric.ts';
import { unlikePairs } from '../unlike-pairs.ts';

/** Agreement beyond that of chance (Cohen 1960); NaN where chance alone agrees always. sklearn.metrics.cohen_kappa_score */
export const cohenKappa: MetricFamily<ClassSample> = {
  name: 'cohen_kappa',
  higherIsBetter: true,
  needs: 'predictions',
  prepare: (sample) => (draw) => {
    const counts = countClassesOf(sample, draw);
    const { had, given, total } = marginsOf(counts);
    const wrong = counts.falseNegative.reduce((sum, count) => sum + count, 0);
    return 1 - wrong / (unlikePairs(had, given) / total);
  },
};
