import type { Calibration } from '../../profile/calibration.ts';
import type { LabelledRows } from './read-scored.ts';

/** Rows that are unfolded: of more, every so many-th, whatever a profile claims to have counted. */
const MOST_ROWS = 50_000;

/**
 * Rows that a calibration could have been counted from: each has the mean score of its bin. What is counted by label and prediction is
 * exact, what depends on single scores is so up to the width of a bin.
 */
export function unfoldCalibration({ classes, bins }: Calibration): LabelledRows {
  const groups = bins.flatMap(({ rows, sum, positives, predicted, hits }) => {
    const score = sum / rows;
    return [
      { rows: hits, score, label: 1, prediction: 1 },
      { rows: positives - hits, score, label: 1, prediction: 0 },
      { rows: predicted - hits, score, label: 0, prediction: 1 },
      { rows: rows - positives - predicted + hits, score, label: 0, prediction: 0 },
    ];
  });
  const all = groups.reduce((sum, { rows }) => sum + rows, 0);
  const count = Math.min(MOST_ROWS, all);
  const scores = new Float64Array(count);
  const predictions = new Int32Array(count);
  const labels = new Int32Array(count);
  let [group, end] = [0, groups[0]?.rows ?? 0];
  for (let row = 0; row < count; row += 1) {
    const place = Math.floor((row * all) / count);
    while (place >= end && group + 1 < groups.length) {
      group += 1;
      end += groups[group]?.rows ?? 0;
    }
    scores[row] = groups[group]?.score ?? 0;
    predictions[row] = groups[group]?.prediction ?? 0;
    labels[row] = groups[group]?.label ?? 0;
  }
  return { rows: { task: 'binary-classification', classes, rows: count, scores, predictions }, labels, strangers: 0 };
}
