import type { ClassSample } from '../confusion.ts';
import type { MetricFamily } from '../metric.ts';
import { averagePrecisionOf, rankedOf } from '../prepare-area.ts';
import { averageRanked } from '../rank-classes.ts';

export const averagePrecision: MetricFamily<ClassSample> = {
  name: 'average_precision',
  summary: 'Precision at each score, weighted by the recall that it adds; several classes: each against the rest.',
  sklearn: 'average_precision_score(y, scores)',
  needs: 'scores',
  prepare(sample, { average }) {
    if (sample.task !== 'binary-classification') return averageRanked(sample, average, averagePrecisionOf);
    const ranked = rankedOf(sample.labels, sample.scores ?? sample.predictions);
    return ({ weights }) => averagePrecisionOf(ranked, weights);
  },
};
