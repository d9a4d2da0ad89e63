import { coarsenGrid } from './coarse.ts';
import type { FrozenCategories, FrozenNumbers } from './frozen.ts';
import { BINS, type Grid, LARGEST, round12, SMALLEST_SCALE } from './grid.ts';
import { isListed } from './listed-value.ts';
import { oneForm } from './one-form.ts';

const MOST_VALUES = 200;
const ROBUST = 1.349; // interquartile range of a normal distribution, in standard deviations

/** A grid from its reference's quartiles: center the median, scale IQR / 1.349, else the standard deviation, else 1. */
export function chooseGrid(facts: {
  readonly quartiles: readonly [number, number, number];
  readonly deviation: number;
  /** Quartiles are values of single rows. */
  readonly isPrivate?: boolean | undefined;
}): Grid {
  const [low, middle, high] = facts.quartiles;
  const center = Number.isNaN(middle) ? 0 : round12(middle);
  const range = high - low;
  const spread = Number.isFinite(range) ? range / ROBUST : high / ROBUST - low / ROBUST;
  const scale = [spread, facts.deviation].find((size) => Number.isFinite(size) && size > 0) ?? 1;
  const grid = { center: within(center, -LARGEST), scale: within(round12(scale), SMALLEST_SCALE) };
  if (!facts.isPrivate) return grid;
  const coarse = coarsenGrid(grid);
  return { center: within(coarse.center, -LARGEST), scale: within(coarse.scale, SMALLEST_SCALE) };
}

function within(value: number, least: number): number {
  return Math.min(LARGEST, Math.max(least, value));
}

/** How many of so many rows make a value an atom: without bins of their own, a column of zeros tells nothing about the rest. */
export function leastOfAtom(rows: number): number {
  return Math.max(2, Math.ceil(rows / (2 * BINS)));
}

export function freezeNumbers(values: Float64Array, isPrivate = false): FrozenNumbers {
  const sorted = values.filter(Number.isFinite).sort();
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  const mean = sorted.reduce((sum, value) => sum + value / sorted.length, 0);
  const deviation = Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2 / sorted.length, 0));
  const seen = new Map<number, number>();
  for (const value of sorted) seen.set(value + 0, (seen.get(value + 0) ?? 0) + 1);
  const least = leastOfAtom(sorted.length);
  const atoms = [...seen].filter(([, count]) => count >= least).map(([value]) => value);
  return {
    grid: chooseGrid({ quartiles: [at(0.25), at(0.5), at(0.75)], deviation, isPrivate }),
    atoms: atoms.sort((left, right) => left - right).slice(0, 2 * BINS),
  };
}

/** The most frequent values that are short enough to list; '' is a missing one. */
export function freezeCategories(texts: readonly string[]): FrozenCategories {
  const counts = new Map<string, number>();
  for (const given of texts) {
    const text = oneForm(given);
    if (text !== '') counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const order = [...counts].toSorted(
    ([left, many], [right, more]) => more - many || (left < right ? -1 : left > right ? 1 : 0),
  );
  const listed = order.map(([text]) => text).filter(isListed);
  const isComplete = order.length <= MOST_VALUES && listed.length === order.length;
  return { values: listed.slice(0, MOST_VALUES), isComplete };
}
