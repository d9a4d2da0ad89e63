import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { openDuckDbEngine } from '@tidegate/core/adapters/duckdb-engine';
import type { Relation, SqlEngine } from '@tidegate/core/ports/sql-engine';
import { buildReference, countAgainst } from '@tidegate/core/profile/build-profile';
import { addProfiles, subtractProfile } from '@tidegate/core/profile/combine-profiles';
import { countCategories } from '@tidegate/core/profile/count-values';
import { freezeCategories } from '@tidegate/core/profile/freeze-values';
import { type ColumnProfile, PROFILE, Profile } from '@tidegate/core/profile/profile';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countValues } from './count-values.ts';

const ROWS = 30_000;
const random = xoroshiro128plus(5);
const uniform = () => uniformFloat64(random);
const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
const ODD = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e308, -1e308, -0, 0, 5e-324, null];
const MAKERS: Record<string, () => number | null> = {
  normal,
  'a "name"; with\nall': () => 1e6 + 10 * normal(),
  zeros: () => (uniform() < 0.7 ? 0 : Math.exp(normal())),
  odd: () => (uniform() < 0.1 ? (ODD[Math.floor(uniform() * ODD.length)] ?? null) : normal() ** 5),
  whole: () => Math.floor(20 * uniform()),
  constant: () => 3,
  'all null': () => null,
};
const COLUMNS = Object.fromEntries(
  Object.entries(MAKERS).map(([name, make]) => [name, Array.from({ length: ROWS }, () => make())]),
);
const TEXTS = Array.from({ length: ROWS }, () => (uniform() < 0.05 ? null : `v${Math.floor(300 * uniform() ** 2)}`));

let folder = '';
let engine: SqlEngine;
const relation = (where = 'TRUE'): Relation => ({
  source: 'rows',
  from: `(SELECT * EXCLUDE (row) FROM read_parquet('${join(folder, 'rows.parquet')}') WHERE ${where})`,
});
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-profile-'));
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const names = Object.keys(COLUMNS).map((name) => `"${name.replaceAll('"', '""')}" DOUBLE`);
  await connection.run(
    `CREATE TABLE rows (row INTEGER, ${names.join(', ')}, text VARCHAR, flag BOOLEAN, "at" TIMESTAMP)`,
  );
  const appender = await connection.createAppender('rows');
  for (let row = 0; row < ROWS; row += 1) {
    appender.appendInteger(row);
    for (const values of Object.values(COLUMNS)) {
      const value = values[row] ?? null;
      if (value === null) appender.appendNull();
      else appender.appendDouble(value);
    }
    const text = TEXTS[row] ?? null;
    if (text === null) appender.appendNull();
    else appender.appendVarchar(text);
    appender.appendBoolean(row % 3 === 0);
    appender.appendNull();
    appender.endRow();
  }
  appender.closeSync();
  await connection.run(`UPDATE rows SET "at" = TIMESTAMP '2026-03-29 00:30:00' + row * INTERVAL 1 MINUTE`);
  await connection.run(`COPY rows TO '${join(folder, 'rows.parquet')}'`);
  engine = await openDuckDbEngine({ threads: 2 });
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const find = (profile: Profile, name: string): ColumnProfile | undefined =>
  profile.columns.find((column) => column.name === name);

