import type { Draw } from '../../evaluation/metric.ts';
import { jumpStream, nextWord, seedStream } from '../../evaluation/random-stream.ts';
import { countDraws } from '../../evaluation/resample.ts';
import type { BinarySample, MulticlassSample } from '../../evaluation/sample.ts';
import { type ScoredRows, sampleOf, widthOf } from './scored-rows.ts';

/**
 * Every row once for each class, as if it were of that class: with the probabilities as weights, what a metric counts is what it is
 * expected to count, and the metric is that of CBPE. The rows of one class follow those of the one before.
 */
export function everyLabel(rows: ScoredRows): BinarySample | MulticlassSample {
  const classes = rows.classes.length;
  const width = widthOf(rows);
  const scores = new Float64Array(classes * rows.rows * width);
  const predictions = new Int32Array(classes * rows.rows);
  const labels = new Int32Array(classes * rows.rows);
  for (let index = 0; index < classes; index += 1) {
    const from = index * rows.rows;
    scores.set(rows.scores, from * width);
    for (let row = 0; row < rows.rows; row += 1) predictions[from + row] = rows.predictions[row] as number;
    labels.fill(index, from, from + rows.rows);
  }
  return sampleOf({ ...rows, rows: classes * rows.rows, scores, predictions }, labels);
}

/** The probabilities as weights of `everyLabel`. */
export function expectedDraw(rows: ScoredRows, probabilities: Float64Array): Draw {
  const classes = rows.classes.length;
  const weights = new Float64Array(classes * rows.rows);
  for (let row = 0; row < rows.rows; row += 1) {
    if (widthOf(rows) === 1) {
      weights[row] = 1 - (probabilities[row] as number);
      weights[rows.rows + row] = probabilities[row] as number;
    } else
      for (let index = 0; index < classes; index += 1)
        weights[index * rows.rows + row] = probabilities[row * classes + index] as number;
  }
  return { weights };
}

/**
 * Draws what might have been seen: rows with replacement, and for each a label with its probability. Ask for replicates in ascending
 * order; the array of a draw is reused by the next one.
 */
export function createLabelDraws(
  rows: ScoredRows,
  seed: number,
): (replicate: number, probabilities: Float64Array) => Draw {
  const { rows: count } = rows;
  const classes = rows.classes.length;
  const width = widthOf(rows);
  const counts = new Uint8Array(count);
  const weights = new Float64Array(classes * count);
  const stream = seedStream(seed);
  let position = 0;
  return (replicate, probabilities) => {
    for (; position < replicate; position += 1) jumpStream(stream);
    const own = stream.slice();
    countDraws(own, counts);
    weights.fill(0);
    for (let row = 0; row < count; row += 1) {
      for (let draw = counts[row] as number; draw > 0; draw -= 1) {
        let rest = nextWord(own) / 2 ** 32;
        let label = 0;
        if (width === 1) label = rest < (probabilities[row] as number) ? 1 : 0;
        else
          for (; label < classes - 1; label += 1) {
            rest -= probabilities[row * classes + label] as number;
            if (rest < 0) break;
          }
        const at = label * count + row;
        weights[at] = (weights[at] as number) + 1;
      }
    }
    return { weights };
  };
}
