import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { openData } from '../../../core/adapters/open-data.ts';
import { refuseDeepJson } from '../../../core/adapters/refuse-deep-json.ts';

const folder = mkdtempSync(join(tmpdir(), 'tidegate-deep-'));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const lists = (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}\n`;
const objects = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}\n`;
const rowsOf = async (path: string) => {
  const { engine, relations, close } = await openData([path]);
  try {
    return await engine.query(`SELECT count(*) FROM ${relations[0]?.from}`);
  } finally {
    await close();
  }
};

describe('a file of nested JSON', () => {
  it.each([
    ['lists.jsonl', lists(200_000)],
    ['a-few-lists.jsonl', lists(5_000)],
    ['objects.jsonl', objects(5_000)],
    ['later.ndjson', `{"a":[]}\n${lists(70)}`],
    ['list.json', `[${lists(200_000)}]`],
    ['packed.jsonl.gz', gzipSync(lists(200_000))],
    ['packed.json.zst', zstdCompressSync(lists(200_000))],
    ['behind-a-quote.jsonl', `"\n${lists(200_000)}`],
    ['behind-closed.json', `${']'.repeat(300_000)}\n${lists(200_000)}`],
  ])('is refused with its line: %s', async (name, content) => {
    const path = write(name, content);
    await expect(rowsOf(path)).rejects.toMatchObject({
      code: 'data-invalid',
      message: expect.stringMatching(/:[12] nests more than 64 levels deep\.$/),
    });
  });

  it.each([
    ['flat.jsonl', `${'{"a":"[[[[","b":[[1]]}\n'.repeat(100)}`, 100],
    ['flat.json', `[\n${Array.from({ length: 100 }, () => '{"a":"\\"[{"}').join(',\n')}\n]`, 100],
    ['flat.jsonl.gz', gzipSync('{"a":1}\n{"a":2}\n'), 2],
  ])('is read where it is flat: %s', async (name, content, rows) => {
    expect(await rowsOf(write(name, content))).toEqual([[rows]]);
  });

  it('is refused as a table that the gate reads, too', () => {
    expect(() => refuseDeepJson(write('table.jsonl', objects(65)), 'data.jsonl', 'json-lines')).toThrow(
      /data\.jsonl:1 /,
    );
  });
});
