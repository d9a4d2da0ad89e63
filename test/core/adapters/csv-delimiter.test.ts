import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { openData } from '../../../core/adapters/open-data.ts';

const folder = mkdtempSync(join(tmpdir(), 'tidegate-delimiter-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function read(...paths: string[]) {
  const { engine, relations, close } = await openData([paths], { keepsOrder: true });
  try {
    const [relation] = relations;
    if (!relation) throw new Error('a reference has one relation');
    const columns = await engine.describe(relation);
    return {
      columns: columns.map(({ name }) => name),
      rows: await engine.query(`SELECT * FROM ${relation.from}`),
    };
  } finally {
    await close();
  }
}

const DECIMAL_COMMAS = 'x;y\n1,5;a\n2,5;b\n';

describe('a header says what separates the cells', () => {
  const rows = [
    ['1,5', 'a'],
    ['2,5', 'b'],
  ];
  it.each([
    ['semicolons, where rows have decimal commas', 'd.csv', DECIMAL_COMMAS],
    ['semicolons of a packed file', 'd.csv.gz', gzipSync(DECIMAL_COMMAS)],
    [
      'semicolons behind a byte order mark, and lines of Windows',
      'b.csv',
      `\ufeff${DECIMAL_COMMAS.replaceAll('\n', '\r\n')}`,
    ],
    ['semicolons below empty lines', 'e.csv', `\n\n${DECIMAL_COMMAS}`],
    ['tabs', 't.csv', DECIMAL_COMMAS.replaceAll(';', '\t')],
  ])('%s', async (_, name, content) => {
    expect(await read(write(name, content))).toEqual({ columns: ['x', 'y'], rows });
  });

  it('and not what is in its quotes', async () => {
    const { columns } = await read(write('q.csv', '"a;b",c\n1,2\n'));
    expect(columns).toEqual(['a;b', 'c']);
  });

  it.each([
    [',', '"a;\n;b",c\n1,2\n'],
    [';', '"a;\n;b";c\n1;2\n'],
  ])('nor what a line break is in: %s', async (_, content) => {
    expect(await read(write('lines.csv', content))).toEqual({ columns: ['a;\n;b', 'c'], rows: [[1, 2]] });
  });

  it('takes texts with one comma each for no column', async () => {
    const { columns } = await read(write('names.csv', 'name;city\nA, B;x\nC, D;y\n'));
    expect(columns).toEqual(['name', 'city']);
  });

  it('reads a header that begins like a comment', async () => {
    expect(await read(write('hash.csv', '#id,x\n1,2\n'))).toEqual({ columns: ['#id', 'x'], rows: [[1, 2]] });
  });
});

describe('a header is never left out to make the rows fit', () => {
  it.each([
    ['separated by bars', 'x|y\n1,5|a\n2,5|b\n', /seems to separate its columns by "\|"/],
    ['with fewer cells than the rows', 'a,b\n1,2,3\n4,5,6\n', /CSV Error on Line: \d: Expected Number of Columns/],
    [
      'of one name, over texts with commas',
      'note\nhello, world\nbye, all\n',
      /CSV Error on Line: \d: Expected Number of Columns/,
    ],
    ['below a title', 'Title\n\na,b\n1,2\n3,4\n', /CSV Error on Line: \d: Expected Number of Columns/],
  ])('%s', async (_, content, message) => {
    await expect(read(write('r.csv', content))).rejects.toMatchObject({
      code: 'data-invalid',
      message: expect.stringMatching(message),
    });
  });

  it('of files that are separated in two ways', async () => {
    const paths = [write('one.csv', 'x,y\n1,a\n'), write('two.csv', 'x;y\n1;a\n')];
    await expect(read(...paths)).rejects.toMatchObject({
      code: 'data-invalid',
      message: expect.stringContaining('another sign'),
    });
  });
});
