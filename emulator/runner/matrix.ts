import { OperatorError } from '@tidegate/core/errors';

const MOST_JOBS = 256;
type Cell = Readonly<Record<string, unknown>>;

/** Every combination of a `strategy.matrix`, with `include` and `exclude`; one empty cell when there is no matrix. */
export function expandMatrix(matrix: unknown): readonly Cell[] {
  if (typeof matrix !== 'object' || matrix === null) return [{}];
  const { include, exclude, ...axes } = matrix as Record<string, unknown>;
  let cells: Cell[] = [{}];
  for (const [axis, values] of Object.entries(axes)) {
    cells = cells.flatMap((cell) =>
      (Array.isArray(values) ? values : [values]).map((value) => ({ ...cell, [axis]: value })),
    );
  }
  if (Object.keys(axes).length === 0) cells = [];
  cells = cells.filter(
    (cell) => !listOf(exclude).some((entry) => Object.entries(entry).every(([key, value]) => same(cell[key], value))),
  );
  const original = cells.map((cell) => ({ ...cell }));
  for (const entry of listOf(include)) {
    const extended = original.filter((cell) =>
      Object.entries(entry).every(([key, value]) => !(key in axes) || same(cell[key], value)),
    );
    if (extended.length === 0) cells.push(entry);
    else cells = cells.map((cell, index) => (extended.includes(original[index] ?? {}) ? { ...cell, ...entry } : cell));
  }
  if (cells.length > MOST_JOBS) {
    throw new OperatorError(
      'workflow-unsupported',
      `The matrix makes ${cells.length} jobs; GitHub runs at most ${MOST_JOBS}.`,
      'Split it.',
    );
  }
  return cells.length > 0 ? cells : [{}];
}

function listOf(value: unknown): readonly Cell[] {
  return Array.isArray(value)
    ? value.filter((entry): entry is Cell => typeof entry === 'object' && entry !== null)
    : [];
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
