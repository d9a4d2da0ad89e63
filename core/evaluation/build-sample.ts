import type { Truth } from '../data/truth.ts';
import type { Sample } from './sample.ts';

/** What a model said: scores, row-major [rows, width], or only decisions; regression and ranking give values as scores. */
export interface Outputs {
  readonly scores: Float64Array | undefined;
  /** Index into the classes of the truth; multilabel: 1 where the label is given, [rows, classes]. */
  readonly decisions?: Int32Array | Uint8Array | undefined;
}

/**
 * Truth and outputs as a sample. A positive is a score at or above the threshold; several classes: the highest score, the
 * first of equals, as numpy.argmax; several labels: each score at or above the threshold.
 */
export function buildSample(truth: Truth, outputs: Outputs, threshold: number): Sample {
  const { scores, decisions } = outputs;
  const rows = truth.labels.length;
  switch (truth.task) {
    case 'binary-classification': {
      const predictions = Uint8Array.from(decisions ?? decide(scores, threshold));
      return { task: truth.task, rows, labels: Uint8Array.from(truth.labels), scores, predictions };
    }
    case 'multiclass-classification': {
      const predictions = decisions ? Int32Array.from(decisions) : highestClasses(scores, rows, truth.classes.length);
      return { task: truth.task, rows, classes: truth.classes, labels: truth.labels, predictions, scores };
    }
    case 'multilabel-classification': {
      const predictions = Uint8Array.from(decisions ?? decide(scores, threshold));
      const perRow = rows / truth.classes.length;
      return { task: truth.task, rows: perRow, classes: truth.classes, labels: truth.labels, predictions, scores };
    }
    case 'regression':
      return { task: truth.task, rows, labels: truth.labels, predictions: scores ?? new Float64Array(rows) };
    case 'ranking': {
      const { labels, queries } = truth;
      return { task: truth.task, rows, labels, scores: scores ?? new Float64Array(rows), queries };
    }
  }
}

/** How many rows the truth is of. */
export function countRows(truth: Truth): number {
  return truth.task === 'multilabel-classification' ? truth.labels.length / truth.classes.length : truth.labels.length;
}

/** 1 where a score is at or above the threshold. */
export function decide(scores: Float64Array | undefined, threshold: number): Uint8Array {
  const decisions = new Uint8Array(scores?.length ?? 0);
  // Number of a comparison is no branch: a processor foretells a score as badly as a coin.
  if (scores)
    for (let row = 0; row < decisions.length; row += 1) decisions[row] = Number((scores[row] as number) >= threshold);
  return decisions;
}

/** Index of the highest of each row's scores, the first of equals. */
export function highestClasses(scores: Float64Array | undefined, rows: number, classes: number): Int32Array {
  const best = new Int32Array(rows);
  if (!scores) return best;
  for (let row = 0; row < rows; row += 1) {
    let index = 0;
    for (let each = 1; each < classes; each += 1)
      if ((scores[row * classes + each] as number) > (scores[row * classes + index] as number)) index = each;
    best[row] = index;
  }
  return best;
}
