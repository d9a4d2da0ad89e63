import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Columns, Output } from '../../ports/model-runtime.ts';
import type { DeterminismFact } from '../facts.ts';
import type { OpenModel } from '../open-model.ts';
import { spreadRows, takeColumns } from './take-columns.ts';

const MOST_ROWS = 256;
const MOST_SINGLE_ROWS = 64;
/** JSON has no infinity: the difference between a number and none. */
const BEYOND_ALL = Number.MAX_VALUE;

/** Largest differences of any output between runs that should agree; labels that differ, differ by 1. */
export async function measureDeterminism(request: {
  readonly model: OpenModel;
  readonly columns: Columns;
  readonly rows: number;
  readonly seed: number;
}): Promise<DeterminismFact> {
  const { model, seed } = request;
  const most = model.fixedRows ?? MOST_ROWS;
  const rows = Math.min(request.rows, most);
  const columns = takeColumns(request.columns, spreadRows(request.rows, most));
  const first = await model.run(columns, 0, rows);
  const again = await model.run(columns, 0, rows);
  const order = shuffle(rows, seed);
  const shuffled = await model.run(takeColumns(columns, order), 0, rows);
  let batchAgainstSingle = 0;
  const singles = model.fixedRows === undefined ? Math.min(rows, MOST_SINGLE_ROWS) : 0;
  for (let row = 0; row < singles; row += 1) {
    const single = await model.run(columns, row, row + 1);
    batchAgainstSingle = Math.max(batchAgainstSingle, compareRows(first, row, single, 0));
  }
  let sameInputTwice = 0;
  let rowOrder = 0;
  for (let row = 0; row < rows; row += 1) {
    sameInputTwice = Math.max(sameInputTwice, compareRows(first, row, again, row));
    rowOrder = Math.max(rowOrder, compareRows(first, order[row] ?? 0, shuffled, row));
  }
  return { rows, sameInputTwice, batchAgainstSingle, rowOrder };
}

type Outputs = Readonly<Record<string, Output>>;

function compareRows(left: Outputs, leftRow: number, right: Outputs, rightRow: number): number {
  let largest = 0;
  for (const [name, one] of Object.entries(left)) {
    const other = right[name];
    if (!other || other.width !== one.width) return BEYOND_ALL;
    for (let place = 0; place < one.width; place += 1) {
      const [at, otherAt] = [leftRow * one.width + place, rightRow * one.width + place];
      const difference = one.texts
        ? Number(one.texts[at] !== other.texts?.[otherAt])
        : distance(one.data[at] as number, other.data[otherAt] as number);
      largest = Math.max(largest, difference);
    }
  }
  return largest;
}

function distance(left: number, right: number): number {
  if (Object.is(left, right) || left === right) return 0;
  const difference = Math.abs(left - right);
  return Number.isFinite(difference) ? difference : BEYOND_ALL;
}

/** Fisher and Yates' shuffle of 0 … rows − 1. */
function shuffle(rows: number, seed: number): Uint32Array {
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  const generator = xoroshiro128plus(seed);
  for (let last = rows - 1; last > 0; last -= 1) {
    const other = uniformInt(generator, 0, last);
    [order[last], order[other]] = [order[other] as number, order[last] as number];
  }
  return order;
}
