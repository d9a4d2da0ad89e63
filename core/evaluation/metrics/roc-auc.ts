import type { ClassSample } from '../confusion.ts';
import type { MetricFamily } from '../metric.ts';
import { areaUnderRoc, rankedOf } from '../prepare-area.ts';
import { averagePairs, averageRanked } from '../rank-classes.ts';

export const rocAuc: MetricFamily<ClassSample> = {
  name: 'roc_auc',
  summary: 'Area under the ROC curve; several classes: each against the rest (ovr), or every pair (ovo).',
  sklearn: 'roc_auc_score(y, scores)',
  needs: 'scores',
  prepare(sample, { average, strategy }) {
    if (sample.task === 'binary-classification') {
      const ranked = rankedOf(sample.labels, sample.scores ?? sample.predictions);
      return ({ weights }) => areaUnderRoc(ranked, weights);
    }
    return sample.task === 'multiclass-classification' && strategy === 'ovo'
      ? averagePairs(sample, average === 'weighted', areaUnderRoc)
      : averageRanked(sample, average, areaUnderRoc);
  },
};
