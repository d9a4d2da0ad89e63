import { takeNumbers } from '../../data/take-rows.ts';
import type { Sample } from '../../evaluation/sample.ts';
import { NO_LABEL } from './fit-classification.ts';
import type { LabelledRows } from './read-scored.ts';
import { findScored, sampleOf, takeScored } from './scored-rows.ts';

/** Rows of a window that can be measured, and their places in it. */
export interface LabelledSample {
  readonly sample: Sample;
  readonly places: Int32Array;
}

/** The rows of a classifier that have a label, and scores where it gives any. */
export function takeLabelled({ rows, labels }: LabelledRows): LabelledSample {
  const hasScores = rows.scores.length > 0;
  const all = hasScores ? findScored(rows) : Int32Array.from({ length: rows.rows }, (_, row) => row);
  const places = all.filter((row) => labels[row] !== NO_LABEL);
  const own = Int32Array.from(places, (row) => labels[row] as number);
  const sample = sampleOf(takeScored(rows, places), own);
  return { sample: hasScores ? sample : { ...sample, scores: undefined }, places };
}

/** The rows of a regression model that have a target and a prediction. @param labels NaN where none has arrived */
export function takeLabelledValues(predictions: Float64Array, labels: Float64Array): LabelledSample {
  const places = Int32Array.from(labels.keys()).filter(
    (row) => Number.isFinite(labels[row]) && Number.isFinite(predictions[row]),
  );
  const task = 'regression';
  return {
    sample: {
      task,
      rows: places.length,
      labels: takeNumbers(labels, places),
      predictions: takeNumbers(predictions, places),
    },
    places,
  };
}
