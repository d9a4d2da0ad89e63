import { averageClasses } from '../average-classes.ts';
import type { ClassSample } from '../confusion.ts';
import type { MetricFamily } from '../metric.ts';

/** TN / (TN + FP): recall of everything that is not the class. scikit-learn has it as recall_score with the other label */
export const specificity: MetricFamily<ClassSample> = {
  name: 'specificity',
  higherIsBetter: true,
  needs: 'predictions',
  prepare: (sample, settings) =>
    averageClasses(sample, settings, ({ trueNegative, falsePositive }) => [trueNegative, trueNegative + falsePositive]),
};
