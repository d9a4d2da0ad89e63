import { averageClasses } from '../average-classes.ts';
import type { ClassSample } from '../confusion.ts';
import type { MetricFamily } from '../metric.ts';

export const recall: MetricFamily<ClassSample> = {
  name: 'recall',
  summary: 'TP / (TP + FN).',
  sklearn: 'recall_score(y, predicted)',
  needs: 'predictions',
  prepare: (sample, settings) =>
    averageClasses(sample, settings, ({ truePositive, falseNegative }) => [truePositive, truePositive + falseNegative]),
};
