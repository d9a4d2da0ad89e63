import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import { openData } from '../../../core/adapters/open-data.ts';

const folder = mkdtempSync(join(tmpdir(), 'tidegate-sqlite-'));
afterAll(() => rmSync(folder, { recursive: true }));

function make(name: string, sql: string): string {
  const path = join(folder, name);
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
  return path;
}
async function count(reference: string, settings: Parameters<typeof openData>[1] = {}) {
  const { engine, relations, close } = await openData([reference], settings);
  try {
    return await engine.query(`SELECT count(*) FROM ${relations[0]?.from}`);
  } finally {
    await close();
  }
}
const ROWS = `CREATE TABLE t (id INTEGER, x TEXT);
  INSERT INTO t WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i < 2000) SELECT i, printf('%0200d', i) FROM r;`;

/** The page of the table, where its tree begins. */
function damage(from: string, to: string, change: (bytes: Buffer, cells: number) => void): string {
  const database = new DatabaseSync(from, { readOnly: true });
  const page = Number(database.prepare("SELECT rootpage FROM sqlite_master WHERE name = 't'").get()?.['rootpage']);
  database.close();
  const bytes = readFileSync(from);
  const root = bytes.subarray((page - 1) * bytes.readUInt16BE(16));
  change(root, root.readUInt16BE(3));
  writeFileSync(join(folder, to), bytes);
  return join(folder, to);
}

describe('a damaged SQLite file', () => {
  const whole = make('whole.db', ROWS);
  const fewer = damage(whole, 'fewer.db', (root, cells) => root.writeUInt16BE(cells >> 1, 3));
  const twice = damage(whole, 'twice.db', (root, cells) => {
    const first = root.readUInt32BE(root.readUInt16BE(12));
    for (let cell = 1; cell < cells; cell += 1) root.writeUInt32BE(first, root.readUInt16BE(12 + 2 * cell));
  });

  it.each([fewer, twice])('is refused where it would have other rows, by table and by query', async (path) => {
    for (const reference of [path, `${path}#sql:SELECT * FROM t`])
      for (const onlyTables of [true, false])
        await expect(count(reference, { onlyTables })).rejects.toMatchObject({
          code: 'data-invalid',
          message: expect.stringContaining(' is damaged: '),
        });
    expect(await count(whole)).toEqual([[2000]]);
  });

  it('is refused where an index says other than its table', async () => {
    const path = make('index.db', `${ROWS} CREATE INDEX i ON t (id);`);
    const bytes = readFileSync(path);
    bytes.write('(x )', bytes.indexOf('CREATE INDEX i ON t (id)') + 20);
    writeFileSync(path, bytes);
    await expect(count(path)).rejects.toThrow('is damaged: ');
  });
});

describe('cells that a SQLite file computes', () => {
  const path = make(
    'computed.db',
    `CREATE TABLE t (id INTEGER, g TEXT GENERATED ALWAYS AS (hex(zeroblob(200000000))) VIRTUAL);
     INSERT INTO t (id) VALUES (1), (2), (3);`,
  );

  it('are refused where only tables are read, and bounded elsewhere', async () => {
    await expect(count(path, { onlyTables: true })).rejects.toMatchObject({
      code: 'data-invalid',
      message: expect.stringContaining('has a column that SQLite computes as it is read: "g".'),
    });
    await expect(count(path)).rejects.toThrow('a row of it holds more than 128 MB');
    const query = `${make('small.db', ROWS)}#sql:SELECT hex(zeroblob(100000000)) AS a FROM t`;
    await expect(count(query)).rejects.toThrow('a row of it holds more than 128 MB');
  });

  it('are not computed by the check of the file', async () => {
    const slow = "CHECK (length(replace(hex(zeroblob(60000000)), '0', 'xx')) > 0)";
    const checked = make(
      'checked.db',
      `PRAGMA ignore_check_constraints = ON; CREATE TABLE t (a ${slow}); INSERT INTO t VALUES (7);`,
    );
    expect(await count(checked, { onlyTables: true })).toEqual([[1]]);
  });
});

describe('what lies beside a SQLite file', () => {
  const own = join(folder, 'own');
  mkdirSync(own);
  const live = join(own, 'live #1?.db');
  const writer = new DatabaseSync(live);
  writer.exec(
    'PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (a); PRAGMA wal_checkpoint(TRUNCATE)',
  );
  writer.exec('INSERT INTO t VALUES (7)');
  afterAll(() => writer.close());

  it('is no part of it: the file is refused until it is finished', async () => {
    const copy = join(own, 'copy.db');
    copyFileSync(live, copy);
    copyFileSync(`${live}-wal`, `${copy}-wal`);
    const link = join(folder, 'link.db');
    symlinkSync(copy, link);
    for (const path of [copy, link])
      await expect(count(path)).rejects.toMatchObject({
        code: 'data-invalid',
        message: expect.stringContaining('is not finished: changes to it lie in a file of its name with -wal.'),
        hint: expect.stringContaining('wal_checkpoint(TRUNCATE)'),
      });
    rmSync(`${copy}-wal`);
    writeFileSync(`${copy}-journal`, 'x');
    await expect(count(copy)).rejects.toThrow('with -journal.');
  });

  it('is not written either, where the file asks for it', async () => {
    writer.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    const alone = join(folder, 'alone');
    mkdirSync(alone);
    copyFileSync(live, join(alone, 'live #1?.db'));
    expect(await count(join(alone, 'live #1?.db'))).toEqual([[1]]);
    expect(readdirSync(alone)).toEqual(['live #1?.db']);
  });
});
