import type { Grid } from './grid.ts';

/** Shares of a spread that edges are rounded to. */
const EDGE_STEPS = 64;
/** Bits of a number that stay where its spread does not say how fine it may be told. */
const BITS = 4;
/** Bits of a center, where its scale is so small that no rounding to parts of it would be one. */
const MOST_BITS = 44;

/**
 * A grid that tells no value of one row: the center is a multiple of a power of two near an eighth of the scale, and the scale has two
 * significant bits. Chosen before rows are counted, it counts as exactly as others do.
 */
export function coarsenGrid({ center, scale }: Grid): Grid {
  const step = 2 ** Math.max(exponentOf(scale) - 3, center === 0 ? -1022 : exponentOf(center) - MOST_BITS);
  const half = 2 ** (exponentOf(scale) - 1);
  return { center: Math.round(center / step) * step + 0, scale: Math.round(scale / half) * half };
}

/** Ascending edges, each once, as multiples of a power of two near their spread / 64. */
export function coarsenEdges(edges: readonly number[]): number[] {
  const spread = (edges.at(-1) ?? 0) - (edges[0] ?? 0);
  const stepOf = (edge: number) =>
    2 ** (spread > 0 && Number.isFinite(spread) ? exponentOf(spread / EDGE_STEPS) : exponentOf(edge) - BITS + 1);
  const round = (edge: number) => (edge === 0 ? 0 : Math.round(edge / stepOf(edge)) * stepOf(edge) + 0);
  return [...new Set(edges.map(round).filter(Number.isFinite))];
}

/** Bounds that lie outside of these, by less than an eighth of what is between them. */
export function coarsenBounds(lowest: number, highest: number): readonly [number, number] {
  const spread = highest - lowest;
  if (!(spread > 0)) return [lowest, highest];
  const step = 2 ** exponentOf(spread / 16);
  const [least, most] = [Math.floor(lowest / step) * step + 0, Math.ceil(highest / step) * step + 0];
  // The smallest numbers vanish in a division.
  return [least > lowest ? least - step : least, most < highest ? most + step : most];
}

/** The next power of two that is at least as large, as far as there is one. */
export function coarsenUp(size: number): number {
  const power = 2 ** exponentOf(size);
  return power < size && power < 2 ** 1023 ? power * 2 : power;
}

/** The largest power of two that is no larger; a logarithm is rounded. */
function exponentOf(value: number): number {
  const size = Math.abs(value);
  const exponent = Math.max(-1022, Math.min(1023, Math.floor(Math.log2(size))));
  return 2 ** exponent > size && exponent > -1022 ? exponent - 1 : exponent;
}
