import { kolmogorovSmirnovBounds } from '@tidegate/core/drift/distance/kolmogorov-smirnov';
import { wassersteinBounds } from '@tidegate/core/drift/distance/wasserstein';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';
import { countValues } from '../../profile/count-values.ts';
import { exactDistances } from '../exact-distances.ts';
import reference from '../fixtures/distances.json' with { type: 'json' };

const random = xoroshiro128plus(20_261_121);
const uniform = () => uniformFloat64(random);
const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
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
