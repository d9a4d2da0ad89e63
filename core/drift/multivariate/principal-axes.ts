import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Moments } from './moments.ts';

/** Where rows are spread least: what is left of a row when only the main axes are kept. */
export interface ResidualAxes {
  readonly width: number;
  readonly means: Float64Array;
  readonly deviations: Float64Array;
  /** Axes that are not kept, one after the other; shape [axes, width]. */
  readonly axes: Float64Array;
  readonly kept: number;
  readonly explained: number;
}

/**
 * Principal axes of the correlations (Pearson 1901): as few as explain more than this share of the variance are kept, and one less than
 * there are columns at most, or nothing would be left to look at.
 */
export function findResidualAxes({ width, rows, sums, products }: Moments, share: number): ResidualAxes {
  const means = sums.map((sum) => sum / rows);
  const covariance = (left: number, right: number) =>
    (products[Math.min(left, right) * width + Math.max(left, right)] as number) / rows -
    (means[left] as number) * (means[right] as number);
  const deviations = means.map((_, column) => Math.sqrt(Math.max(0, covariance(column, column))) || 1);
  const correlations = Matrix.zeros(width, width);
  for (let left = 0; left < width; left += 1)
    for (let right = 0; right < width; right += 1)
      correlations.set(
        left,
        right,
        covariance(left, right) / ((deviations[left] as number) * (deviations[right] as number)),
      );
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(correlations, { assumeSymmetric: true });
  const order = realEigenvalues.map((_, axis) => axis).sort((left, right) => eigenvalueAt(right) - eigenvalueAt(left));
  const total = realEigenvalues.reduce((sum, _, axis) => sum + eigenvalueAt(axis), 0);
  let kept = 0;
  let explained = 0;
  while (kept < width - 1 && explained <= share * total) {
    explained += eigenvalueAt(order[kept] ?? 0);
    kept += 1;
  }
  const axes = Float64Array.from(order.slice(kept).flatMap((axis) => eigenvectorMatrix.getColumn(axis)));
  return { width, means, deviations, axes, kept, explained: total === 0 ? 0 : Math.min(1, explained / total) };

  function eigenvalueAt(axis: number): number {
    return Math.max(0, realEigenvalues[axis] ?? 0);
  }
}

/** Mean distance of rows from their reconstruction: the length of what lies along the axes that are not kept. */
export function meanReconstructionError(
  { width, means, deviations, axes }: ResidualAxes,
  encoded: Float64Array,
  from: number,
  to: number,
): number {
  const standard = new Float64Array(width);
  let sum = 0;
  for (let row = from; row < to; row += 1) {
    for (let column = 0; column < width; column += 1)
      standard[column] =
        ((encoded[row * width + column] as number) - (means[column] as number)) / (deviations[column] as number);
    let squares = 0;
    for (let axis = 0; axis < axes.length; axis += width) {
      let along = 0;
      for (let column = 0; column < width; column += 1)
        along += (axes[axis + column] as number) * (standard[column] as number);
      squares += along * along;
    }
    sum += Math.sqrt(squares);
  }
  return sum / (to - from);
}
