import { averageClasses } from '../average-classes.ts';
import type { ClassSample } from '../confusion.ts';
import type { MetricFamily } from '../metric.ts';

/** TP / (TP + FP). sklearn.metrics.precision_score */
export const precision: MetricFamily<ClassSample> = {
  name: 'precision',
  higherIsBetter: true,
  needs: 'predictions',
  prepare: (sample, settings) =>
    averageClasses(sample, settings, ({ truePositive, falsePositive }) => [truePositive, truePositive + falsePositive]),
};
