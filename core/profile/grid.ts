/** Bins between center and the two infinities: narrow in the middle, wider and wider outwards. */
export const BINS = 256;
/** Of a column that is counted again, because 256 leave open on which side of a threshold it is. Never stored. */
export const FINE_BINS = 8192;
/** Steps of `scale` in which sums are counted: whole numbers, so that adding them up is exact in any order. */
export const TICKS = 256;
/** Farther out than this many scales nothing is measured: such a value stands in the first or the last bin. */
const FARTHEST = 2 ** 18;
/** Beyond, sums of three such numbers overflow: values that far out are far on every grid, centers and scales stay below. */
export const LARGEST = 2 ** 1021;
/** Below, ticks of a unit overflow: a column of smaller numbers is one narrow bump in the middle of its grid. */
export const SMALLEST_SCALE = 2 ** -1014;

/** Where a column's bins lie, frozen with the reference. Every center and scale within the limits above give valid counts. */
export interface Grid {
  readonly center: number;
  readonly scale: number;
  /** 256 unless a column is counted again on a finer grid. */
  readonly bins?: number | undefined;
}

export function binsOf({ bins }: Grid): number {
  return bins ?? BINS;
}

/** Between which values bins and ticks are computed; what lies outside is far. */
export function rangeOf({ center, scale }: Grid): readonly [number, number] {
  const reach = FARTHEST * scale;
  return [Math.max(-LARGEST, center - reach), Math.min(LARGEST, center + reach)];
}

/**
 * Bin of a finite number, 0 … K (256): floor(((x − m) / (s + |x − m|) + 1) · K/2). Only operations that IEEE 754 rounds exactly, so
 * that every engine counts the same. What is far below has bin 0, what is far above a bin of its own, K.
 */
export function binOf(grid: Grid, value: number): number {
  const [low, high] = rangeOf(grid);
  if (value < low) return 0;
  if (value > high) return binsOf(grid);
  const distance = value - grid.center;
  return Math.floor((distance / (grid.scale + Math.abs(distance)) + 1) * (binsOf(grid) / 2));
}

/** Ticks a unit of the column; a multiplication, as every engine does it. */
export function ticksPerUnit({ scale }: Grid): number {
  return TICKS / scale;
}

/** Ticks that a far value counts as. */
export function farTicks(grid: Grid, side: 'below' | 'above'): number {
  const edge = rangeOf(grid)[side === 'below' ? 0 : 1];
  return Math.floor(((edge - grid.center) / grid.scale) * TICKS);
}

/** Twelve digits, so that an engine's text gives back the same number. */
export function round12(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(12)) : value;
}

/** The lower edge of a bin, outwards by more than rounding can move a value; −∞ for the first, +∞ above the last. */
export function lowerEdge(grid: Grid, bin: number): number {
  if (bin <= 0) return Number.NEGATIVE_INFINITY;
  return edgeAt(grid, bin, -1);
}

/** The upper edge of a bin; see lowerEdge. */
export function upperEdge(grid: Grid, bin: number): number {
  if (bin >= binsOf(grid) - 1) return Number.POSITIVE_INFINITY;
  return edgeAt(grid, bin + 1, 1);
}

function edgeAt(grid: Grid, edge: number, side: 1 | -1): number {
  const { center, scale } = grid;
  const share = edge / (binsOf(grid) / 2) - 1;
  const distance = (scale * share) / (1 - Math.abs(share));
  // Far values stand in the first and the last bin, however far out these are: no other bin reaches beyond the range.
  const [low, high] = rangeOf(grid);
  if (Math.abs(distance) >= 2 * LARGEST) return distance < 0 ? low : high;
  // Rounding of a share weighs more the nearer it is to 1, which the outer edges of more bins are.
  const slack = Math.max(1e-12, 1e-15 * binsOf(grid)) * (scale + Math.abs(distance) + Math.abs(center));
  return Math.min(high, Math.max(low, center + distance + side * slack));
}
