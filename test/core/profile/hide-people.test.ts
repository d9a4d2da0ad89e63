import { kolmogorovSmirnovBounds } from '@tidegate/core/drift/distance/kolmogorov-smirnov';
import { wassersteinBounds } from '@tidegate/core/drift/distance/wasserstein';
import { addProfiles, subtractProfile } from '@tidegate/core/profile/combine-profiles';
import { hidePeople } from '@tidegate/core/profile/hide-people';
import { type NumericCounts, Profile } from '@tidegate/core/profile/profile';
import { countColumnsAgainst, profileColumns } from '@tidegate/core/profile/profile-columns';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';
import { exactDistances } from '../drift/exact-distances.ts';

const random = xoroshiro128plus(4);
const uniform = () => uniformFloat64(random);
const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
const SHAPES: Record<string, () => number> = {
  normal: () => 40 + 3 * normal(),
  'many zeros': () => (uniform() < 0.7 ? 0 : Math.exp(normal())),
  'whole numbers': () => Math.floor(60 * uniform() ** 3),
  'heavy tails': () => normal() / (uniform() + 1e-9) ** 3,
  'far out': () => (uniform() < 0.01 ? 1e12 * normal() : normal()),
  'years of birth': () => 1_980 + Math.round(12 * normal()),
};
const rowsOf = (values: Float64Array, texts: readonly string[] = []) => ({
  model: null,
  columns: { x: values, ...(texts.length > 0 && { city: texts }) },
  source: { name: 'rows', rows: values.length, digest: null },
});
const numbersOf = ({ columns }: Profile): NumericCounts => {
  const [column] = columns;
  if (column?.kind !== 'numeric') throw new Error('a column of numbers');
  return column.numbers;
};
const draw = (rows: number, make: () => number) => Float64Array.from({ length: rows }, make);

describe('a private profile', () => {
  it.each(Object.entries(SHAPES))('has bounds that hold the exact distances: %s', (_, make) => {
    let wider = 0;
    for (let trial = 0; trial < 60; trial += 1) {
      const shift = uniform() < 0.5 ? 0 : uniform();
      const left = draw(20 + Math.floor(800 * uniform()), make);
      const right = draw(20 + Math.floor(800 * uniform()), () => make() + shift);
      const open = profileColumns(rowsOf(left));
      const coarse = profileColumns(rowsOf(left), { isPrivate: true });
      const reference = Profile.parse(hidePeople(coarse, { own: true }));
      const current = Profile.parse(hidePeople(countColumnsAgainst(reference, rowsOf(right)), { own: false }));
      const truth = exactDistances(left, right);
      const [ks, area] = [kolmogorovSmirnovBounds, wassersteinBounds].map((bounds) =>
        bounds(numbersOf(reference), numbersOf(current)),
      );
      const where = `${trial}: ${JSON.stringify({ truth, ks, area })}`;
      expect(ks && ks.low <= truth.distance && truth.distance <= ks.high, where).toBe(true);
      expect(area && area.low <= truth.area * (1 + 1e-9) && truth.area * (1 - 1e-9) <= area.high, where).toBe(true);
      const told = wassersteinBounds(numbersOf(open), numbersOf(countColumnsAgainst(open, rowsOf(right))));
      if (area && area.high - area.low > told.high - told.low) wider += 1;
    }
    expect(wider).toBeGreaterThan(30);
  });

  it('tells of no number that fewer than five rows have', () => {
    const values = draw(3_000, () => 1_980 + Math.round(12 * normal()) + (uniform() < 0.5 ? 0 : uniform()));
    const open = numbersOf(profileColumns(rowsOf(values)));
    const { min, max, counts, ticks, atoms, atomCounts } = numbersOf(
      hidePeople(profileColumns(rowsOf(values)), { own: true }),
    );
    expect(
      open.ticks.filter((sum, place) => sum !== null && (open.counts[place] ?? 0) < 5 && open.counts[place] !== 0)
        .length,
    ).toBeGreaterThan(5);
    expect(ticks.filter((sum, place) => sum !== null && (counts[place] ?? 0) < 5 && counts[place] !== 0)).toEqual([]);
    expect(Math.min(...atomCounts)).toBeGreaterThanOrEqual(5);
    expect(atoms.length).toBeGreaterThan(10);
    const [least, most] = [Math.min(...values), Math.max(...values)];
    expect(min).toBeLessThan(least);
    expect(max).toBeGreaterThan(most);
    expect([...counts, ...atomCounts].reduce((sum, count) => sum + count, 0)).toBe(values.length);
  });

  it('lists no category that fewer than five rows have, and does not call it new later', () => {
    const texts = Array.from({ length: 500 }, (_, row) => (row < 4 ? `only ${row}` : `many ${row % 7}`));
    const [, city] = hidePeople(profileColumns(rowsOf(new Float64Array(500), texts)), { own: true }).columns;
    expect(city?.kind === 'categorical' && city.categories).toMatchObject({ other: 4, isComplete: false });
    expect(JSON.stringify(city)).not.toContain('only');
  });

  it('merges and is taken apart like any other', () => {
    const [whole, part] = [draw(900, normal), draw(300, normal)];
    const reference = hidePeople(profileColumns(rowsOf(whole)), { own: true });
    const other = hidePeople(countColumnsAgainst(reference, rowsOf(part)), { own: false });
    const sum = Profile.parse(addProfiles(reference, other));
    expect(numbersOf(addProfiles(other, reference)).counts).toEqual(numbersOf(sum).counts);
    expect(numbersOf(sum).ticks).toContain(null);
    expect(numbersOf(Profile.parse(subtractProfile(sum, other))).counts).toEqual(numbersOf(reference).counts);
  });
});
