import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { readArrivedLabels } from '../../../actions/shared/arrived-labels.ts';

const workspace = mkdtempSync(join(tmpdir(), 'tidegate-labels-'));
afterAll(() => rmSync(workspace, { recursive: true }));

function read(name: string, content: string | Uint8Array): Promise<ReadonlyMap<string, string>> {
  writeFileSync(join(workspace, name), content);
  return readArrivedLabels(workspace, name, 'churn');
}

it('gives the label of each id, without those that are still empty', async () => {
  expect([...(await read('some.csv', 'id,churn\na,yes\nb,\nc,no\n'))]).toEqual([
    ['a', 'yes'],
    ['c', 'no'],
  ]);
});

describe('a file without rows', () => {
  it.each<[string, string, string | Uint8Array]>([
    ['a header only', 'header.csv', 'id,churn\n'],
    ['a header and empty lines', 'blank.csv', 'churn,id,when\n\n\n'],
    ['a header only, compressed', 'header.csv.gz', gzipSync('id,churn\n')],
    ['no bytes', 'nothing.csv', ''],
    ['no bytes of JSON lines', 'nothing.jsonl', ''],
    ['an empty list', 'nothing.json', '[]'],
    ['an empty line', 'line.csv', '\n'],
    ['rows whose labels are all empty', 'unlabelled.csv', 'id,churn\na,\n'],
  ])('holds no labels yet: %s', async (_, name, content) => {
    expect((await read(name, content)).size).toBe(0);
  });

  it('is refused at once where its header lacks a column that labels will need', async () => {
    await expect(read('other.csv', 'id,label\n')).rejects.toMatchObject({
      code: 'data-invalid',
      message: 'other.csv has no column "churn"; it has id, label.',
    });
    await expect(read('other.csv.gz', gzipSync('customer,churn\n'))).rejects.toThrow(/has no column "id"/);
  });
});

it('still refuses a file that is not there, is broken, or says two things of one id', async () => {
  await expect(readArrivedLabels(workspace, 'gone.csv', 'churn')).rejects.toMatchObject({ code: 'data-invalid' });
  await expect(read('torn.parquet', 'PAR1 and no more')).rejects.toMatchObject({ code: 'data-invalid' });
  await expect(read('twice.csv', 'id,churn\na,yes\na,no\n')).rejects.toThrow(
    /twice.csv:3 has a second label for id "a"/,
  );
});
