import { OperatorError } from '../errors.ts';
import { trimBins } from './combine-counts.ts';
import type { FrozenCategories, FrozenNumbers } from './frozen.ts';
import { binOf, binsOf, farTicks, rangeOf, ticksPerUnit } from './grid.ts';
import { oneForm } from './one-form.ts';
import type { CategoryCounts, NumericCounts } from './profile.ts';

/** Counts of numbers in memory; the same as an engine counts. NaN stands for a missing value unless `isNaNMissing` is false. */
export function countValues(
  values: Float64Array,
  { grid, atoms }: FrozenNumbers,
  { isNaNMissing = true }: { readonly isNaNMissing?: boolean } = {},
): NumericCounts {
  const counts = new Array<number>(binsOf(grid) + 1).fill(0);
  const ticks = new Array<number>(binsOf(grid) + 1).fill(0);
  const atomCounts = atoms.map(() => 0);
  const places = new Map(atoms.map((atom, place) => [atom, place]));
  const [low, high] = rangeOf(grid);
  const perUnit = ticksPerUnit(grid);
  const special = { missing: 0, nan: 0, positiveInfinity: 0, negativeInfinity: 0 };
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (Number.isNaN(value)) special[isNaNMissing ? 'missing' : 'nan'] += 1;
    else if (value === Number.POSITIVE_INFINITY) special.positiveInfinity += 1;
    else if (value === Number.NEGATIVE_INFINITY) special.negativeInfinity += 1;
    else {
      min = Math.min(min, value);
      max = Math.max(max, value);
      const isFar = value < low || value > high;
      // −0 is counted with 0, as engines compare them.
      const place = isFar ? undefined : places.get(value + 0);
      if (place === undefined) {
        const bin = binOf(grid, value);
        const steps = isFar
          ? farTicks(grid, value < low ? 'below' : 'above')
          : Math.floor((value - grid.center) * perUnit);
        counts[bin] = (counts[bin] ?? 0) + 1;
        ticks[bin] = (ticks[bin] ?? 0) + steps;
      } else atomCounts[place] = (atomCounts[place] ?? 0) + 1;
    }
  }
  const isEmpty = min > max;
  return {
    grid: { ...grid },
    atoms: [...atoms],
    ...special,
    min: isEmpty ? null : min + 0,
    max: isEmpty ? null : max + 0,
    atomCounts,
    ...trimBins(counts, ticks),
  };
}

/** Counts of texts in memory, '' for a missing one. */
export function countCategories(
  texts: readonly string[],
  { values, isComplete, hashed }: FrozenCategories,
): CategoryCounts {
  if (hashed)
    throw new OperatorError(
      'input-invalid',
      'This profile holds digests of its values; only an engine counts rows by digests.',
      'Compare with `tidegate drift --reference`, or profile without --hash-categories.',
    );
  const places = new Map(values.map((value, place) => [value, place]));
  const counts = values.map(() => 0);
  let [other, missing] = [0, 0];
  for (const text of texts) {
    const place = places.get(oneForm(text));
    if (text === '') missing += 1;
    else if (place === undefined) other += 1;
    else counts[place] = (counts[place] ?? 0) + 1;
  }
  return { values: [...values], counts, other, missing, isComplete };
}
