import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inferSuite } from '../../core/expectations/infer/infer-suite.ts';
import type { SuiteExpectation } from '../../core/expectations/suite/expectation-suite.ts';
import { validateExpectations } from '../../core/expectations/validate-expectations.ts';
import { buildReference, countAgainst, countParts } from '../../core/profile/build-profile.ts';
import type { Profile } from '../../core/profile/profile.ts';
import { splitByTime } from '../../core/profile/split-by-time.ts';
import { findSegments, splitByValue } from '../../core/profile/split-by-value.ts';
import { openDuckDbWorld } from './duckdb-world.ts';
import type { SqlWorld } from './sql-engine-contract.ts';

/** What is the same whoever is asked: all but the name of the source. */
const bare = ({ columns, source: { rows } }: Profile) => ({ columns, rows });
const NOW = new Date('2024-03-31T12:00:00Z');

/** Profiles, parts, first suites and checks of the same rows: what an engine says, DuckDB says of them too. */
export function describeSameAnswers(
  name: string,
  open: () => Promise<SqlWorld>,
  { quantiles = 'exact' }: { readonly quantiles?: 'exact' | 'approximate' | 'none' } = {},
): void {
  describe(`${name} answers as DuckDB does`, () => {
    let [asked, duckdb]: SqlWorld[] = [];
    let reference: Profile;
    beforeAll(async () => {
      [asked, duckdb] = await Promise.all([open(), openDuckDbWorld()]);
      reference = await buildReference({ ...duckdb, hashCategories: false });
    }, 120_000);
    afterAll(async () => {
      await asked?.close();
      await duckdb?.close();
    });
    const both = async <Answer>(ask: (world: SqlWorld) => Promise<Answer>): Promise<readonly Answer[]> => {
      if (!asked || !duckdb) throw new Error('no world');
      return [await ask(asked), await ask(duckdb)];
    };

    const ofItsOwn = async () => {
      const [theirs, ours] = await both(async (world) => bare(await buildReference(world)));
      if (quantiles === 'exact') expect(theirs).toEqual(ours);
      // Grids that lie a little beside ours: what does not depend on them is the same.
      const known = ours?.columns.map(({ name, kind, role }) => ({ name, kind, role }));
      expect(theirs?.columns.map(({ name, kind, role }) => ({ name, kind, role }))).toEqual(known);
      expect(theirs?.rows).toBe(ours?.rows);
    };
    if (quantiles !== 'none') it('with a reference of its own', ofItsOwn);

    it('with a reference whose categories are digests', async () => {
      const [theirs, ours] = await both(async (world) =>
        bare(await buildReference({ ...world, columns: ['text', 'n'], categorical: ['n'], hashCategories: true })),
      );
      expect(theirs).toEqual(ours);
    });

    it('with counts on the grids of a reference', async () => {
      const [theirs, ours] = await both(async (world) => bare(await countAgainst({ ...world, reference })));
      expect(theirs).toEqual(ours);
    });

    it.each(['text', 'n', 'day'])('with parts by the values of %s', async (column) => {
      const [theirs, ours] = await both(async (world) => {
        const values = await findSegments(world.engine, world.relation, column);
        const split = await splitByValue(world.engine, world.relation, column, values);
        return { values, parts: (await countParts({ ...world, reference, split })).map(bare) };
      });
      expect(theirs?.parts.length).toBeGreaterThan(5);
      expect(theirs).toEqual(ours);
    });

    it.each([
      ['moment', 'day'],
      ['day', 'month'],
      ['moment', 1_000],
    ] as const)('with parts of %s by %s', async (column, by) => {
      const [theirs, ours] = await both(async (world) => {
        const split = await splitByTime(world.engine, world.relation, { column, by });
        return { chunks: split.chunks, parts: (await countParts({ ...world, reference, split })).map(bare) };
      });
      expect(theirs?.parts.length).toBeGreaterThan(3);
      expect(theirs).toEqual(ours);
    });

    it('with a first suite, and what it finds', async () => {
      const [theirs, ours] = await both(async (world) => {
        const { table, columns, rows } = await inferSuite(world);
        // The type is said as the engine calls it.
        return {
          table,
          rows,
          columns: columns.map((one) => ({ ...one, seen: one.seen.replace(/^.*?(?=, [\d.]* ?%|, none)/, '') })),
        };
      });
      expect(theirs).toEqual(ours);
      const inferred = [...(ours?.table ?? []), ...(ours?.columns ?? []).flatMap(({ expectations }) => expectations)];
      const expectations: SuiteExpectation[] = [
        ...inferred.map(({ type, kwargs }) => ({ type, kwargs, severity: 'fail' as const })),
        ...['text', 'n', 'day', 'price'].map((column) => ({
          type: 'expect_column_values_to_be_unique',
          kwargs: { column },
          severity: 'fail' as const,
        })),
        { type: 'expect_table_columns_to_not_look_personal', kwargs: {}, severity: 'warn' as const },
        { type: 'expect_table_rows_to_be_unique', kwargs: {}, severity: 'fail' as const },
      ];
      const suite = { kind: 'tidegate.expectation-suite' as const, version: 1 as const, expectations };
      const [found, same] = await both(async ({ engine, relation }) => {
        const { results } = await validateExpectations({ engine, relation, suite, now: NOW, keyColumn: 'id' });
        // The type is said as the engine calls it.
        return results.map((result) =>
          result.type === 'expect_column_values_to_be_of_type' ? { ...result, observed: '', sentence: '' } : result,
        );
      });
      expect(found?.length).toBe(expectations.length);
      expect(found).toEqual(same);
    });
  });
}
