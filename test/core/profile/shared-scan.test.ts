import { openData } from '@tidegate/core/adapters/open-data';
import { buildReference, countParts } from '@tidegate/core/profile/build-profile';
import { splitByValue } from '@tidegate/core/profile/split-by-value';
import { describe, expect, it } from 'vitest';

const COLUMNS = [
  "CASE i % 7 WHEN 0 THEN NULL WHEN 1 THEN 'nan'::DOUBLE WHEN 2 THEN 'inf'::DOUBLE ELSE sin(i) END AS a",
  'CASE WHEN i = 5 THEN 1e300 WHEN i % 3 = 0 THEN 0 ELSE cos(i) END AS b',
];
const MORE = ['i * 1.0 AS c', 'i * 2.0 AS d', 'i * 3.0 AS e'];

/** Counts of the first two columns, whole and in parts, and how many of the queries kept values for others. */
async function countFirst(columns: readonly string[]) {
  const rows = `sql:SELECT 's' || (i % 3) AS s, ${columns.join(', ')} FROM range(1200) t(i)`;
  const { engine, relations, close } = await openData([rows], { threads: 1 });
  const [relation] = relations;
  if (!relation) throw new Error('a relation was asked for');
  const asked: string[] = [];
  const heard: typeof engine = {
    ...engine,
    query: (sql, options) => {
      asked.push(sql);
      return engine.query(sql, options);
    },
  };
  const whole = await buildReference({ engine: heard, relation });
  const split = await splitByValue(engine, relation, 's', ['s0', 's1']);
  const parts = await countParts({ engine: heard, relation, reference: whole, split });
  await close();
  const firstOf = (profile: typeof whole) => profile.columns.filter(({ name }) => name === 'a' || name === 'b');
  return { counts: [whole, ...parts].map(firstOf), kept: asked.filter((sql) => sql.startsWith('WITH ')).length };
}

describe('columns that are read together', () => {
  it('are counted as each on its own', async () => {
    const [alone, together] = [await countFirst(COLUMNS), await countFirst([...COLUMNS, ...MORE])];
    expect(alone.kept).toBe(0);
    expect(together.kept).toBeGreaterThan(0);
    expect(together.counts).toEqual(alone.counts);
    expect(alone.counts[0]).toHaveLength(2);
  });
});
