import { averageClasses } from '../average-classes.ts';
import type { ClassSample } from '../confusion.ts';
import type { Measure, MetricFamily, MetricSettings } from '../metric.ts';

export const fbeta: MetricFamily<ClassSample> = {
  name: 'fbeta',
  summary: 'Harmonic mean of precision and recall in which recall counts beta² times.',
  sklearn: 'fbeta_score(y, predicted, beta=2)',
  needs: 'predictions',
  prepare: (sample, settings) => prepareFbeta(sample, settings, settings.parameter ?? 1),
};

/** F-measure of any beta. */
export function prepareFbeta(sample: ClassSample, settings: MetricSettings, beta: number): Measure {
  const square = beta * beta;
  return averageClasses(sample, settings, ({ truePositive, falsePositive, falseNegative }) => {
    const above = (1 + square) * truePositive;
    return [above, above + square * falseNegative + falsePositive];
  });
}
