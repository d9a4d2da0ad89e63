import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { checkPacked } from '@tidegate/core/adapters/check-packed';
import { createDuckDb } from '@tidegate/core/adapters/duckdb';
import { loadTable } from '@tidegate/core/adapters/load-table';
import { openData } from '@tidegate/core/adapters/open-data';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'tidegate-gzip-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, bytes: Uint8Array) => {
  const path = join(folder, name);
  writeFileSync(path, gzipSync(bytes));
  return path;
};
const limits = { most: 200_000, free: 100_000, times: 50 };

it('a packed file is taken by what it becomes, not by what it is', async () => {
  const text = new TextEncoder().encode(
    Array.from({ length: 20_000 }, (_, row) => `${(row * 7919) % 9973}\n`).join(''),
  );
  await checkPacked(write('rows.csv.gz', text.subarray(0, 99_000)), 'rows.csv.gz', { limits });
  await checkPacked(write('zeros.csv.gz', new Uint8Array(100_000)), 'zeros.csv.gz', { limits });
  await expect(
    checkPacked(write('bomb.csv.gz', new Uint8Array(150_000)), 'bomb.csv.gz', { limits }),
  ).rejects.toMatchObject({
    code: 'data-invalid',
    message: expect.stringMatching(/^bomb\.csv\.gz is too large to unpack: .* times what was read of it\.$/),
  });
  const long = new Uint8Array(250_000);
  for (const index of long.keys()) long[index] = (index * index * 31 + (index >> 3)) % 251;
  await expect(checkPacked(write('long.csv.gz', long), 'long.csv.gz', { limits })).rejects.toThrow(
    'too large to unpack',
  );
});

it('a bomb of 100 MB in 100 kB ends with words, before the engine reads it', async () => {
  const path = write('real.csv.gz', new Uint8Array(100 * 1024 ** 2).fill(0x30));
  await expect(loadTable(createDuckDb(), path, 'real.csv.gz')).rejects.toThrow('real.csv.gz is too large to unpack');
});

describe('a packed file that the engine reads', () => {
  const rows = Array.from({ length: 20_000 }, (_, row) => `${row},${(row * 7919) % 9973}\n`);
  const csv = Buffer.from(`id,x\n${rows.join('')}`);
  const lines = Buffer.from(rows.map((row) => `{"id":${row.trim().replace(',', ',"x":')}}\n`).join(''));
  const damage = (bytes: Buffer) => {
    const copy = Buffer.from(bytes);
    copy.writeUInt8(copy.readUInt8(copy.length - 6) ^ 1, copy.length - 6); // of the checksum
    return copy;
  };
  const put = (name: string, bytes: Uint8Array) => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  const count = async (reference: string | readonly string[], signal?: AbortSignal) => {
    const { engine, relations, close } = await openData([reference], { signal });
    try {
      return await engine.query(`SELECT count(*) FROM ${relations[0]?.from}`);
    } finally {
      await close();
    }
  };
  const whole = put('whole.csv.gz', gzipSync(csv));

  it('is read where it is whole, in one member or several', async () => {
    expect(await count(whole)).toEqual([[20_000]]);
    const members = Buffer.concat([gzipSync(csv.subarray(0, 9_000)), gzipSync(csv.subarray(9_000))]);
    expect(await count(put('members.csv.gz', members))).toEqual([[20_000]]);
    expect(await count(put('whole.csv.zst', zstdCompressSync(csv)))).toEqual([[20_000]]);
  });

  it.each([
    ['cut.csv.gz', gzipSync(csv).subarray(0, 12_000)],
    ['rotten.csv.gz', damage(gzipSync(csv))],
    ['cut.jsonl.gz', gzipSync(lines).subarray(0, 12_000)],
    ['cut.csv.zst', zstdCompressSync(csv).subarray(0, 12_000)],
    ['bomb.tsv.gz', gzipSync(Buffer.alloc(100 * 1024 ** 2, '1\n'))],
    ['bomb.jsonl.gz', gzipSync(Buffer.alloc(100 * 1024 ** 2, '{}\n'))],
  ])('is refused otherwise: %s', async (name, bytes) => {
    const path = put(name, bytes);
    const refused = {
      code: 'data-invalid',
      message: expect.stringMatching(/ (cannot be unpacked: |is too large to unpack: )/),
    };
    await expect(count(path)).rejects.toMatchObject(refused);
    await expect(count(`sql:SELECT * FROM '${path}'`)).rejects.toMatchObject(refused);
  });

  it('is refused by its name among others, and where a query calls it otherwise', async () => {
    const cut = put('also-cut.csv.gz', gzipSync(csv).subarray(0, 12_000));
    await expect(count([whole, cut])).rejects.toThrow(/^also-cut\.csv\.gz cannot be unpacked/);
    const pattern = `sql:SELECT * FROM read_csv('${join(folder, 'also-*.csv.gz')}')`;
    await expect(count(pattern)).rejects.toThrow('also-cut.csv.gz cannot be unpacked');
    const plain = put('plain.txt', gzipSync(csv).subarray(0, 12_000));
    await expect(count(`sql:SELECT * FROM read_csv('${plain}', compression = 'gzip')`)).rejects.toThrow(
      'plain.txt cannot be unpacked',
    );
  });

  it('is left when the job is cancelled', async () => {
    await expect(count(whole, AbortSignal.abort(new Error('cancelled')))).rejects.toThrow('cancelled');
  });
});
