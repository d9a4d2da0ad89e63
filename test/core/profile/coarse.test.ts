import { openDuckDbEngine } from '@tidegate/core/adapters/duckdb-engine';
import { Drift } from '@tidegate/core/config/drift';
import { EVALUATION_DEFAULTS } from '@tidegate/core/config/evaluation';
import { profileReference } from '@tidegate/core/drift/profile-reference';
import { buildReference } from '@tidegate/core/profile/build-profile';
import { countClassCalibration } from '@tidegate/core/profile/class-calibration';
import { coarsenBounds, coarsenEdges, coarsenGrid, coarsenUp } from '@tidegate/core/profile/coarse';
import { hidePeople } from '@tidegate/core/profile/hide-people';
import { Profile } from '@tidegate/core/profile/profile';
import { PREDICTION_COLUMN, profileColumns } from '@tidegate/core/profile/profile-columns';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawing } from '../drift/random-profiles.ts';

const { uniform } = drawing(31);
const ROWS = 501;
const income = Float64Array.from({ length: ROWS }, () => Math.round((20_000 + uniform() * 80_000) * 100) / 100);
const rare = Float64Array.from({ length: ROWS }, (_, row) => (row === 77 ? 123_456.789 : 0));
const prediction = Float64Array.from(income, (value) => value * 2 + uniform());
const target = Float64Array.from(prediction, (value, row) => value + (uniform() - 0.5) * (income[row] as number));
const holders = (values: Float64Array, value: number) => values.filter((each) => each === value).length;
const DRAWN: Record<string, Float64Array> = { income, rare, [PREDICTION_COLUMN]: prediction, y: target };

describe('a private reference', () => {
  const source = { name: 'rows', rows: ROWS, digest: null };
  const drift = Drift.parse({ private: true });
  const rows = {
    model: 'm',
    columns: { income, rare },
    prediction: { name: PREDICTION_COLUMN, values: prediction },
    target: { name: 'y', values: target },
    source,
  };
  const evaluation = { ...EVALUATION_DEFAULTS, metrics: ['root_mean_squared_error'] };
  const profile = profileReference(rows, { task: 'regression', evaluation, drift }, undefined);

  it('has grids and extremes that are no value of few rows', () => {
    expect(Profile.safeParse(profile).success).toBe(true);
    for (const column of profile.columns) {
      if (column.kind !== 'numeric') throw new Error('numbers only');
      const { grid, min, max } = column.numbers;
      const values = DRAWN[column.name] ?? income;
      for (const told of [grid.center, min ?? 0, max ?? 0])
        expect([0, 500], column.name).toContain(holders(values, told));
      const bits = grid.scale / 2 ** Math.floor(Math.log2(grid.scale));
      expect([1, 1.5]).toContain(bits);
      expect(Math.abs(grid.center % (grid.scale / bits / 16)), column.name).toBe(0);
    }
    expect(JSON.stringify(profile)).not.toContain('123456.789');
  });

  it('has a model of errors that tells neither edges nor the largest error', () => {
    const [loss] = profile.errorModel?.losses ?? [];
    const largest = Math.max(...target.map((value, row) => (value - (prediction[row] as number)) ** 2));
    expect(Math.log2(loss?.scale ?? 0) % 1).toBe(0);
    expect((loss?.base ?? 0) + (loss?.scale ?? 0)).toBeGreaterThan(largest);
    const edges = profile.errorModel?.columns.flatMap((each) => (each.kind === 'numeric' ? each.edges : [])) ?? [];
    expect(edges.length).toBeGreaterThan(5);
    for (const edge of edges) expect(edge % 256, String(edge)).toBe(0);
  });

  it('has bounds of scores that are no score, and hides no bounds of what lies beyond', () => {
    const scores = Float64Array.from({ length: 3 * ROWS }, uniform);
    const labels = Array.from({ length: ROWS }, (_, row) => row % 3);
    const classCalibration = countClassCalibration({ classes: ['a', 'b', 'c'], scores, labels });
    const open = profileColumns({ ...rows, ...(classCalibration && { classCalibration }) });
    const hidden = Profile.parse(hidePeople(open, { own: true }));
    expect(hidden.classCalibration?.length).toBe(3);
    hidden.classCalibration?.forEach(({ lowest, highest }, index) => {
      expect(holders(scores, lowest) + holders(scores, highest)).toBe(0);
      const own = open.classCalibration?.[index];
      expect(own && lowest <= own.lowest && own.highest <= highest && highest - lowest < 1.2).toBe(true);
    });
    const segment = { column: 'income', parts: [] };
    expect(hidePeople({ ...open, segments: [segment] }, { own: false })).not.toHaveProperty('segments');
  });

  it('is as coarse where an engine counts it', async () => {
    const engine = await openDuckDbEngine({ threads: 1 });
    const list = Array.from(income).join(', ');
    await engine.query(`CREATE TABLE people AS SELECT unnest([${list}]) AS income`);
    const relation = { source: 'people', from: 'people' };
    const [column] = (await buildReference({ engine, relation, private: true })).columns;
    await engine.close();
    expect(column?.kind === 'numeric' && column.numbers).toEqual(
      profile.columns[0]?.kind === 'numeric' && {
        ...profile.columns[0].numbers,
        min: Math.min(...income),
        max: Math.max(...income),
        ticks: expect.any(Array),
      },
    );
  });
});

describe('coarse numbers', () => {
  const any = fc.double({ noNaN: true, noDefaultInfinity: true, min: -(2 ** 1000), max: 2 ** 1000 });
  const size = fc.double({ noNaN: true, min: 2 ** -900, max: 2 ** 1000 });

  it('are finite and near, from the smallest to the greatest', () => {
    const near = fc.property(any, size, (center, scale) => {
      const coarse = coarsenGrid({ center, scale });
      expect(coarse.scale / scale).toBeGreaterThanOrEqual(0.75);
      expect(coarse.scale / scale).toBeLessThanOrEqual(1.34);
      expect(Math.abs(coarse.center - center)).toBeLessThanOrEqual(scale / 16 + Math.abs(center) * 2 ** -44);
      const up = coarsenUp(scale);
      expect(up >= scale && up < 2 * scale).toBe(true);
    });
    fc.assert(near, { seed: 3 });
  });

  it('hold what they bound, and ascend', () => {
    fc.assert(
      fc.property(any, any, (one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const [least, most] = coarsenBounds(low, high);
        expect(least <= low && high <= most).toBe(true);
      }),
      { seed: 4 },
    );
    fc.assert(
      fc.property(fc.uniqueArray(any, { maxLength: 30 }), (values) => {
        const edges = coarsenEdges(values.toSorted((left, right) => left - right));
        expect(edges.every((edge, index) => index === 0 || edge > (edges[index - 1] ?? edge))).toBe(true);
      }),
      { seed: 5 },
    );
  });

  it('do not tell an edge that is alone', () => {
    expect(coarsenEdges([61_728.3945])).toEqual([61_440]);
  });
});
