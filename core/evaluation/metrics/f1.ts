import type { ClassSample } from '../confusion.ts';
import type { MetricFamily } from '../metric.ts';
import { prepareFbeta } from './fbeta.ts';

export const f1: MetricFamily<ClassSample> = {
  name: 'f1',
  summary: '2 TP / (2 TP + FP + FN).',
  sklearn: 'f1_score(y, predicted)',
  needs: 'predictions',
  prepare: (sample, settings) => prepareFbeta(sample, settings, 1),
};
