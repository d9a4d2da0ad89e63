import { rememberParts } from '@tidegate/core/data/remember-parts';
import type { TablePart, TableSource } from '@tidegate/core/data/table';
import { expect, it } from 'vitest';

const part = (first: number): TablePart => ({
  source: 'd.csv',
  header: ['a', 'b'],
  rows: 2,
  cells: new Map(['a', 'b'].map((name) => [name, [`${name}${first}`, `${name}${first + 1}`]])),
  lines: [first, first + 1],
});

function countReads(): { readonly source: TableSource; readonly asked: (readonly string[] | undefined)[] } {
  const asked: (readonly string[] | undefined)[] = [];
  const source: TableSource = {
    source: 'd.csv',
    async *chunks(columns) {
      asked.push(columns);
      yield part(0);
      yield part(2);
    },
  };
  return { source, asked };
}

const read = async (source: TableSource, columns?: readonly string[]) => {
  const parts: TablePart[] = [];
  for await (const each of source.chunks(columns)) parts.push(each);
  return parts;
};

it('reads a small file once, all of it', async () => {
  const { source, asked } = countReads();
  const remembered = rememberParts(source, 8);
  const first = await read(remembered, ['a']);
  expect(await read(remembered)).toEqual(first);
  expect(first).toEqual([part(0), part(2)]);
  expect(asked).toEqual([undefined]);
});

it('reads a large file as often as it is asked for, and then only the columns that are asked for', async () => {
  const { source, asked } = countReads();
  const remembered = rememberParts(source, 7);
  for (const columns of [['a'], ['b']]) expect(await read(remembered, columns)).toHaveLength(2);
  expect(asked).toEqual([undefined, ['b']]);
});

it('takes a file for small only when it was read to its end', async () => {
  const { source, asked } = countReads();
  const remembered = rememberParts(source, 8);
  for await (const _ of remembered.chunks()) break;
  expect(await read(remembered)).toHaveLength(2);
  expect(asked).toHaveLength(2);
});
