import { sortedNames } from '../data/sorted-names.ts';
import { quoteNames, type ScoringPlan, unusable } from './model-file.ts';

/** Counts rows whose decided class is not the one with the highest score. */
export interface OrderCheck {
  count(labels: Int32Array, scores: Float64Array, width: number): void;
  /** @throws OperatorError `model-invalid` when that is so in most rows: the scores are read in the wrong order of classes */
  finish(): void;
}

/** A few rows may differ: a support vector machine decides by its margin, not by its probabilities. */
export function createOrderCheck(plan: ScoringPlan, source: string): OrderCheck {
  let rows = 0;
  let others = 0;
  return {
    count(labels, scores, width) {
      rows += labels.length;
      labels.forEach((label, row) => {
        if (label !== highest(scores, row, width)) others += 1;
      });
    },
    finish() {
      if (others * 2 <= rows) return;
      const order = quoteNames(
        plan.outputClasses ?? (plan.task === 'binary-classification' ? sortedNames(plan.classes) : plan.classes),
      );
      throw unusable(
        source,
        `decides for another class than the one with its highest score in ${others} of ${rows} rows: its scores are not in the order ${order}`,
        'Write data.classes in the order that the model was trained with (classes_ of scikit-learn).',
      );
    },
  };
}

function highest(scores: Float64Array, row: number, width: number): number {
  if (width === 1) return (scores[row] as number) > 0.5 ? 1 : 0;
  let best = 0;
  for (let each = 1; each < width; each += 1)
    if ((scores[row * width + each] as number) > (scores[row * width + best] as number)) best = each;
  return best;
}
