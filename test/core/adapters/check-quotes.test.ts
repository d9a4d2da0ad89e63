import { createQuoteCheck } from '@tidegate/core/adapters/check-quotes';
import { parseTable } from '@tidegate/core/data/parse-table';
import { describe, expect, it } from 'vitest';

const bytes = (text: string) => new TextEncoder().encode(text);
const check = (text: string, size: number) => {
  const look = createQuoteCheck(',', 'd.csv');
  const all = bytes(text);
  for (let start = 0; start < all.length; start += size) look(all.subarray(start, start + size));
};

describe.each([1, 2, 3, 1000])(
  'quotes are refused where the parser of small files refuses them, in pieces of %i',
  (size) => {
    it.each([
      'y,p\n"a ""b""","1\n2"\n"""c""",""\n',
      '\ufeff"y",p\r\n"",1\r\n',
      'y,p\n"""",1\n"a,""",2\n',
      '"y","p"\n"a\r\nb","c"\n',
    ])('%j is taken', async (text) => {
      await parseTable(bytes(text), 'd.csv');
      expect(() => check(text, size)).not.toThrow();
    });

    it.each(['y,p\n0"a",1\n', 'y,p\na"",1\n', 'y,p\n1, "a"\n', 'y"z,p\n1,2\n'])('%j is refused', async (text) => {
      await expect(parseTable(bytes(text), 'd.csv')).rejects.toThrow('is not valid CSV');
      expect(() => check(text, size)).toThrow('d.csv is not valid CSV: byte');
    });
  },
);
