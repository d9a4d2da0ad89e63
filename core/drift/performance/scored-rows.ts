import type { BinarySample, MulticlassSample } from '../../evaluation/sample.ts';

/** What a classifier said of rows whose labels need not be known. */
export interface ScoredRows {
  readonly task: 'binary-classification' | 'multiclass-classification';
  readonly rows: number;
  /** Binary: the negative class, then the positive one. */
  readonly classes: readonly string[];
  /** Binary: of the positive class, [rows]; else row-major [rows, classes]. */
  readonly scores: Float64Array;
  /** Index into `classes`; shape [rows]. */
  readonly predictions: ArrayLike<number>;
}

/** Numbers that a row has in `scores`. */
export function widthOf({ task, classes }: Pick<ScoredRows, 'task' | 'classes'>): number {
  return task === 'binary-classification' ? 1 : classes.length;
}

/** Rows whose scores are all numbers. */
export function findScored(rows: ScoredRows, from = 0, to = rows.rows): Int32Array {
  const width = widthOf(rows);
  const found: number[] = [];
  for (let row = from; row < to; row += 1) {
    let isScored = true;
    for (let at = row * width; at < (row + 1) * width; at += 1) isScored &&= Number.isFinite(rows.scores[at]);
    if (isScored) found.push(row);
  }
  return Int32Array.from(found);
}

export function takeScored(rows: ScoredRows, taken: Int32Array): ScoredRows {
  const width = widthOf(rows);
  const scores = new Float64Array(taken.length * width);
  taken.forEach((row, place) => {
    scores.set(rows.scores.subarray(row * width, (row + 1) * width), place * width);
  });
  const predictions = Int32Array.from(taken, (row) => rows.predictions[row] as number);
  return { ...rows, rows: taken.length, scores, predictions };
}

/** Scores of one class; shape [rows]. */
export function scoresOf(rows: ScoredRows, index: number): Float64Array {
  const width = widthOf(rows);
  if (width === 1) return rows.scores;
  return Float64Array.from({ length: rows.rows }, (_, row) => rows.scores[row * width + index] as number);
}

/** Rows with labels as the metrics take them. */
export function sampleOf(rows: ScoredRows, labels: ArrayLike<number>): BinarySample | MulticlassSample {
  const { task, scores, predictions, classes } = rows;
  return task === 'binary-classification'
    ? { task, rows: rows.rows, labels: Uint8Array.from(labels), scores, predictions: Uint8Array.from(predictions) }
    : {
        task,
        rows: rows.rows,
        classes,
        labels: Int32Array.from(labels),
        scores,
        predictions: Int32Array.from(predictions),
      };
}
