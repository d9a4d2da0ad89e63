import { type ClassSample, countClassesOf } from '../confusion.ts';
import type { MetricFamily } from '../metric.ts';

/** Correlation of truth and prediction, of any number of classes (Gorodkin 2004); 0 where one is constant. sklearn.metrics.matthews_corrcoef */
export const matthewsCorrcoef: MetricFamily<ClassSample> = {
  name: 'matthews_corrcoef',
  higherIsBetter: true,
  needs: 'predictions',
  prepare: (sample) => (draw) => {
    const { truePositive, falsePositive, falseNegative } = countClassesOf(sample, draw);
    let [right, total, both, given, had] = [0, 0, 0, 0, 0];
    for (let index = 0; index < truePositive.length; index += 1) {
      const hit = truePositive[index] as number;
      const truth = hit + (falseNegative[index] as number);
      const prediction = hit + (falsePositive[index] as number);
      right += hit;
      total += truth;
      both += truth * prediction;
      had += truth * truth;
      given += prediction * prediction;
    }
    const spread = (total * total - given) * (total * total - had);
    return spread === 0 ? 0 : (right * total - both) / Math.sqrt(spread);
  },
};
