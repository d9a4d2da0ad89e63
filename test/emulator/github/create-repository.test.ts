import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { numberAt, textAt } from '@tidegate/emulator/github/json';
import { startGitHub } from '@tidegate/emulator/github/start-github';
import { expect, it } from 'vitest';
import { expectConformance } from '../expect-conformance.ts';

const CSV = readFileSync(join(import.meta.dirname, '../../../templates/churn/data/churn.csv'));

it('seeds a repository whose files come back byte for byte, half a megabyte too', async () => {
  const github = await startGitHub({ users: ['octo-admin'] });
  const files = { 'data/churn.csv': CSV, 'bytes.bin': Uint8Array.from([0, 255, 128]), 'ä b.txt': 'ü\n' };
  const { sha } = await github.createRepository({ owner: 'octo-org', name: 'churn', files, message: 'Start' });
  const get = async (path: string): Promise<unknown> =>
    (await fetch(`${github.url}/repos/octo-org/churn/${path}`)).json();
  expect(textAt(await get('git/ref/heads/main'), 'object', 'sha')).toBe(sha);
  const tree = await get(`git/trees/${textAt(await get(`git/commits/${sha}`), 'tree', 'sha')}?recursive=1`);
  for (const [path, content] of Object.entries(files)) {
    const entry = Object.values(Object(Reflect.get(Object(tree), 'tree'))).find((one) => textAt(one, 'path') === path);
    const blob = await get(`git/blobs/${textAt(entry, 'sha')}`);
    expect(Buffer.from(textAt(blob, 'content'), 'base64').equals(Buffer.from(content)), path).toBe(true);
    expect(numberAt(blob, 'size')).toBe(Buffer.from(content).length);
  }
  await github.close();
  expectConformance(github);
});
