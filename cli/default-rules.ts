import type { GateRule } from '@tidegate/core/config/gate-rules';
import type { Task } from '@tidegate/core/config/task';
import type { Signature } from '@tidegate/core/data/signature';

const OF_SCORES: Readonly<Record<Task, readonly string[]>> = {
  'binary-classification': ['roc_auc', 'log_loss'],
  'multiclass-classification': ['accuracy', 'log_loss'],
  'multilabel-classification': ['f1_macro'],
  regression: ['root_mean_squared_error'],
  ranking: ['ndcg@10'],
};
const OF_LABELS: Partial<Record<Task, readonly string[]>> = {
  'binary-classification': ['accuracy', 'f1'],
  'multiclass-classification': ['accuracy', 'f1_macro'],
};

/**
 * Without a policy a proven loss against the baseline fails, on the metrics that both models can be measured by; and on those of
 * scores where the baseline has them: a candidate that stopped giving scores is not judged by less, it cannot be told.
 */
export function defaultRules(task: string, candidate: Signature, baseline: Signature | undefined): GateRule[] {
  const known = task as Task;
  const ofLabels = OF_LABELS[known];
  const hasScores = ({ outputs }: Signature) => outputs.some(({ type }) => /^float/.test(type));
  const isLost = baseline !== undefined && hasScores(baseline) && !hasScores(candidate);
  const areScored = hasScores(candidate) && (baseline === undefined || hasScores(baseline));
  const metrics = ofLabels && !areScored ? [...ofLabels, ...(isLost ? OF_SCORES[known] : [])] : OF_SCORES[known];
  return [...new Set(metrics)].map((metric) => ({ kind: 'regression', metric, tolerance: 0, against: 'production' }));
}
