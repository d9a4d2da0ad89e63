import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT } from '../architecture/source-files.ts';
import { startCli } from './start-cli.ts';

let folder = '';
let cli: ReturnType<typeof startCli>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-hostile-'));
  const rows = (header: string, cells: (row: number) => string) =>
    `${header}\n${Array.from({ length: 40 }, (_, row) => cells(row)).join('\n')}\n`;
  const command = '"x\n::set-output name=outcome::pass\n##[group]\u001b[2J\u001b[31mpwn"';
  writeFileSync(
    join(folder, 'header.csv'),
    rows(`id,${command},y`, (row) => `${row},1,${row % 2}`),
  );
  writeFileSync(
    join(folder, 'labels.csv'),
    rows('id,p,y', (row) => `${row},q,${row % 2 ? command : 'b'}`),
  );
  writeFileSync(join(folder, '::warning::x\n::error::y.csv'), 'id,p,y\n1,0.5,1\n');
  writeFileSync(
    join(folder, 'good.csv'),
    rows('p,y', (row) => `${row / 40},${row % 2}`),
  );
  cli = startCli(folder);
});
afterAll(() => {
  cli.stop();
  rmSync(folder, { recursive: true, force: true });
});

it.each([
  ['column names', ['--predictions', 'header.csv', '--target', 'y', '--score', 'p']],
  ['labels', ['--predictions', 'labels.csv', '--target', 'y', '--prediction', 'p']],
  ['labels beside --positive', ['--predictions', 'labels.csv', '--target', 'y', '--score', 'id', '--positive', 'z']],
  ['the name of the file', ['--predictions', '::warning::x\n::error::y.csv', '--target', 'z', '--score', 'p']],
])('an error message gives no orders to the runner or the terminal: %s', async (_, words) => {
  const { code, error } = await cli.run('evaluate', ...words);
  expect(code).toBe(3);
  expect(error).not.toMatch(/^\s*::/m);
  expect(error).not.toContain('##[');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  expect(error).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
});

it('a reader that has read enough is no fault', () => {
  const command = `"${process.execPath}" "${ROOT}/cli/main.ts" evaluate --predictions good.csv --target y --score p --format json --replicates 100`;
  const { stdout, stderr, status } = spawnSync(
    'bash',
    ['-c', `(sleep 0.2; ${command}) | head -c 0; echo "\${PIPESTATUS[0]}"`],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  );
  expect({ stdout: stdout.trim(), stderr, status }).toEqual({ stdout: '0', stderr: '', status: 0 });
});
