import { averageClasses } from '../average-classes.ts';
import type { ClassSample } from '../confusion.ts';
import type { MetricFamily } from '../metric.ts';

export const specificity: MetricFamily<ClassSample> = {
  name: 'specificity',
  summary: 'TN / (TN + FP): recall of everything that is not the class.',
  sklearn: 'recall_score(y, predicted, pos_label=negative)',
  needs: 'predictions',
  prepare: (sample, settings) =>
    averageClasses(sample, settings, ({ trueNegative, falsePositive }) => [trueNegative, trueNegative + falsePositive]),
};
