import type { Metric } from './metric.ts';
import { accuracy } from './metrics/accuracy.ts';
import { f1 } from './metrics/f1.ts';
import { logLoss } from './metrics/log-loss.ts';
import { rocAuc } from './metrics/roc-auc.ts';

/** Every metric there is, in the order in which verdicts list them. */
export const METRICS: readonly Metric[] = [accuracy, rocAuc, logLoss, f1];
