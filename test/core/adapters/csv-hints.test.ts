import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openData } from '../../../core/adapters/open-data.ts';

const folder = mkdtempSync(join(tmpdir(), 'tidegate-hints-'));
afterAll(() => rmSync(folder, { recursive: true }));

it.each([
  ['a carriage return in its header', Buffer.from('a,"x\rb"\n1,2\n'), /lines that all end alike/],
  ['letters of latin1', Buffer.from('a,b\n1,Z\xfcrich\n', 'latin1'), /Save it as UTF-8/],
])('says what to do with a CSV file that has %s', async (_, content, hint) => {
  const path = join(folder, 'd.csv');
  writeFileSync(path, content);
  await expect(openData([path])).rejects.toMatchObject({ code: 'data-invalid', hint: expect.stringMatching(hint) });
});
