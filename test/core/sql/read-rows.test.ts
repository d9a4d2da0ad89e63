import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openData } from '@tidegate/core/adapters/open-data';
import { type ReadRows, type RowsRequest, readRows } from '@tidegate/core/sql/read-rows';
import { afterAll, beforeAll, expect, it } from 'vitest';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-rows-'));
  const rows = Array.from({ length: 50_000 }, (_, row) => `${row},${row % 7 === 0 ? '' : row / 2},v${row % 3}`);
  writeFileSync(join(folder, 'rows.csv'), `id,"a ""b"" value",kind\n${rows.join('\n')}\n`);
  writeFileSync(join(folder, 'labels.csv'), 'id,y\n3,yes\n1,no\n1,no\n99999999,yes\n');
  writeFileSync(join(folder, 'twice.csv'), 'id,y\n3,yes\n3,no\n');
  writeFileSync(join(folder, 'empty.csv'), 'id,kind\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(files: readonly string[], request: Omit<RowsRequest, 'labels'>, threads = 2): Promise<ReadRows> {
  const paths = files.map((file) => join(folder, file));
  const { engine, relations, close } = await openData(paths, { threads, keepsOrder: true });
  try {
    const [rows, labels] = relations;
    if (!rows) throw new Error('there is one relation');
    const label = { name: 'y', kind: 'categorical' } as const;
    return await readRows(engine, rows, { ...request, labels: labels && { relation: labels, id: 'id', label } });
  } finally {
    await close();
  }
}
const id = { name: 'id', kind: 'numeric' } as const;

it('reads columns by any name in the order of the file, however many threads read', async () => {
  const columns = [id, { name: 'a "b" value', kind: 'numeric' }, { name: 'kind', kind: 'categorical' }] as const;
  const rows = await read(['rows.csv'], { columns, mostRows: 100_000 }, 4);
  expect([rows.read, rows.all]).toEqual([50_000, 50_000]);
  expect(rows.columns['id']).toEqual(Float64Array.from({ length: 50_000 }, (_, row) => row));
  expect(rows.columns['a "b" value']?.slice(0, 3)).toEqual(Float64Array.of(Number.NaN, 0.5, 1));
  expect(rows.columns['kind']?.slice(0, 3)).toEqual(['v0', 'v1', 'v2']);
});

it('takes every so many-th of more rows than may be read', async () => {
  const rows = await read(['rows.csv'], { columns: [id], mostRows: 1_000 });
  expect([rows.read, rows.all]).toEqual([1_000, 50_000]);
  expect(rows.columns['id']).toEqual(Float64Array.from({ length: 1_000 }, (_, row) => 50 * row + 49));
});

it('finds what is no number missing', async () => {
  const rows = await read(['rows.csv'], { columns: [{ name: 'kind', kind: 'numeric' }], mostRows: 10 });
  expect(rows.columns['kind']).toEqual(new Float64Array(10).fill(Number.NaN));
});

it('joins the labels that have arrived', async () => {
  const rows = await read(['rows.csv', 'labels.csv'], { columns: [id], mostRows: 100_000 });
  expect(rows.read).toBe(50_000);
  expect(rows.columns['y']?.slice(0, 5)).toEqual(['', 'no', '', 'yes', '']);
  expect((rows.columns['y'] as readonly string[]).filter((label) => label !== '')).toHaveLength(2);
});

it('refuses two labels for one row', async () => {
  await expect(read(['rows.csv', 'twice.csv'], { columns: [id], mostRows: 10 })).rejects.toMatchObject({
    code: 'data-invalid',
    message: expect.stringMatching(/twice\.csv has two labels for a value of id\.$/),
  });
});

it('reads no rows of a file that has none', async () => {
  const rows = await read(['empty.csv'], { columns: [{ name: 'kind', kind: 'categorical' }], mostRows: 10 });
  expect(rows).toEqual({ columns: { kind: [] }, read: 0, all: 0 });
});
