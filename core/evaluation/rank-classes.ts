import type { Average } from '../config/metric-id.ts';
import type { Draw, Measure } from './metric.ts';
import { type RankedRows, rankRows } from './prepare-area.ts';
import type { MulticlassSample, MultilabelSample } from './sample.ts';

type Matrix = MulticlassSample | MultilabelSample;

/** A number for each class against the rest, averaged as scikit-learn does; with micro, of all cells as if they were rows. */
export function averageRanked(
  sample: Matrix,
  average: Average | undefined,
  measure: (ranked: RankedRows, weights: Float64Array) => number,
): Measure {
  const { rows } = sample;
  const width = sample.classes.length;
  const scores = sample.scores ?? new Float64Array(rows * width);
  const isPositive = (row: number, index: number) => isLabelled(sample, row, index);
  if (average === 'micro') {
    const labels = Uint8Array.from({ length: rows * width }, (_, at) => isPositive(Math.floor(at / width), at % width));
    const ranked = rankRows(labels, scores);
    return ({ weights }) => {
      const repeated = new Float64Array(rows * width);
      for (let at = 0; at < repeated.length; at += 1) repeated[at] = weights[Math.floor(at / width)] as number;
      return measure(ranked, repeated);
    };
  }
  const columns = sample.classes.map((_, index) => {
    const labels = Uint8Array.from({ length: rows }, (__, row) => isPositive(row, index));
    return { labels, ranked: rankRows(labels, columnOf(scores, width, index)) };
  });
  return ({ weights }) => {
    let [sum, total] = [0, 0];
    for (const { labels, ranked } of columns) {
      const own = average === 'weighted' ? supportOf(labels, weights) : 1;
      if (own === 0) continue;
      sum += own * measure(ranked, weights);
      total += own;
    }
    return total === 0 ? Number.NaN : sum / total;
  };
}

/** Every pair of classes, each of the two as positive among the rows of both (Hand & Till 2001). */
export function averagePairs(
  sample: MulticlassSample,
  isWeighted: boolean,
  measure: (ranked: RankedRows, weights: Float64Array) => number,
): Measure {
  const { labels, classes } = sample;
  const width = classes.length;
  const scores = sample.scores ?? new Float64Array(sample.rows * width);
  const pairs: { readonly rows: Int32Array; readonly sides: readonly RankedRows[] }[] = [];
  for (let left = 0; left < width; left += 1) {
    for (let right = left + 1; right < width; right += 1) {
      const rows = Int32Array.from([...labels.keys()].filter((row) => labels[row] === left || labels[row] === right));
      const side = (positive: number) =>
        rankRows(
          Uint8Array.from(rows, (row) => (labels[row] === positive ? 1 : 0)),
          Float64Array.from(rows, (row) => scores[row * width + positive] as number),
        );
      pairs.push({ rows, sides: [side(left), side(right)] });
    }
  }
  return ({ weights }: Draw) => {
    let [sum, total] = [0, 0];
    for (const { rows, sides } of pairs) {
      const drawn = Float64Array.from(rows, (row) => weights[row] as number);
      const own = isWeighted ? drawn.reduce((all, weight) => all + weight, 0) : 1;
      for (const side of sides) sum += (own * measure(side, drawn)) / 2;
      total += own;
    }
    return sum / total;
  };
}

function isLabelled(sample: Matrix, row: number, index: number): number {
  if (sample.task === 'multiclass-classification') return sample.labels[row] === index ? 1 : 0;
  return sample.labels[row * sample.classes.length + index] as number;
}

function columnOf(scores: Float64Array, width: number, index: number): Float64Array {
  return Float64Array.from({ length: scores.length / width }, (_, row) => scores[row * width + index] as number);
}

function supportOf(labels: Uint8Array, weights: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < labels.length; row += 1) if (labels[row] === 1) sum += weights[row] as number;
  return sum;
}
