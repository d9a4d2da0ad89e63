import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Relation, SqlEngine } from '../../core/ports/sql-engine.ts';
import { checkCounts, countRows } from '../../core/sql/check-counts.ts';
import { probeGrid } from '../../core/sql/grid-probe.ts';
import { COLUMNS, countInJs, countInSql, makeRows, ROWS_IN_ALL } from './sql-engine-rows.ts';

export interface SqlWorld {
  readonly engine: SqlEngine;
  /** The rows of sql-engine-rows.ts. */
  readonly relation: Relation;
  /** A condition that no server answers within seconds, over the same rows. */
  readonly slowly: string;
  /** Asks the table past the engine, to see that nothing changed. */
  countPast(): Promise<number>;
  close(): Promise<void>;
}

const ODD_NAME = Object.keys(COLUMNS)[8] ?? '';

/** What every engine behind the port promises. */
export function describeSqlEngine(name: string, open: () => Promise<SqlWorld>): void {
  describe(name, () => {
    let world: SqlWorld;
    let engine: SqlEngine;
    let relation: Relation;
    beforeAll(async () => {
      world = await open();
      ({ engine, relation } = world);
    }, 120_000);
    afterAll(() => world?.close());
    const ask = (list: string, rest = '') => engine.query(`SELECT ${list} FROM ${relation.from} ${rest}`);
    const asked = async (list: string, rest = '') => (await ask(list, rest))[0] ?? [];
    const q = (column: string) => engine.dialect.quoteName(column);

    it('describes columns, whatever their names', async () => {
      const columns = await engine.describe(relation);
      expect(Object.fromEntries(columns.map((column) => [column.name, column.type]))).toEqual(COLUMNS);
    });

    it('gives numbers, NaN, infinities, NULL, long integers and texts as the port says', async () => {
      const [row, text, all] = [makeRows()[5], makeRows().map((one) => one[4]), makeRows()];
      expect(await asked(`x, n, big, text, day, moment, price, ${q(ODD_NAME)}`, 'WHERE id = 5')).toEqual([
        row?.[1], row?.[2], String(row?.[3]), row?.[4], row?.[5], row?.[6], row?.[7], row?.[8],
      ]); // biome-ignore format: one line a row
      expect((await ask('x', 'WHERE id < 4 ORDER BY id')).flat().map(String).toSorted()).toEqual(
        all
          .slice(0, 4)
          .map((one) => String(one[1]))
          .toSorted(),
      );
      expect(new Set((await ask('text', 'GROUP BY text')).flat())).toEqual(new Set(text));
      expect(await asked('max(id), sum(n)')).toEqual([
        ROWS_IN_ALL - 1,
        all.reduce((sum, one) => sum + (one[2] ?? 0), 0),
      ]);
    });

    it('counts on a grid as JavaScript does, bin by bin', async () => {
      const rows = makeRows();
      const columns = [
        { name: 'x', grid: { center: 3.1, scale: 1.3 }, values: rows.map((row) => row[1]) },
        { name: 'n', grid: { center: 0, scale: 1 }, values: rows.map((row) => row[2]) },
        { name: 'big', grid: { center: 1.15e18, scale: 1e3 }, values: rows.map((row) => Number(row[3])) },
        { name: 'price', grid: { center: 0.07, scale: 200 / 3 }, values: rows.map((row) => Number(row[7])) },
        { name: ODD_NAME, grid: { center: 1 / 3, scale: 0.7 }, values: rows.map((row) => row[8]) },
      ];
      for (const { name: column, grid, values } of columns) {
        const found = await engine.query(countInSql(q(column), relation.from, grid, engine.dialect));
        expect(new Map(found.map(([bin, count]) => [Number(bin), Number(count)])), column).toEqual(
          countInJs(values, grid),
        );
        checkCounts(
          relation,
          await countRows(engine, relation),
          found.reduce((sum, [, count]) => sum + Number(count), 0),
          column,
        );
      }
    });

    it('passes the probe of its arithmetic', () => expect(probeGrid(engine, name)).resolves.toBeUndefined());

    it('writes every double so that it reads back to the same bits', async () => {
      const values = [
        0.1,
        1 / 3,
        5e-300,
        1.7976931348623157e308,
        2.2250738585072014e-308,
        -12_345.678_9,
        1e21,
        2 ** 53 + 2,
        -0.5,
      ];
      const row = await engine.query(`SELECT ${values.map((value) => engine.dialect.double(value)).join(', ')}`);
      expect(row[0]).toEqual(values);
    });

    it('reads texts as they are written, whatever is in them', async () => {
      const texts = [
        "'",
        '"',
        '\\',
        "\\'",
        "''",
        'a\nb',
        '\\n',
        '$1',
        '{x: 1}',
        '%',
        '/* */',
        '--',
        ';',
        '日本',
        "' OR 1=1 --",
      ];
      const { quoteText } = engine.dialect;
      expect(await engine.query(`SELECT ${texts.map(quoteText).join(', ')}`)).toEqual([texts]);
    });

    it('digests texts as everybody else, and a text that is missing not at all', async () => {
      const { quoteText, digest } = engine.dialect;
      const texts = ['', 'town 1', 'Zürich ß 日本 🚃', "it's; --"];
      const list = [...texts.map((text) => digest(quoteText(text))), digest(engine.dialect.castToText('NULL'))];
      const digests = texts.map((text) => createHash('sha256').update(text).digest('hex').slice(0, 16));
      expect((await engine.query(`SELECT ${list.join(', ')}`))[0]).toEqual([...digests, null]);
    });

    it('means the same by the words of its dialect', async () => {
      const {
        castToText,
        castToInteger,
        countIf,
        epoch,
        hash,
        isInfinite,
        isNaN: isNotANumber,
        isSame,
        length,
        matches,
      } = engine.dialect;
      const rows = makeRows();
      const count = (isTrue: (row: (typeof rows)[number]) => boolean) => rows.filter(isTrue).length;
      const list = [
        countIf(isNotANumber('x')),
        countIf(isInfinite('x')),
        countIf(isSame('text', 'NULL')),
        countIf(isSame('text', engine.dialect.quoteText(''))),
        countIf(`${length('text')} = 5`),
        countIf(matches('text', '^[a-z]+.[a-z]+$')),
        `count(DISTINCT ${hash([castToText('n'), castToText('text')])})`,
        countIf(`${castToInteger('n')} > 0`),
      ];
      expect((await asked(list.join(', '))).map(Number)).toEqual([
        count((row) => Number.isNaN(row[1])),
        count((row) => Math.abs(row[1] ?? 0) === Number.POSITIVE_INFINITY),
        count((row) => row[4] === null),
        count((row) => row[4] === ''),
        count((row) => row[4] !== null && [...row[4]].length === 5),
        count((row) => /^[a-z]+.[a-z]+$/.test(row[4] ?? '')),
        new Set(rows.map((row) => JSON.stringify([row[2], row[4]]))).size,
        count((row) => (row[2] ?? 0) > 0),
      ]);
      const first = rows[3];
      expect(await asked(`${epoch('day')}, ${epoch('moment')}`, 'WHERE id = 3')).toEqual([
        Date.parse(`${first?.[5]}T00:00:00Z`) / 1000,
        (Date.parse(`${first?.[6].slice(0, 19)}Z`) * 1000 + Number(first?.[6].slice(20))) / 1e6,
      ]);
    });

    it('says of no rows what SQL says: counts are 0, all else is NULL', async () => {
      const list = `count(*), ${engine.dialect.countIf('n > 0')}, sum(n), min(x), max(text)`;
      expect(await asked(list, 'WHERE id < 0')).toEqual([0, 0, null, null, null]);
    });

    it('refuses more rows than a query may give', async () => {
      const many = engine.query(`SELECT id FROM ${relation.from}`, { mostRows: 1000 });
      await expect(many).rejects.toMatchObject({
        code: 'engine-failed',
        message: expect.stringContaining('1000 rows'),
      });
      expect(await engine.query(`SELECT id FROM ${relation.from}`, { mostRows: ROWS_IN_ALL })).toHaveLength(
        ROWS_IN_ALL,
      );
    });

    it('says what is not there', async () => {
      const missing = { source: 'nothing', from: q('no_such_table') };
      await expect(engine.describe(missing)).rejects.toMatchObject({ code: 'data-invalid' });
      await expect(ask(q('no such column'))).rejects.toMatchObject({ code: 'data-invalid' });
      await expect(engine.query('SELECT FROM WHERE')).rejects.toMatchObject({ code: 'data-invalid' });
      expect(await asked('count(*)')).toEqual([ROWS_IN_ALL]);
    });

    it.each([
      (from: string) => `DELETE FROM ${from}`,
      (from: string) => `DROP TABLE ${from}`,
      (from: string) => `INSERT INTO ${from} SELECT * FROM ${from}`,
      () => 'CREATE TABLE hostile (a INTEGER)',
      (from: string) => `SELECT 1; DROP TABLE ${from}`,
      (from: string) => `SELECT count(*) FROM ${from} WHERE (1 = 1); DELETE FROM ${from} WHERE (1 = 1)`,
      (from: string) => `SELECT 1) x; DROP TABLE ${from}; --`,
    ])('writes nothing, whatever it is asked (%#)', async (write) => {
      await expect(engine.query(write(relation.from))).rejects.toMatchObject({ name: 'OperatorError' });
      expect(await world.countPast()).toBe(ROWS_IN_ALL);
      expect(await asked('count(*)')).toEqual([ROWS_IN_ALL]);
    });

    it('stops when it is told to, and answers the next query', async () => {
      const controller = new AbortController();
      const slow = engine.query(world.slowly, { signal: controller.signal });
      setTimeout(() => controller.abort(new Error('stopped by the test')), 300);
      const started = performance.now();
      await expect(slow).rejects.toThrow('stopped by the test');
      expect(performance.now() - started).toBeLessThan(10_000);
      await expect(engine.query('SELECT 1', { signal: controller.signal })).rejects.toThrow('stopped by the test');
      expect(await asked('count(*)')).toEqual([ROWS_IN_ALL]);
    });

    it('answers queries that are asked at the same time', async () => {
      const answers = await Promise.all(
        [1, 2, 3, 4].map((value) => engine.query(`SELECT ${value}, count(*) FROM ${relation.from}`)),
      );
      expect(answers).toEqual([1, 2, 3, 4].map((value) => [[value, ROWS_IN_ALL]]));
    });
  });
}
