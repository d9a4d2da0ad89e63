import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openData } from '@tidegate/core/adapters/open-data';
import { Drift } from '@tidegate/core/config/drift';
import { compareProfiles } from '@tidegate/core/drift/compare-profiles';
import { kolmogorovSmirnovBounds } from '@tidegate/core/drift/distance/kolmogorov-smirnov';
import { wassersteinBounds } from '@tidegate/core/drift/distance/wasserstein';
import { DriftReport } from '@tidegate/core/drift/drift-report';
import { listUndecided } from '@tidegate/core/drift/narrow-finding';
import { buildReference, countAgainst, countFiner } from '@tidegate/core/profile/build-profile';
import { countValues } from '@tidegate/core/profile/count-values';
import { freezeNumbers } from '@tidegate/core/profile/freeze-values';
import { FINE_BINS } from '@tidegate/core/profile/grid';
import { Profile } from '@tidegate/core/profile/profile';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exactDistances } from './exact-distances.ts';

const random = xoroshiro128plus(41);
const uniform = () => uniformFloat64(random);
const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
const SHAPES: readonly (() => number)[] = [
  normal,
  () => Math.exp(2 * normal()),
  () => (uniform() < 0.7 ? 0 : Math.exp(normal())),
  () => Math.floor(1000 * uniform()),
  () => normal() / (uniform() + 1e-9) ** 3,
  () => 1.7e9 + 1e5 * normal(),
  () => 1e9 + normal(),
  () => (uniform() < 0.3 ? -1e8 : 1e-8),
  () => (uniform() < 0.02 ? 1e12 * normal() : normal()),
  () => 5,
];

describe('the finer grid', () => {
  it('holds the exact distances too, always, in bounds that are far narrower', () => {
    const width = { coarse: 0, fine: 0 };
    for (let pair = 0; pair < 80; pair += 1) {
      const draw = SHAPES[pair % SHAPES.length] ?? normal;
      const [shift, stretch] = uniform() < 0.5 ? [0, 1] : [uniform() - 0.5, 1 + 0.2 * normal()];
      const left = Float64Array.from({ length: 2 + Math.floor(4000 * uniform()) }, draw);
      const right = Float64Array.from({ length: 2 + Math.floor(4000 * uniform()) }, () => shift + stretch * draw());
      const { grid, atoms } = freezeNumbers(left);
      const fine = { grid: { ...grid, bins: FINE_BINS }, atoms };
      const truth = exactDistances(left, right);
      const ks = kolmogorovSmirnovBounds(countValues(left, fine), countValues(right, fine));
      const area = wassersteinBounds(countValues(left, fine), countValues(right, fine));
      const where = `shape ${pair % SHAPES.length}: ${JSON.stringify({ truth, ks, area })}`;
      expect(ks.low <= truth.distance && truth.distance <= ks.high, where).toBe(true);
      expect(area.low <= truth.area * (1 + 1e-9) && truth.area * (1 - 1e-9) <= area.high, where).toBe(true);
      const coarse = kolmogorovSmirnovBounds(countValues(left, { grid, atoms }), countValues(right, { grid, atoms }));
      // Two values and one are atoms: no grid is narrower there.
      if (draw === SHAPES[7] || draw === SHAPES[9]) continue;
      width.coarse += coarse.high - coarse.low;
      width.fine += ks.high - ks.low;
    }
    expect(width.fine).toBeLessThan(width.coarse / 5);
  });
});

const ROWS = 4_000;
const SETTINGS = { numeric: { distance: 'kolmogorov-smirnov' }, 'out-of-range': 0.5 };
const clock = { now: () => new Date('2026-01-02T03:04:05Z'), id: () => 'id' };
let folder = '';
const columns = ['a', 'b', 'c', 'd'] as const;
const values = { reference: {} as Record<string, Float64Array>, current: {} as Record<string, Float64Array> };
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-refine-'));
  columns.forEach((name, index) => {
    // Many values in a small part of one bin, which move inside it: 256 bins do not see that.
    const [center, width] = [0.31 + index / 20, 0.0012 + index / 5000];
    const draw = (shift: number) => () => (uniform() < 0.4 ? center + width * (normal() + shift) : normal());
    values.reference[name] = Float64Array.from({ length: ROWS }, draw(0));
    values.current[name] = Float64Array.from({ length: ROWS }, draw(1));
  });
  for (const side of ['reference', 'current'] as const) {
    const lines = Array.from({ length: ROWS }, (_, row) => columns.map((name) => values[side][name]?.[row]).join(','));
    writeFileSync(
      join(folder, `${side}.csv`),
      `${columns.join(',')},plan\n${lines.map((line) => `${line},x`).join('\n')}\n`,
    );
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a column whose bounds hold the threshold', () => {
  it.each([-1, 1] as const)(
    'is counted again from the rows, and decided as the exact distance is (side %s)',
    async (side) => {
      const opened = await openData([join(folder, 'reference.csv'), join(folder, 'current.csv')]);
      const [mine, theirs] = opened.relations;
      if (!mine || !theirs) throw new Error('two relations were asked for');
      const { engine } = opened;
      const reference = await buildReference({ engine, relation: mine });
      const current = await countAgainst({ engine, relation: theirs, reference });
      // Thresholds between the exact distance and one of the bounds: 256 bins cannot tell, whichever it is.
      const bounds = new Map(
        compareProfiles({ reference, current, settings: Drift.parse(SETTINGS), clock }).columns.map((column) => [
          column.column,
          column.findings.find(({ aspect }) => aspect === 'distribution')?.effect,
        ]),
      );
      const own = Object.fromEntries(
        columns.map((name) => {
          const { distance } = exactDistances(
            values.reference[name] as Float64Array,
            values.current[name] as Float64Array,
          );
          const bound = bounds.get(name)?.[side === -1 ? 'low' : 'high'] ?? Number.NaN;
          // Room for what the finer grid leaves open, which is less than two rows.
          expect(Math.abs(bound - distance)).toBeGreaterThan(4 / ROWS);
          return [name, { threshold: (distance + bound) / 2 }];
        }),
      );
      const settings = Drift.parse({ ...SETTINGS, columns: own });
      const before = compareProfiles({ reference, current, settings, clock });
      expect([...listUndecided(before.columns)].toSorted()).toEqual([...columns]);
      expect(before.outcome).not.toBe('drift');

      const names = listUndecided(before.columns);
      const finer = {
        reference: await countFiner({ engine, relation: mine, reference, names }),
        current: await countFiner({ engine, relation: theirs, reference, names }),
      };
      await opened.close();
      const after = compareProfiles({ reference, current, settings, clock, finer });
      expect(DriftReport.parse(after)).toEqual(after);
      expect(after.outcome).toBe(side === -1 ? 'drift' : 'none');
      for (const { column, findings } of after.columns.filter(({ kind }) => kind === 'numeric')) {
        const { distance } = exactDistances(
          values.reference[column] as Float64Array,
          values.current[column] as Float64Array,
        );
        const found = findings.find(({ aspect }) => aspect === 'distribution');
        expect(found).toMatchObject({ isRefined: true, decision: side === -1 ? 'drift' : 'none' });
        expect(found?.message).toContain('counted again on a finer grid');
        expect(found && found.effect.low <= distance && distance <= found.effect.high).toBe(true);
      }
      // What is refined is never stored: a profile has 256 bins.
      expect(Profile.safeParse({ ...reference, columns: finer.reference }).success).toBe(false);
    },
  );
});
