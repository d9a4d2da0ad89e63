import { type ClassSample, countClassesOf } from '../confusion.ts';
import type { MetricFamily } from '../metric.ts';

export const balancedAccuracy: MetricFamily<ClassSample> = {
  name: 'balanced_accuracy',
  summary: 'Mean recall of the classes that the rows have.',
  sklearn: 'balanced_accuracy_score(y, predicted)',
  needs: 'predictions',
  prepare: (sample) => (draw) => {
    const { truePositive, falseNegative } = countClassesOf(sample, draw);
    let [sum, classes] = [0, 0];
    for (let index = 0; index < truePositive.length; index += 1) {
      const right = truePositive[index] as number;
      const support = right + (falseNegative[index] as number);
      if (support === 0) continue;
      sum += right / support;
      classes += 1;
    }
    return sum / classes;
  },
};
