import type { Sample } from './sample.ts';

/** What is drawn as a whole: a row, or rows that belong together. */
export interface Units {
  readonly rows: number;
  /** How many there are. */
  readonly count: number;
  /** Unit of each row, 0 … count − 1; undefined where every row is its own. */
  readonly ofRow: Int32Array | undefined;
  /** Sample weight of each row; undefined for 1. */
  readonly weights: Float64Array | undefined;
}

/** Rows of a ranking are never drawn apart from their query; groups, where given, hold whole queries. */
export function unitsOf(sample: Sample, groups: Int32Array | undefined, weights: Float64Array | undefined): Units {
  const codes = groups ?? (sample.task === 'ranking' ? sample.queries : undefined);
  if (codes === undefined) return { rows: sample.rows, count: sample.rows, ofRow: undefined, weights };
  // A part of the rows, as a slice is, may lack some of the codes.
  const known = new Map<number, number>();
  const ofRow = new Int32Array(codes.length);
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row] as number;
    const unit = known.get(code) ?? known.size;
    if (unit === known.size) known.set(code, unit);
    ofRow[row] = unit;
  }
  return { rows: sample.rows, count: known.size, ofRow, weights };
}

/**
 * (Σ w)² / Σ w² over the units' total weights (Kish 1965, § 11.7): the number of rows where all count alike, the number of
 * groups where they are equally large. For groups that is a lower bound, exact when the rows of a group say all the same.
 */
export function effectiveSize(units: Units): number {
  const totals = new Float64Array(units.count);
  for (let row = 0; row < units.rows; row += 1) {
    const unit = units.ofRow ? (units.ofRow[row] as number) : row;
    totals[unit] = (totals[unit] as number) + (units.weights ? (units.weights[row] as number) : 1);
  }
  let sum = 0;
  let squares = 0;
  for (const total of totals) {
    sum += total;
    squares += total * total;
  }
  return squares === 0 ? 0 : (sum * sum) / squares;
}
