import type { Truth } from '../data/truth.ts';
import type { MetricRow } from './metric-row.ts';
import { type Note, nameColumns } from './note.ts';
import type { PredictionColumns, Predictions } from './read-predictions.ts';

const CHANCE = 0.5;

/** What the scores were taken for. */
export function noteScores(columns: PredictionColumns, { truth, candidate, baseline }: Predictions): readonly Note[] {
  const { scores, classes, task } = columns;
  const isOrdered = task === 'multiclass-classification' || task === 'multilabel-classification';
  const order: readonly Note[] =
    isOrdered && (scores?.length ?? 0) > 1 && classes === undefined
      ? [
          {
            code: 'class-order',
            message: `The score columns are those of the classes ${orderOf(truth)}: --classes sets the order.`,
          },
        ]
      : [];
  const isOfClasses = 'scores' in candidate && candidate.task !== 'ranking';
  const lacks = isOfClasses && candidate.scores === undefined;
  const hasOther = baseline && 'scores' in baseline && baseline.scores !== undefined;
  if (!lacks || !hasOther) return order;
  const message =
    'The candidate gives labels only, so metrics of scores such as roc_auc and log_loss are not compared: --score gives them.';
  return [...order, { code: 'labels-only', message }];
}

/** Scores that rank the classes the wrong way round are mostly those of the other class. */
export function noteReversed(rows: readonly MetricRow[], positive: string | null): readonly Note[] {
  const auc = rows.find(({ metric }) => metric === 'roc_auc');
  if (!auc || positive === null) return [];
  const isReversed = (estimate: MetricRow['candidate'] | null) => estimate !== null && estimate.high < CHANCE;
  const who = [...(isReversed(auc.candidate) ? ['candidate'] : []), ...(isReversed(auc.baseline) ? ['baseline'] : [])];
  if (who.length === 0) return [];
  const message = `roc_auc of the ${who.join(' and of the ')} lies wholly below 0.5: the score may be that of the other class, not of ${JSON.stringify(positive.slice(0, 40))}.`;
  return [{ code: 'reversed-scores', message }];
}

function orderOf(truth: Truth): string {
  return 'classes' in truth ? `in the order ${nameColumns(truth.classes)}` : '';
}
