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
  count(weights: Float64Array): Float64Array;
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
  const { labels, predictions, rows } = sample;
  const classes = classesOf(sample);
  const codes = Int32Array.from(labels, (label, row) => label * classes + (predictions[row] as number));
  return {
    ...EMPTY,
    count(weights) {
      const cells = new Float64Array(classes * classes);
      for (let row = 0; row < rows; row += 1) {
        const code = codes[row] as number;
        cells[code] = (cells[code] as number) + (weights[row] as number);
      }
      return cells;
    },
    read: (cells) => readPairs(cells, classes),
  };
}

function readPairs(cells: Float64Array, classes: number): ClassCounts {
  const counts = emptyCounts(classes);
  const total = cells.reduce((sum, cell) => sum + cell, 0);
  for (let index = 0; index < classes; index += 1) {
    let [given, had] = [0, 0];
    for (let other = 0; other < classes; other += 1) {
      had += cells[index * classes + other] as number;
      given += cells[other * classes + index] as number;
    }
    const right = cells[index * classes + index] as number;
    counts.truePositive[index] = right;
    counts.falsePositive[index] = given - right;
    counts.falseNegative[index] = had - right;
    counts.trueNegative[index] = total - given - had + right;
    counts.isPresent[index] = had > 0 || given > 0 ? 1 : 0;
  }
  return counts;
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
