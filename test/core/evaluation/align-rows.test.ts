import { parseTable } from '@tidegate/core/data/parse-table';
import { cellsOf } from '@tidegate/core/data/read-columns';
import { alignRows } from '@tidegate/core/evaluation/align-rows';
import { expect, it } from 'vitest';

const read = (source: string, text: string) => parseTable(new TextEncoder().encode(text), source);
const here = await read('new.csv', 'id,p\na,1\nb,2\nc,3\n');

it('gives the rows of the other file in the order of this one, with the lines that they have there', async () => {
  const aligned = alignRows(here, await read('old.csv', 'id,p\nc,30\na,10\nb,20\n'), 'id');
  expect(cellsOf(aligned, 'p')).toEqual(['10', '20', '30']);
  expect([...Array.from(aligned.lines)]).toEqual([3, 4, 2]);
});

it.each([
  [
    'an id that is there twice',
    'id,p\na,1\nb,2\nc,3\nb,4\n',
    'data-invalid',
    'old.csv:5 has the "id" "b" of line 3 again',
  ],
  ['ids that only this file has', 'id,p\nb,2\n', 'evaluation-mismatch', '2 of 3 are only in new.csv ("a", "c").'],
  [
    'ids that only the other has, three of them by name',
    'id,p\na,1\nb,2\nc,3\nd,1\ne,1\nf,1\ng,1\n',
    'evaluation-mismatch',
    '4 of 7 are only in old.csv ("d", "e", "f", …).',
  ],
  [
    'both',
    'id,p\na,1\nb,2\nx,3\n',
    'evaluation-mismatch',
    '1 of 3 are only in new.csv ("c"), 1 of 3 are only in old.csv ("x").',
  ],
])('refuses %s', async (_, text, code, message) => {
  const other = await read('old.csv', text);
  expect(() => alignRows(here, other, 'id')).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(message) }),
  );
});
