import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCli } from './start-cli.ts';
import { makeWorkspace } from './workspace.ts';

let folder = '';
let cli: ReturnType<typeof startCli>;
beforeAll(() => {
  folder = makeWorkspace();
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const policy = readFileSync(join(folder, 'tidegate.yml'), 'utf8');
  const [header = '', ...lines] = readFileSync(join(folder, 'data.csv'), 'utf8').trim().split('\n');
  write('ids.csv', `${[`id,${header}`, ...lines.map((line, row) => `${row === 9 ? 4 : row},${line}`)].join('\n')}\n`);
  write('id.yml', policy.replace('path: data.csv', 'path: ids.csv\n      id: id'));
  write('name.yml', policy.replace('  signal:', '  Signal:').replace('binary-classification', 'binary'));
  const slices =
    'replicates: 200\n      group: family\n      slices:\n        - where: signal > 0\n        - column: sort';
  write(
    'columns.yml',
    policy.replace('replicates: 200', slices).replace('[signal, noise]', '[signal, happened2, nose]'),
  );
  write('keys.yml', policy.replace('- kind: threshold', '- { kind: signature, metric: f1 }\n      - kind: threshold'));
  cli = startCli(folder);
});
afterAll(() => {
  cli.stop();
  rmSync(folder, { recursive: true, force: true });
});

const check = async (file: string) => {
  const { code, error } = await cli.run('check', file);
  expect(code).toBe(3);
  return error.trim().split('\n');
};

it('looks whether an id is there twice, as validate does', async () => {
  expect(await check('id.yml')).toEqual([
    expect.stringMatching(/^id\.yml:\d+ models\.signal\.data\.id: ids\.csv:11 has the "id" "4" of line 6 again\./),
    expect.stringMatching(/^→/),
    '(config-invalid)',
  ]);
});

it('tells of a bad name of a model together with what is wrong inside the model', async () => {
  const [name, task] = await check('name.yml');
  expect(name).toMatch(/^name\.yml:3 models\.Signal: expected lower-case/);
  expect(task).toMatch(/^name\.yml:4 models\.Signal\.task: expected one of/);
});

it('gives the line of each column that is not there, and every one of them', async () => {
  const policy = readFileSync(join(folder, 'columns.yml'), 'utf8').split('\n');
  const mistakes = (await check('columns.yml')).filter((line) => line.startsWith('columns.yml'));
  const lineOf = (mistake: string) => policy[Number(/^columns\.yml:(\d+) /.exec(mistake)?.[1]) - 1]?.trim();
  expect(mistakes.map((mistake) => [lineOf(mistake), /no column "(\w+)"/.exec(mistake)?.[1]])).toEqual([
    ['numeric: [signal, happened2, nose]', 'happened2'],
    ['numeric: [signal, happened2, nose]', 'nose'],
    ['group: family', 'family'],
    ['- column: sort', 'sort'],
  ]);
});

it('does not suggest a key that is there, and says which keys a rule has', async () => {
  const [mistake] = await check('keys.yml');
  expect(mistake).toMatch(/metric: unknown key\. Remove it: the rule signature has no keys beside its kind\.$/);
});
