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

/** Without a policy a proven loss against the baseline fails, on the metrics that all of the models can be measured by. */
export function defaultRules(task: string, signatures: readonly Signature[]): GateRule[] {
  const known = task as Task;
  const hasScores = signatures.every(({ outputs }) => outputs.some(({ type }) => /^float/.test(type)));
  const metrics = (hasScores ? undefined : OF_LABELS[known]) ?? OF_SCORES[known];
  return metrics.map((metric) => ({ kind: 'regression', metric, tolerance: 0, against: 'production' }));
}
