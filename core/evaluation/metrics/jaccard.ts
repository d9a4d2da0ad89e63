import { averageClasses } from '../average-classes.ts';
import type { ClassSample } from '../confusion.ts';
import type { MetricFamily } from '../metric.ts';

/** TP / (TP + FP + FN). sklearn.metrics.jaccard_score */
export const jaccard: MetricFamily<ClassSample> = {
  name: 'jaccard',
  higherIsBetter: true,
  needs: 'predictions',
  prepare: (sample, settings) =>
    averageClasses(sample, settings, ({ truePositive, falsePositive, falseNegative }) => [
      truePositive,
      truePositive + falsePositive + falseNegative,
    ]),
};
