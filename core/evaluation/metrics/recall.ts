import { averageClasses } from '../average-classes.ts';
import type { ClassSample } from '../confusion.ts';
import type { MetricFamily } from '../metric.ts';

/** TP / (TP + FN). sklearn.metrics.recall_score */
export const recall: MetricFamily<ClassSample> = {
  name: 'recall',
  higherIsBetter: true,
  needs: 'predictions',
  prepare: (sample, settings) =>
    averageClasses(sample, settings, ({ truePositive, falseNegative }) => [truePositive, truePositive + falseNegative]),
};
