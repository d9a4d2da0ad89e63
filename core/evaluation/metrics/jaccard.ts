import { averageClasses } from '../average-classes.ts';
import type { ClassSample } from '../confusion.ts';
import type { MetricFamily } from '../metric.ts';

export const jaccard: MetricFamily<ClassSample> = {
  name: 'jaccard',
  summary: 'TP / (TP + FP + FN).',
  sklearn: 'jaccard_score(y, predicted)',
  needs: 'predictions',
  prepare: (sample, settings) =>
    averageClasses(sample, settings, ({ truePositive, falsePositive, falseNegative }) => [
      truePositive,
      truePositive + falsePositive + falseNegative,
    ]),
};
