import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { checkGzip } from '@tidegate/core/adapters/check-gzip';
import { createDuckDb } from '@tidegate/core/adapters/duckdb';
import { loadTable } from '@tidegate/core/adapters/load-table';
import { afterAll, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'tidegate-gzip-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, bytes: Uint8Array) => {
  const path = join(folder, name);
  writeFileSync(path, gzipSync(bytes));
  return path;
};
const look = () => {};
const limits = { most: 200_000, free: 100_000, times: 50 };

it('a packed file is taken by what it becomes, not by what it is', async () => {
  const text = new TextEncoder().encode(
    Array.from({ length: 20_000 }, (_, row) => `${(row * 7919) % 9973}\n`).join(''),
  );
  await checkGzip(write('rows.csv.gz', text.subarray(0, 99_000)), 'rows.csv.gz', look, limits);
  await checkGzip(write('zeros.csv.gz', new Uint8Array(100_000)), 'zeros.csv.gz', look, limits);
  await expect(
    checkGzip(write('bomb.csv.gz', new Uint8Array(150_000)), 'bomb.csv.gz', look, limits),
  ).rejects.toMatchObject({
    code: 'data-invalid',
    message: expect.stringMatching(/^bomb\.csv\.gz is too large to unpack: .* times what was read of it\.$/),
  });
  const long = new Uint8Array(250_000);
  for (const index of long.keys()) long[index] = (index * index * 31 + (index >> 3)) % 251;
  await expect(checkGzip(write('long.csv.gz', long), 'long.csv.gz', look, limits)).rejects.toThrow(
    'too large to unpack',
  );
});

it('a bomb of 100 MB in 100 kB ends with words, before the engine reads it', async () => {
  const path = write('real.csv.gz', new Uint8Array(100 * 1024 ** 2).fill(0x30));
  await expect(loadTable(createDuckDb(), path, 'real.csv.gz')).rejects.toThrow('real.csv.gz is too large to unpack');
});