describe('a reference profile', () => {
  it('has the counts that the formulas give, value by value', async () => {
    const profile = await buildReference({ engine, relation: relation() });
    expect(Profile.parse(profile)).toEqual(profile);
    for (const [name, values] of Object.entries(COLUMNS)) {
      const column = find(profile, name);
      if (column?.kind !== 'numeric') throw new Error(`${name} is ${column?.kind}`);
      const present = Float64Array.from(values.filter((value) => value !== null));
      const expected = { ...countValues(present, column.numbers), missing: ROWS - present.length };
      expect(column.numbers, name).toEqual(expected);
    }
    const text = find(profile, 'text');
    if (text?.kind !== 'categorical') throw new Error('text is no category');
    expect(text.categories).toEqual(
      countCategories(
        TEXTS.map((value) => value ?? ''),
        text.categories,
      ),
    );
    expect(text.categories.values).toHaveLength(200);
    expect(text.categories.other).toBeGreaterThan(0);
    expect(find(profile, 'flag')).toMatchObject({ categories: { values: ['false', 'true'], isComplete: true } });
    // Thirty thousand minutes over a night on which clocks change: no hour is there twice.
    expect(find(profile, 'at')).toMatchObject({ kind: 'timestamp', numbers: { max: 1774744200 + (ROWS - 1) * 60 } });
  });

  it('is the same twice, and with other numbers of threads', async () => {
    const first = await buildReference({ engine, relation: relation() });
    const other = await openDuckDbEngine({ threads: 1 });
    const second = await buildReference({ engine: other, relation: relation() });
    await other.close();
    expect(second).toEqual(first);
  });

  it('refuses a column that is not there, with the nearest name', async () => {
    await expect(buildReference({ engine, relation: relation(), columns: ['normale'] })).rejects.toMatchObject({
      code: 'data-invalid',
      hint: 'Did you mean "normal"?',
    });
  });

  it('lists no value that is a whole document, and counts it', async () => {
    const texts = [
      ...Array<string>(5).fill('short'),
      'ü'.repeat(1_000),
      '🙂'.repeat(1_000),
      'x'.repeat(1_001),
      'x'.repeat(1_001),
    ];
    const rows = texts.map((text) => `('${text}')`).join(', ');
    const profile = await buildReference({ engine, relation: { source: 'rows', from: `(VALUES ${rows}) x (t)` } });
    const [column] = profile.columns;
    if (column?.kind !== 'categorical') throw new Error('a text column of few values is one of categories');
    const { values, counts, other, isComplete } = column.categories;
    expect([...values].sort()).toEqual(['short', 'ü'.repeat(1_000), '🙂'.repeat(1_000)]);
    expect([counts.toSorted(), other, isComplete]).toEqual([[1, 1, 5], 2, false]);
    expect(freezeCategories(texts)).toEqual({ values, isComplete });
  });

  it('refuses no rows at all', async () => {
    await expect(buildReference({ engine, relation: relation('FALSE') })).rejects.toThrow('has zero rows');
  });
});

describe('profiles of parts', () => {
  it('add up to the whole in any order, bit for bit, and come apart again', async () => {
    const reference = await buildReference({ engine, relation: relation() });
    const parts = await Promise.all(
      [0, 1, 2, 3].map((part) => countAgainst({ engine, reference, relation: relation(`hash(row) % 4 = ${part}`) })),
    );
    const [one, two, three, four] = parts as [Profile, Profile, Profile, Profile];
    const forwards = addProfiles(addProfiles(addProfiles(one, two), three), four);
    const backwards = addProfiles(four, addProfiles(three, addProfiles(two, one)));
    expect(JSON.stringify(backwards)).toBe(JSON.stringify(forwards));
    expect(forwards.source.parts).toBe(4);
    expect(forwards.columns).toEqual(reference.columns);
    expect(forwards.source.rows).toBe(ROWS);
    const counts = (profile: Profile) =>
      profile.columns.map((column) => ('numbers' in column ? { ...column.numbers, min: 0, max: 0 } : column));
    expect(counts(subtractProfile(forwards, four))).toEqual(counts(addProfiles(addProfiles(one, two), three)));
  });

  it('do not add up when they were counted on other grids', async () => {
    const left = await buildReference({ engine, relation: relation('row < 1000') });
    const right = await buildReference({ engine, relation: relation('row >= 1000') });
    expect(() => addProfiles(left, right)).toThrow('was counted on another grid');
    expect(() => subtractProfile(left, left).columns).not.toThrow();
    const reference = await buildReference({ engine, relation: relation() });
    const part = await countAgainst({ engine, reference, relation: relation('row < 10') });
    expect(() => subtractProfile(part, reference)).toThrow('cannot be taken away');
  });
});

describe('the document', () => {
  it.each([
    ['a bin that does not exist', (profile: Profile) => spoil(profile, { first: 250 })],
    ['ticks without counts', (profile: Profile) => spoil(profile, { ticks: [] })],
    ['a scale of 0', (profile: Profile) => spoil(profile, { grid: { center: 0, scale: 0 } })],
    ['a count below 0', (profile: Profile) => spoil(profile, { missing: -1 })],
  ])('refuses %s', async (_, change) => {
    const profile = await buildReference({ engine, relation: relation(), columns: ['normal'] });
    expect(PROFILE.schema.safeParse(profile).success).toBe(true);
    expect(PROFILE.schema.safeParse(change(profile)).success).toBe(false);
  });
});

function spoil(profile: Profile, change: Record<string, unknown>): unknown {
  return {
    ...profile,
    columns: profile.columns.map((column) =>
      'numbers' in column ? { ...column, numbers: { ...column.numbers, ...change } } : column,
    ),
  };
}
