import { averageClasses } from '../average-classes.ts';
import type { ClassSample } from '../confusion.ts';
import type { MetricFamily } from '../metric.ts';

export const precision: MetricFamily<ClassSample> = {
  name: 'precision',
  summary: 'TP / (TP + FP).',
  sklearn: 'precision_score(y, predicted)',
  needs: 'predictions',
  prepare: (sample, settings) =>
    averageClasses(sample, settings, ({ truePositive, falsePositive }) => [truePositive, truePositive + falsePositive]),
};
