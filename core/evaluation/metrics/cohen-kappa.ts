import { type ClassSample, countClassesOf, marginsOf } from '../confusion.ts';
import type { MetricFamily } from '../metric.ts';
import { unlikePairs } from '../unlike-pairs.ts';

export const cohenKappa: MetricFamily<ClassSample> = {
  name: 'cohen_kappa',
  summary: 'Agreement beyond that of chance (Cohen 1960); not defined where chance alone agrees always.',
  sklearn: 'cohen_kappa_score(y, predicted)',
  needs: 'predictions',
  prepare: (sample) => (draw) => {
    const counts = countClassesOf(sample, draw);
    const { had, given, total } = marginsOf(counts);
    const wrong = counts.falseNegative.reduce((sum, count) => sum + count, 0);
    return 1 - wrong / (unlikePairs(had, given) / total);
  },
};
