import type { Draw } from './metric.ts';
import type { BinarySample, MulticlassSample, MultilabelSample } from './sample.ts';

export type ClassSample = BinarySample | MulticlassSample | MultilabelSample;

/** Weighted counts of one class against the rest; shape [classes] each. */
export interface ClassCounts {
  readonly truePositive: Float64Array;
  readonly falsePositive: Float64Array;
  readonly falseNegative: Float64Array;
  readonly trueNegative: Float64Array;
  /** False for a class that no drawn row has and none is given; several labels: always true, as in scikit-learn. */
  readonly isPresent: Uint8Array;
}

interface Counter {
  readonly count: (weights: Float64Array) => Float64Array;
  readonly read: (cells: Float64Array) => ClassCounts;
  draw: Draw | undefined;
  cells: Float64Array;
  counts: ClassCounts | undefined;
}

const COUNTERS = new WeakMap<ClassSample, Counter>();

/** Counts of a draw, made once however many metrics ask. */
export function countClassesOf(sample: ClassSample, draw: Draw): ClassCounts {
  const counter = countersOf(sample, draw);
  counter.counts ??= counter.read(counter.cells);
  return counter.counts;
}

/** Weights by true class (row) and predicted class, row-major [classes, classes]; binary: negative first. */
export function confusionOf(sample: BinarySample | MulticlassSample, draw: Draw): Float64Array {
  return countersOf(sample, draw).cells;
}

/** Weight of the rows that have each class, of those that are given it, and of all. */
export function marginsOf({ truePositive, falsePositive, falseNegative }: ClassCounts) {
  const had = truePositive.map((right, index) => right + (falseNegative[index] as number));
  const given = truePositive.map((right, index) => right + (falsePositive[index] as number));
  return { had, given, total: had.reduce((sum, weight) => sum + weight, 0) };
}

export function classesOf(sample: ClassSample): number {
  return sample.task === 'binary-classification' ? 2 : sample.classes.length;
}

function countersOf(sample: ClassSample, draw: Draw): Counter {
  let counter = COUNTERS.get(sample);
  if (!counter) {
    counter = sample.task === 'multilabel-classification' ? countLabels(sample) : countPairs(sample);
    COUNTERS.set(sample, counter);
  }
  if (counter.draw !== draw) {
    counter.draw = draw;
    counter.cells = counter.count(draw.weights);
    counter.counts = undefined;
  }
  return counter;
}

function countPairs(sample: BinarySample | MulticlassSample): Counter {
  const classes = classesOf(sample);
  return {
    ...EMPTY,
    count: sample.task === 'binary-classification' ? countTwoClasses(sample) : countClasses(sample),
    read: (cells) => readPairs(cells, classes),
  };
}

/** Two bytes a row are less to read than a code of both. */
function countTwoClasses({ labels, predictions, rows }: BinarySample): Counter['count'] {
  return (weights) => {
    const cells = new Float64Array(4);
    for (let row = 0; row < rows; row += 1) {
      const code = 2 * (labels[row] as number) + (predictions[row] as number);
      cells[code] = (cells[code] as number) + (weights[row] as number);
    }
    return cells;
  };
}

function countClasses({ labels, predictions, rows, classes: { length: classes } }: MulticlassSample): Counter['count'] {
  const codes = new Int32Array(rows);
  for (let row = 0; row < rows; row += 1) codes[row] = (labels[row] as number) * classes + (predictions[row] as number);
  return (weights) => {
    const cells = new Float64Array(classes * classes);
    for (let row = 0; row < rows; row += 1) {
      const code = codes[row] as number;
      cells[code] = (cells[code] as number) + (weights[row] as number);
    }
    return cells;
  };
}

function readPairs(cells: Float64Array, classes: number): ClassCounts {
  const counts = emptyCounts(classes);
  const { truePositive, falsePositive, falseNegative, trueNegative, isPresent } = counts;
  // Cells are added and never subtracted from a total: what is 0 must be 0 exactly, whatever the weights.
  for (let index = 0; index < classes; index += 1) {
    for (let other = 0; other < classes; other += 1) {
      if (other === index) continue;
      falseNegative[index] = (falseNegative[index] as number) + (cells[index * classes + other] as number);
      falsePositive[index] = (falsePositive[index] as number) + (cells[other * classes + index] as number);
    }
    addAllButOne(trueNegative, cells.subarray(index * classes, (index + 1) * classes), index);
    truePositive[index] = cells[index * classes + index] as number;
    const wrong = (falsePositive[index] as number) + (falseNegative[index] as number);
    isPresent[index] = wrong + (truePositive[index] as number) > 0 ? 1 : 0;
  }
  return counts;
}

/** Adds to each class but `own` what a true class gives to all others: from the left and from the right of it. */
function addAllButOne(sums: Float64Array, row: Float64Array, own: number): void {
  for (let index = 0, left = 0; index < row.length; index += 1) {
    if (index !== own) sums[index] = (sums[index] as number) + left;
    left += row[index] as number;
  }
  for (let index = row.length - 1, right = 0; index >= 0; index -= 1) {
    if (index !== own) sums[index] = (sums[index] as number) + right;
    right += row[index] as number;
  }
}

function countLabels({ labels, predictions, classes, rows }: MultilabelSample): Counter {
  const width = classes.length;
  // 0 true negative, 1 false positive, 2 false negative, 3 true positive
  const codes = Uint8Array.from(labels, (label, index) => 2 * label + (predictions[index] as number));
  return {
    ...EMPTY,
    count(weights) {
      const cells = new Float64Array(4 * width);
      for (let row = 0, at = 0; row < rows; row += 1) {
        const weight = weights[row] as number;
        for (let index = 0; index < width; index += 1, at += 1) {
          const cell = 4 * index + (codes[at] as number);
          cells[cell] = (cells[cell] as number) + weight;
        }
      }
      return cells;
    },
    read(cells) {
      const counts = emptyCounts(width);
      for (let index = 0; index < width; index += 1) {
        counts.trueNegative[index] = cells[4 * index] as number;
        counts.falsePositive[index] = cells[4 * index + 1] as number;
        counts.falseNegative[index] = cells[4 * index + 2] as number;
        counts.truePositive[index] = cells[4 * index + 3] as number;
        counts.isPresent[index] = 1;
      }
      return counts;
    },
  };
}

const EMPTY = { draw: undefined, cells: new Float64Array(), counts: undefined };

function emptyCounts(classes: number): ClassCounts {
  return {
    truePositive: new Float64Array(classes),
    falsePositive: new Float64Array(classes),
    falseNegative: new Float64Array(classes),
    trueNegative: new Float64Array(classes),
    isPresent: new Uint8Array(classes),
  };
}
