import type { Average } from '../config/metric-shapes.ts';
import type { Measure } from './metric.ts';
import { type RankedRows, rankRows } from './prepare-area.ts';
import type { MulticlassSample, MultilabelSample } from './sample.ts';

type Matrix = MulticlassSample | MultilabelSample;
type RankedMeasure = (ranked: RankedRows, weights: Float64Array) => number;

/** A number for each class against the rest, averaged as scikit-learn does; with micro, of all cells as if they were rows. */
export function averageRanked(sample: Matrix, average: Average | undefined, measure: RankedMeasure): Measure {
  const width = sample.classes.length;
  const labels = labelCells(sample);
  const scores = sample.scores ?? new Float64Array(labels.length);
  if (average === 'micro') {
    const cells = rankRows(labels, scores);
    const ranked = { ...cells, order: cells.order.map((cell) => Math.floor(cell / width)) };
    return ({ weights }) => measure(ranked, weights);
  }
  const columns = sample.classes.map((_, index) =>
    rankRows(columnOf(labels, width, index), columnOf(scores, width, index)),
  );
  return ({ weights }) => {
    const supports = average === 'weighted' ? supportsOf(sample, weights) : undefined;
    let [sum, total] = [0, 0];
    columns.forEach((ranked, index) => {
      const own = supports?.[index] ?? 1;
      if (own === 0) return; // even where the measure of an absent class is NaN
      sum += own * measure(ranked, weights);
      total += own;
    });
    // No class has a row: what the measure says of that.
    return total === 0 && columns[0] ? measure(columns[0], weights) : sum / total;
  };
}

/** Every pair of classes that the drawn rows have, each of the two as positive among the rows of both (Hand & Till 2001). */
export function averagePairs(sample: MulticlassSample, isWeighted: boolean, measure: RankedMeasure): Measure {
  const width = sample.classes.length;
  const pairs = sample.classes.flatMap((_, left) =>
    Array.from({ length: width - left - 1 }, (__, offset) => rankPair(sample, left, left + 1 + offset)),
  );
  return ({ weights }) => {
    const supports = supportsOf(sample, weights);
    let [sum, total] = [0, 0];
    for (const { left, right, sides } of pairs) {
      const [one, other] = [supports[left] as number, supports[right] as number];
      if (one === 0 || other === 0) continue;
      const own = isWeighted ? one + other : 1;
      for (const side of sides) sum += (own * measure(side, weights)) / 2;
      total += own;
    }
    return sum / total;
  };
}

function rankPair({ labels, scores, classes }: MulticlassSample, left: number, right: number) {
  const rows = Int32Array.from(labels.keys()).filter((row) => labels[row] === left || labels[row] === right);
  const sides = [left, right].map((positive) => {
    const ranked = rankRows(
      Uint8Array.from(rows, (row) => (labels[row] === positive ? 1 : 0)),
      Float64Array.from(rows, (row) => scores?.[row * classes.length + positive] ?? 0),
    );
    return { ...ranked, order: ranked.order.map((index) => rows[index] as number) };
  });
  return { left, right, sides };
}

/** 1 where a row has a class; shape [rows, classes]. */
function labelCells(sample: Matrix): Uint8Array {
  if (sample.task === 'multilabel-classification') return sample.labels;
  const width = sample.classes.length;
  const cells = new Uint8Array(sample.rows * width);
  for (let row = 0; row < sample.rows; row += 1) cells[row * width + (sample.labels[row] as number)] = 1;
  return cells;
}

function columnOf(cells: ArrayLike<number>, width: number, index: number): Float64Array {
  const column = new Float64Array(cells.length / width);
  for (let row = 0; row < column.length; row += 1) column[row] = cells[row * width + index] as number;
  return column;
}

/** Weight of the rows that have each class; shape [classes]. */
function supportsOf(sample: Matrix, weights: Float64Array): Float64Array {
  const width = sample.classes.length;
  const supports = new Float64Array(width);
  const isSeveral = sample.task === 'multilabel-classification';
  for (let row = 0; row < sample.rows; row += 1) {
    const weight = weights[row] as number;
    if (!isSeveral) {
      const label = sample.labels[row] as number;
      supports[label] = (supports[label] as number) + weight;
      continue;
    }
    for (let index = 0; index < width; index += 1) {
      if (sample.labels[row * width + index] === 1) supports[index] = (supports[index] as number) + weight;
    }
  }
  return supports;
}
