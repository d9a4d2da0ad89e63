import type { FAIRNESS_CRITERIA } from '../config/gate-rules.ts';
import type { Measure } from './metric.ts';
import type { BinarySample } from './sample.ts';

export type FairnessCriterion = (typeof FAIRNESS_CRITERIA)[number];

/** Weight of a group's rows by true label and prediction. */
interface Cells {
  readonly trueNegatives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly truePositives: number;
}

/**
 * A criterion of fairlearn.metrics 0.15 (method `between_groups`, equalized odds `worst_case`) as a measure over draws. `groups`
 * holds a code from 0 to groupCount − 1 for each row; rows with a negative code are left out, and so are groups without weight
 * in a draw. NaN where fewer than two groups are left or a rate is not defined: fairlearn calls the true positive rate of a
 * group without positives 0, which would be the largest difference there is.
 */
export function prepareFairness(
  criterion: FairnessCriterion,
  sample: Pick<BinarySample, 'rows' | 'labels' | 'predictions'>,
  groups: Int32Array,
  groupCount: number,
): Measure {
  const { rows, labels, predictions } = sample;
  // The cell that a row counts in never changes: one lookup and one addition for a row and draw. -1: left out.
  const cells = new Int32Array(rows).map((_, row) => {
    const group = groups[row] as number;
    return group < 0 ? -1 : 4 * group + 2 * (labels[row] as number) + (predictions[row] as number);
  });
  const measure = MEASURES[criterion];
  return ({ weights }) => {
    const sums = new Float64Array(4 * groupCount);
    for (let row = 0; row < rows; row += 1) {
      const cell = cells[row] as number;
      if (cell >= 0) sums[cell] = (sums[cell] as number) + (weights[row] as number);
    }
    const present = Array.from({ length: groupCount }, (_, group) => readCells(sums, 4 * group)).filter(
      (cell) => total(cell) > 0,
    );
    return present.length < 2 ? Number.NaN : measure(present);
  };
}

const MEASURES: Readonly<Record<FairnessCriterion, (groups: readonly Cells[]) => number>> = {
  demographic_parity_difference: (groups) => spread(groups.map(selectionRate)),
  demographic_parity_ratio: (groups) => {
    const rates = groups.map(selectionRate);
    return Math.min(...rates) / Math.max(...rates);
  },
  // Math.max gives NaN when either is: a criterion of two rates is defined where both are.
  equalized_odds_difference: (groups) =>
    Math.max(spread(groups.map(truePositiveRate)), spread(groups.map(falsePositiveRate))),
  equal_opportunity_difference: (groups) => spread(groups.map(truePositiveRate)),
};

function readCells(sums: Float64Array, start: number): Cells {
  const [trueNegatives = 0, falsePositives = 0, falseNegatives = 0, truePositives = 0] = sums.subarray(
    start,
    start + 4,
  );
  return { trueNegatives, falsePositives, falseNegatives, truePositives };
}

function total({ trueNegatives, falsePositives, falseNegatives, truePositives }: Cells): number {
  return trueNegatives + falsePositives + falseNegatives + truePositives;
}

function selectionRate(cells: Cells): number {
  return (cells.falsePositives + cells.truePositives) / total(cells);
}

function truePositiveRate({ truePositives, falseNegatives }: Cells): number {
  return truePositives / (truePositives + falseNegatives);
}

function falsePositiveRate({ falsePositives, trueNegatives }: Cells): number {
  return falsePositives / (falsePositives + trueNegatives);
}

function spread(rates: readonly number[]): number {
  return Math.max(...rates) - Math.min(...rates);
}
