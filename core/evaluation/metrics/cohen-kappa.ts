import { type ClassSample, countClassesOf } from '../confusion.ts';
import type { MetricFamily } from '../metric.ts';

/** Agreement beyond that of chance (Cohen 1960); NaN where chance alone agrees always. sklearn.metrics.cohen_kappa_score */
export const cohenKappa: MetricFamily<ClassSample> = {
  name: 'cohen_kappa',
  higherIsBetter: true,
  needs: 'predictions',
  prepare: (sample) => (draw) => {
    const { truePositive, falsePositive, falseNegative } = countClassesOf(sample, draw);
    let [right, total, chance] = [0, 0, 0];
    for (let index = 0; index < truePositive.length; index += 1) {
      const hit = truePositive[index] as number;
      const truth = hit + (falseNegative[index] as number);
      right += hit;
      total += truth;
      chance += truth * (hit + (falsePositive[index] as number));
    }
    return 1 - (total - right) / (total - chance / total);
  },
};
