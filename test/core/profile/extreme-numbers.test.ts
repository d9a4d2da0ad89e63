import { openData } from '@tidegate/core/adapters/open-data';
import { buildReference, countFiner } from '@tidegate/core/profile/build-profile';
import { countValues } from '@tidegate/core/profile/count-values';
import { FINE_BINS } from '@tidegate/core/profile/grid';
import { Profile } from '@tidegate/core/profile/profile';
import { describe, expect, it } from 'vitest';

const ROWS = 300;
const EXPONENTS = [-320, -310, -307, -305, -300, 298, 299, 300, 301, 302, 304, 306, 307, 308];

/** From −1.7 to 1.7, with a longer tail on one side, and more on both. */
const VALUES = Array.from({ length: ROWS }, (_, row) => (row < 10 ? 0.1 * row : 1.7 * Math.sin(row) ** 3));

describe('columns of the smallest and the greatest numbers', () => {
  it('are counted by the engine as in memory, and their profile can be read again', async () => {
    const columns = EXPONENTS.map((exponent) => Float64Array.from(VALUES, (value) => value * 10 ** exponent));
    const rows = VALUES.map((_, row) => `(${columns.map((column) => `'${column[row]}'::DOUBLE`).join(', ')})`);
    const names = EXPONENTS.map((exponent) => `e${exponent}`);
    const list = names.map((name) => `"${name}"`).join(', ');
    const { engine, relations, close } = await openData(
      [`sql:SELECT * FROM (VALUES ${rows.join(', ')}) AS v(${list})`],
      { threads: 1 },
    );
    const [relation] = relations;
    if (!relation) throw new Error('a relation was asked for');
    const profile = await buildReference({ engine, relation });
    const finer = await countFiner({ engine, relation, reference: profile, names: new Set(names) });
    await close();
    expect(Profile.safeParse(JSON.parse(JSON.stringify(profile))).error).toBeUndefined();
    expect(profile.columns).toHaveLength(EXPONENTS.length);
    profile.columns.forEach((column, place) => {
      if (column.kind !== 'numeric') throw new Error(`${column.name} is ${column.kind}`);
      const values = columns[place] ?? new Float64Array();
      const { grid, atoms } = column.numbers;
      expect(column.numbers, column.name).toEqual(countValues(values, { grid, atoms }));
      const fine = finer[place];
      const onFine = countValues(values, { grid: { ...grid, bins: FINE_BINS }, atoms });
      expect(fine?.kind === 'numeric' && fine.numbers, column.name).toEqual(onFine);
    });
  });
});
