import { openData } from '@tidegate/core/adapters/open-data';
import type { Relation, SqlEngine } from '@tidegate/core/ports/sql-engine';
import { buildReference, countAgainst, countParts } from '@tidegate/core/profile/build-profile';
import { addProfiles } from '@tidegate/core/profile/combine-profiles';
import type { Profile } from '@tidegate/core/profile/profile';
import { splitByTime } from '@tidegate/core/profile/split-by-time';
import { findSegments, splitByValue } from '@tidegate/core/profile/split-by-value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Rows whose columns are called as badly as can be, with what no grid holds. */
const ROWS = `sql:SELECT
  CASE WHEN i % 97 = 0 THEN NULL WHEN i % 89 = 0 THEN 'nan'::DOUBLE WHEN i % 83 = 0 THEN 'inf'::DOUBLE
       WHEN i % 3 = 0 THEN 0.0 ELSE sin(i) * 100 + i / 500.0 END AS v,
  (i * 7919) % 13 AS "b",
  CASE WHEN i % 11 = 0 THEN NULL ELSE 'kind ''' || CAST(floor(sqrt(i % 4000)) AS INTEGER) || '"' END AS "part""y",
  CASE WHEN i % 101 = 0 THEN NULL ELSE TIMESTAMP '2024-01-15 00:00:00' + INTERVAL (i) HOUR END AS "at"
FROM range(6000) t(i)`;
const COLUMN = 'part"y';

let engine: SqlEngine;
let relation: Relation;
let reference: Profile;
beforeAll(async () => {
  const opened = await openData([ROWS], { threads: 2 });
  engine = opened.engine;
  [relation = relation] = opened.relations;
  reference = await buildReference({ engine, relation });
});
afterAll(() => engine.close());

/** The same without what a merge cannot know. */
const bare = ({ columns, source: { rows } }: Profile) => ({ columns, rows });

describe('rows in parts', () => {
  it('by value: each part is what counting its rows alone gives', async () => {
    const values = await findSegments(engine, relation, COLUMN);
    expect(values).toHaveLength(50);
    const split = await splitByValue(engine, relation, COLUMN, values);
    const parts = await countParts({ engine, relation, reference, split });
    expect(parts).toHaveLength(52);
    for (const place of [0, 49]) {
      const text = engine.dialect.quoteText(values[place] ?? '');
      const only = { source: 'rows', from: `(SELECT * FROM ${relation.from} WHERE "part""y" = ${text}) AS o` };
      const alone = await countAgainst({ engine, relation: only, reference });
      expect(bare(parts[place] as Profile)).toEqual(bare(alone));
    }
    expect(bare(parts.reduce(addProfiles))).toEqual(bare(reference));
    const missing = { source: 'rows', from: `(SELECT * FROM ${relation.from} WHERE "part""y" IS NULL) AS o` };
    expect(bare(parts[51] as Profile)).toEqual(bare(await countAgainst({ engine, relation: missing, reference })));
  });

  it.each([
    ['month', 9, '2024-01'],
    ['week', 36, '2024-01-15'],
    [1_000, 6, '2024-01-15 01:00'],
  ] as const)('by %s: they add up to the rows that have a time', async (by, count, first) => {
    const split = await splitByTime(engine, relation, { column: 'at', by });
    expect([split.chunks.length, split.chunks[0]?.name]).toEqual([count, first]);
    const parts = await countParts({ engine, relation, reference, split });
    const timed = { source: 'rows', from: `(SELECT * FROM ${relation.from} WHERE "at" IS NOT NULL) AS o` };
    const whole = await countAgainst({ engine, relation: timed, reference });
    expect(bare(parts.reduce(addProfiles))).toEqual(bare(whole));
  });

  it('by rows: a last chunk of less than half belongs to the one before', async () => {
    const rowsOf = async (by: number) => {
      const split = await splitByTime(engine, relation, { column: 'at', by });
      return (await countParts({ engine, relation, reference, split })).map(({ source }) => source.rows);
    };
    expect(await rowsOf(2_500)).toEqual([2_500, 3_440]);
    expect(await rowsOf(4_000)).toEqual([5_940]);
    expect(await rowsOf(3_500)).toEqual([3_500, 2_440]);
  });

  it.each([
    ['a column that is no time', 'b', 'month', /no column "b" of dates or times: it is [\s\S]*/],
    ['a column that is not there', 'when', 'month', /no column "when" of dates or times/],
    ['far too many chunks', 'at', 1, /more than 400/],
  ] as const)('are refused for %s', async (_, column, by, message) => {
    await expect(splitByTime(engine, relation, { column, by })).rejects.toThrow(message);
  });

  it('are refused where memory would be at risk', async () => {
    const split = { part: '0', parts: 10_000 };
    await expect(countParts({ engine, relation, reference, split })).rejects.toThrow('40000 counts; 20000 are allowed');
  });
});
