import { measureEveryDistance } from '@tidegate/core/drift/aspects/distribution';
import { findOutOfRange } from '@tidegate/core/drift/aspects/out-of-range';
import { kolmogorovSmirnovBounds } from '@tidegate/core/drift/distance/kolmogorov-smirnov';
import { wassersteinBounds } from '@tidegate/core/drift/distance/wasserstein';
import { Finding } from '@tidegate/core/drift/finding';
import { hidePeople } from '@tidegate/core/profile/hide-people';
import { ColumnProfile, NumericCounts, type Profile } from '@tidegate/core/profile/profile';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';
import { countValues } from '../../profile/count-values.ts';
import { exactDistances } from '../exact-distances.ts';
import reference from '../fixtures/distances.json' with { type: 'json' };

const random = xoroshiro128plus(20_261_121);
const uniform = () => uniformFloat64(random);
const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
const MOST = Number.MAX_VALUE;
const profileOfCounts = (numbers: NumericCounts): Profile => ({
  kind: 'tidegate.profile',
  version: 1,
  model: null,
  source: { name: 'rows', rows: 400, digest: null },
  columns: [{ kind: 'numeric', name: 'x', role: 'feature', numbers }],
});
const SHAPES: Record<string, () => () => number> = {
  normal: () => {
    const [center, width] = [1e3 * (uniform() - 0.5), 10 ** (4 * uniform() - 2)];
    return () => center + width * normal();
  },
  lognormal: () => () => Math.exp(2 * normal()),
  'many zeros': () => () => (uniform() < 0.7 ? 0 : Math.exp(normal())),
  'whole numbers': () => () => Math.floor(30 * uniform() ** 2),
  'heavy tails': () => () => normal() / (uniform() + 1e-9) ** 3,
  'large offset': () => () => 1.7e9 + 1e5 * normal(),
  constant: () => () => 5,
  'two values': () => () => (uniform() < 0.3 ? -1e8 : 1e-8),
  'far out': () => () => (uniform() < 0.02 ? 1e12 * normal() : normal()),
};

