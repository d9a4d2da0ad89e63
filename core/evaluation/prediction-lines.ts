import type { Sample } from './sample.ts';

export interface PredictionRows {
  readonly sample: Sample;
  /** Shape [rows]; 1 for every row where there are none. */
  readonly weights: Float64Array | undefined;
  /** Which rows belong together; shape [rows]. */
  readonly groups: Int32Array | undefined;
}

/**
 * Rows as JSON, one line each, for a metric of the user's own: `row`, `label`, `prediction`, `weight`, `group` (null without
 * groups), and by task
 * - binary: 0 and 1, `score` of the positive class;
 * - several classes: their names, `scores` by class;
 * - several labels: lists of names, `scores` by label;
 * - regression: numbers;
 * - ranking: `label` is the relevance, `score` instead of a prediction, `query`.
 * Scores are left out where only predictions are known.
 */
export function* predictionLines({ sample, weights, groups }: PredictionRows): Generator<string> {
  for (let row = 0; row < sample.rows; row += 1) {
    const weight = weights?.[row] ?? 1;
    yield JSON.stringify({ row, ...describeRow(sample, row), weight, group: groups?.[row] ?? null });
  }
}

function describeRow(sample: Sample, row: number): Readonly<Record<string, unknown>> {
  switch (sample.task) {
    case 'binary-classification':
      return { label: sample.labels[row], prediction: sample.predictions[row], score: sample.scores?.[row] };
    case 'multiclass-classification': {
      const { classes, labels, predictions, scores } = sample;
      const nameOf = (index: number | undefined) => classes[index ?? -1];
      return {
        label: nameOf(labels[row]),
        prediction: nameOf(predictions[row]),
        scores: scores && scoresByClass(classes, scores, row),
      };
    }
    case 'multilabel-classification': {
      const { classes, labels, predictions, scores } = sample;
      const namesOf = (flags: Uint8Array) => classes.filter((_, place) => flags[row * classes.length + place] === 1);
      return {
        label: namesOf(labels),
        prediction: namesOf(predictions),
        scores: scores && scoresByClass(classes, scores, row),
      };
    }
    case 'regression':
      return { label: sample.labels[row], prediction: sample.predictions[row] };
    case 'ranking':
      return { label: sample.labels[row], score: sample.scores[row], query: sample.queries[row] };
  }
}

function scoresByClass(
  classes: readonly string[],
  scores: Float64Array,
  row: number,
): Readonly<Record<string, number>> {
  return Object.fromEntries(classes.map((name, place) => [name, scores[row * classes.length + place] ?? Number.NaN]));
}
