import { Drift } from '@tidegate/core/config/drift';
import { compareProfiles } from '@tidegate/core/drift/compare-profiles';
import { Profile } from '@tidegate/core/profile/profile';
import { countColumnsAgainst, profileColumns } from '@tidegate/core/profile/profile-columns';
import { describe, expect, it } from 'vitest';

const ROWS = 400;
const clock = { now: () => new Date('2026-01-02T03:04:05Z'), id: () => 'id' };
const source = { name: 'rows', rows: ROWS, digest: null };
const x = Float64Array.from({ length: ROWS }, (_, row) => (row % 7 === 0 ? Number.NaN : row));
const city = Array.from({ length: ROWS }, (_, row) => ['', 'north', 'south'][row % 3] ?? '');
const honest = profileColumns({ model: 'm', columns: { x, city }, source });
const decide = (reference: Profile, current: Profile) =>
  compareProfiles({ reference, current, settings: Drift.parse({ 'min-rows': 100 }), clock });

describe('a profile whose columns contradict its rows', () => {
  const [numeric, categorical] = honest.columns;
  if (numeric?.kind !== 'numeric' || categorical?.kind !== 'categorical') throw new Error('two columns');
  const { numbers } = numeric;
  const { categories } = categorical;
  const text = { kind: 'text', name: 't', role: 'feature', length: numbers, patterns: categories } as const;
  const embedding = { kind: 'embedding', name: 'e', role: 'feature', dimensions: 1, norm: numbers } as const;
  const component = (own: typeof numbers) => ({ ...embedding, components: [{ index: 0, numbers: own }] });
  const many = Number.MAX_SAFE_INTEGER;
  const nothing = { ...numbers, missing: 0, min: null, max: null, counts: [], ticks: [], atoms: [], atomCounts: [] };

  it('is refused, whatever kind the column is of', () => {
    const accepts = (column: unknown) => Profile.safeParse({ ...honest, columns: [column] }).success;
    expect([numeric, categorical, text, component(numbers)].map(accepts)).toEqual([true, true, true, true]);
    const liars = [
      { ...numeric, numbers: nothing },
      { ...numeric, kind: 'timestamp', numbers: nothing },
      { ...numeric, numbers: { ...numbers, missing: many, nan: many } },
      { ...categorical, categories: { ...categories, other: 1 } },
      { ...categorical, categories: { ...categories, counts: categories.counts.map(() => many) } },
      { ...text, length: nothing },
      { ...text, patterns: { ...categories, missing: 0 } },
      { ...component(numbers), norm: nothing },
      component(nothing),
    ];
    expect(liars.map(accepts)).toEqual(liars.map(() => false));
    const few = Profile.safeParse({ ...honest, source: { ...source, rows: 10 ** 15 } });
    expect(few.error?.issues[0]).toMatchObject({
      path: ['columns', 0],
      message: 'expected counts of 1000000000000000 rows in every part of column "x"',
    });
  });

  it('is refused for a part of a segment too', () => {
    const segment = (rows: number) => ({
      column: 'city',
      parts: [{ name: 'north', kind: 'value', rows, columns: honest.columns }],
    });
    const accepts = (rows: number) => Profile.safeParse({ ...honest, segments: [segment(rows)] }).success;
    expect([ROWS, ROWS + 1].map(accepts)).toEqual([true, false]);
  });
});

describe('a window of which nothing can be compared', () => {
  it('is none of no drift', () => {
    const { columns: _, ...rest } = honest;
    expect(decide({ ...rest, columns: [] }, honest).outcome).toBe('cannot-tell');
    const numeric = honest.columns.filter(({ kind }) => kind === 'numeric');
    const empty = numeric.map((column) =>
      column.kind === 'numeric'
        ? { ...column, numbers: { ...column.numbers, counts: [], ticks: [], missing: 0 } }
        : column,
    );
    expect(decide({ ...rest, columns: empty }, { ...rest, columns: empty })).toMatchObject({
      outcome: 'cannot-tell',
      columns: [{ decision: 'cannot-tell', findings: [] }],
    });
  });

  it('is as it was where only labels have not arrived', () => {
    const labelled = profileColumns({ model: 'm', columns: { x }, target: { name: 'y', values: x }, source });
    const isMissing = new Float64Array(ROWS).fill(Number.NaN);
    const open = countColumnsAgainst(labelled, {
      model: 'm',
      columns: { x },
      target: { name: 'y', values: isMissing },
      source,
    });
    expect(decide(labelled, Profile.parse(open)).outcome).toBe('none');
  });
});
