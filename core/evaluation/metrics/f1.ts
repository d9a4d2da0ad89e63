import type { ClassSample } from '../confusion.ts';
import type { MetricFamily } from '../metric.ts';
import { prepareFbeta } from './fbeta.ts';

/** 2 TP / (2 TP + FP + FN). sklearn.metrics.f1_score */
export const f1: MetricFamily<ClassSample> = {
  name: 'f1',
  higherIsBetter: true,
  needs: 'predictions',
  prepare: (sample, settings) => prepareFbeta(sample, settings, 1),
};
