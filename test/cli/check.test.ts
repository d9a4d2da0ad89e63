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
  const drift = `    drift:
      segments: [nois, happened]
      thresholds: learnt
      chunk: { column: nope, by: week }
      columns:
        signl: { ignore: true }
        signal: { threshold: 1 }
        (prediction): { ignore: true }
`;
  const expected = `[signal, noise]
      expectations:
        - type: expect_column_to_exist
          kwargs: { column: other }
        - { type: expect_column_values_to_not_be_null, kwargs: { column: happend } }
        - type: expect_column_pair_values_to_be_equal
          kwargs: { column_A: signal, column_B: nosie }
          segment: kind`;
  write('drift.yml', policy + drift);
  write('expected.yml', policy.replace('[signal, noise]', expected));
  write('learnt.yml', `${policy}    drift:\n      thresholds: learnt\n`);
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

const linesOf = (name: string, mistakes: readonly string[]) => {
  const lines = readFileSync(join(folder, name), 'utf8').split('\n');
  const own = mistakes.filter((line) => line.startsWith(name));
  return own.map((mistake) => {
    const [, line, text] = /^\S+:(\d+) (.*)$/.exec(mistake) ?? [];
    return [lines[Number(line) - 1]?.trim(), text];
  });
};

it('gives the line of each name under drift that is no column, with the nearest', async () => {
  expect(linesOf('drift.yml', await check('drift.yml'))).toEqual([
    [
      'chunk: { column: nope, by: week }',
      'models.signal.drift.chunk.column: data.csv has no column "nope". It has signal, noise, happened.',
    ],
    [
      'segments: [nois, happened]',
      'models.signal.drift.segments[0]: data.csv has no column "nois". Did you mean "noise"?',
    ],
    [
      'signl: { ignore: true }',
      'models.signal.drift.columns.signl: data.csv has no column "signl". Did you mean "signal"?',
    ],
  ]);
});

it('gives the line of each expectation on a column that is not there', async () => {
  expect(linesOf('expected.yml', await check('expected.yml'))).toEqual([
    [
      '- { type: expect_column_values_to_not_be_null, kwargs: { column: happend } }',
      'expect_column_values_to_not_be_null: data.csv has no column "happend". Did you mean "happened"?',
    ],
    [
      '- type: expect_column_pair_values_to_be_equal',
      'expect_column_pair_values_to_be_equal: data.csv has no column "nosie". Did you mean "noise"?',
    ],
    [
      '- type: expect_column_pair_values_to_be_equal',
      'expect_column_pair_values_to_be_equal: data.csv has no column "kind". It has signal, noise, happened.',
    ],
  ]);
});

it('learns thresholds from chunks only, so that there must be some', async () => {
  const [mistake] = await check('learnt.yml');
  expect(mistake).toMatch(/models\.signal\.drift\.thresholds: expected drift\.chunk, /);
});

it('warns of such names where rows are compared or counted too', async () => {
  const policy = readFileSync(join(folder, 'drift.yml'), 'utf8');
  const settings = policy.replace(/ +segments:.*\n +thresholds:.*\n/, '');
  writeFileSync(join(folder, 'settings.yml'), settings);
  const words = ['--config', 'settings.yml', '--model', 'signal'];
  const compared = await cli.run('drift', '--reference', 'data.csv', '--current', 'data.csv', ...words);
  expect(compared.code).toBe(0);
  const told = [
    expect.stringMatching(
      /^Warning: settings\.yml:\d+ models\.signal\.drift\.chunk\.column: the rows have no column "nope"\. It changes/,
    ),
    expect.stringMatching(/^Warning: settings\.yml:\d+ .*\.columns\.signl: .* "signl"\. Did you mean "signal"\?$/),
  ];
  expect(compared.error.trim().split('\n')).toEqual(told);
  const counted = await cli.run('profile', 'data.csv', '--out', 'counted.json', ...words);
  expect([counted.code, counted.error.trim().split('\n')]).toEqual([0, told]);
  const stored = await cli.run('drift', '--reference', 'counted.json', '--current', 'data.csv', ...words);
  expect([stored.code, stored.error.trim().split('\n')]).toEqual([0, told.slice(1)]);
});

it('does not suggest a key that is there, and says which keys a rule has', async () => {
  const [mistake] = await check('keys.yml');
  expect(mistake).toMatch(/metric: unknown key\. Remove it: the rule signature has no keys beside its kind\.$/);
});