describe('bounds from counts', () => {
  it('hold the exact distances, always', () => {
    const names = Object.keys(SHAPES);
    const wide = { distance: 0, pairs: 0 };
    for (let pair = 0; pair < 1_000; pair += 1) {
      const shape = SHAPES[names[pair % names.length] ?? '']?.() ?? normal;
      const other = uniform() < 0.2 ? (SHAPES[names[Math.floor(uniform() * names.length)] ?? '']?.() ?? shape) : shape;
      const [shift, stretch] = uniform() < 0.5 ? [0, 1] : [uniform() - 0.5, 1 + 0.2 * normal()];
      const left = Float64Array.from({ length: 1 + Math.floor(600 * uniform()) }, shape);
      const right = Float64Array.from({ length: 1 + Math.floor(600 * uniform()) }, () => shift + stretch * other());
      const mine = countValues(left);
      const theirs = countValues(right, mine);
      const truth = exactDistances(left, right);
      const ks = kolmogorovSmirnovBounds(mine, theirs);
      const area = wassersteinBounds(mine, theirs);
      const where = `${names[pair % names.length]} ${pair}: ${JSON.stringify({ truth, ks, area })}`;
      expect(ks.low <= truth.distance && truth.distance <= ks.high, where).toBe(true);
      expect(area.low <= truth.area * (1 + 1e-9) && truth.area * (1 - 1e-9) <= area.high, where).toBe(true);
      wide.distance += ks.high - ks.low;
      wide.pairs += 1;
    }
    // Bounds that were always 0 and 1 would hold too.
    expect(wide.distance / wide.pairs).toBeLessThan(0.04);
  });

  it('hold the exact distances from the smallest to the greatest numbers', () => {
    for (let exponent = -320; exponent <= 308; exponent += exponent > -290 && exponent < 290 ? 20 : 1) {
      const unit = 10 ** exponent;
      const draw = (shift: number) =>
        Float64Array.from({ length: 400 }, () => Math.max(-MOST, Math.min(MOST, (shift + normal()) * unit)));
      for (const shift of [0, 0.5, 3]) {
        const [left, right] = [draw(0), draw(shift)];
        const mine = countValues(left);
        const theirs = countValues(right, mine);
        // The exact area of numbers whose differences would overflow is computed of smaller ones.
        const smaller = exponent > 290 ? 2 ** -64 : 1;
        const shrunk = [left, right].map((values) => values.map((value) => value * smaller));
        const truth = exactDistances(shrunk[0] ?? left, shrunk[1] ?? right);
        const ks = kolmogorovSmirnovBounds(mine, theirs);
        const area = wassersteinBounds(mine, theirs);
        const where = `10^${exponent}, ${shift}: ${JSON.stringify({ truth, ks, area, grid: mine.grid })}`;
        expect(ks.low <= truth.distance && truth.distance <= ks.high, where).toBe(true);
        expect(area.low * smaller <= truth.area * (1 + 1e-9) + Number.MIN_VALUE, where).toBe(true);
        const isBelow = truth.area * (1 - 1e-9) <= area.high * smaller;
        expect(isBelow || area.high === Number.MAX_VALUE, where).toBe(true);
        // Up to where differences overflow, counts tell as much as of any other column.
        if (exponent > -300 && exponent < 307) expect(ks.high - ks.low, where).toBeLessThan(0.05);
        for (const counted of [mine, theirs]) {
          expect(NumericCounts.safeParse(counted).error, where).toBeUndefined();
          const hidden = hidePeople(profileOfCounts(counted), { own: true }).columns[0];
          expect(ColumnProfile.safeParse(hidden).error, where).toBeUndefined();
        }
        const column = { kind: 'numbers', name: null, reference: mine, current: theirs } as const;
        const beyond = findOutOfRange(column, { 'out-of-range': 0.01 });
        const share = right.filter((value) => value < Math.min(...left) || value > Math.max(...left)).length / 400;
        if (beyond) {
          expect(Finding.safeParse(beyond).error, where).toBeUndefined();
          expect(beyond.effect.low <= share + 1e-12 && share <= beyond.effect.high + 1e-12, where).toBe(true);
        } else expect(share, where).toBe(0);
        for (const measured of measureEveryDistance(column))
          expect([measured.effect.low, measured.effect.high].every(Number.isFinite), where).toBe(true);
      }
    }
  });

  it.each(reference.pairs)(
    'hold what SciPy computes: $name',
    ({ left, right, ks_2samp: ks, wasserstein_distance: area }) => {
      const mine = countValues(Float64Array.from(left));
      const theirs = countValues(Float64Array.from(right), mine);
      const [distance, bounds] = [kolmogorovSmirnovBounds(mine, theirs), wassersteinBounds(mine, theirs)];
      expect(distance.low).toBeLessThanOrEqual(ks);
      expect(distance.high).toBeGreaterThanOrEqual(ks);
      expect(bounds.low).toBeLessThanOrEqual(area * (1 + 1e-9));
      expect(bounds.high).toBeGreaterThanOrEqual(area * (1 - 1e-9));
    },
  );

  it('are exact where every value has a bin of its own', () => {
    const left = Float64Array.from({ length: 500 }, (_, index) => index % 10);
    const right = Float64Array.from({ length: 300 }, (_, index) => (index % 10) ** 2 % 10);
    const mine = countValues(left);
    const theirs = countValues(right, mine);
    const truth = exactDistances(left, right);
    const ks = kolmogorovSmirnovBounds(mine, theirs);
    expect(ks.low).toBeCloseTo(truth.distance, 10);
    expect(ks.high).toBeCloseTo(truth.distance, 10);
    const area = wassersteinBounds(mine, theirs);
    expect(area.low).toBeCloseTo(truth.area, 8);
    expect(area.high).toBeCloseTo(truth.area, 8);
  });

  it('are nothing where one side has no values', () => {
    const mine = countValues(Float64Array.of(1, 2, 3));
    const none = countValues(new Float64Array(), mine);
    expect(kolmogorovSmirnovBounds(mine, none).low).toBe(0);
    expect(wassersteinBounds(mine, none)).toEqual({ low: 0, high: 0 });
  });
});
