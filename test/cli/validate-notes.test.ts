import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from '@tidegate/core/document';
import { VERDICT } from '@tidegate/core/gate/verdict';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCli } from './start-cli.ts';
import { makeModel, makeWorkspace } from './workspace.ts';

let folder = '';
let cli: ReturnType<typeof startCli>;

beforeAll(() => {
  folder = makeWorkspace();
  const at = (name: string) => join(folder, name);
  writeFileSync(at('model.onnx'), makeModel(2, 0));
  writeFileSync(at('against.onnx'), makeModel(-2, 0));
  copyFileSync(at('data.csv'), at('copy.csv'));
  const [header = '', ...lines] = readFileSync(at('data.csv'), 'utf8').trim().split('\n');
  writeFileSync(at('new.csv'), `${[header, ...lines.slice(10)].join('\n')}\n`);
  writeFileSync(at('more.csv'), `${[`${header},sex`, ...lines.map((line, row) => `${line},${row % 2}`)].join('\n')}\n`);
  const policy = readFileSync(at('tidegate.yml'), 'utf8');
  const alone = policy.slice(0, policy.indexOf('      - kind: non-inferior'));
  writeFileSync(at('alone.yml'), alone);
  writeFileSync(at('own.yml'), alone.replace('path: data.csv', 'path: data.csv\n      evaluation: new.csv'));
  writeFileSync(at('sex.yml'), alone.replace('[signal, noise]', '[signal, noise, sex]'));
  cli = startCli(folder);
});
afterAll(() => {
  cli.stop();
  rmSync(folder, { recursive: true, force: true });
});

const validate = (...words: readonly string[]) => cli.run('validate', '--candidate', 'model.onnx', ...words);
const judge = (config: string, data: string, ...words: readonly string[]) =>
  validate('--config', config, '--model', 'signal', '--data', data, ...words);
const notesOf = (out: string) => parseDocument(VERDICT, out, 'standard output').notes;

describe('validate says which rows it judged', () => {
  it('where the policy holds some out, and how to take all', async () => {
    const { out } = await judge('alone.yml', 'data.csv');
    expect(out).toMatch(
      /\d+ of [\d,]+ rows were evaluated: the holdout of the policy\. --rows all takes all of them\./,
    );
    const { out: json } = await judge('alone.yml', 'data.csv', '--format', 'json');
    expect(notesOf(json)).toMatchObject([{ code: 'holdout' }]);
    expect((await judge('alone.yml', 'new.csv', '--rows', 'all')).out).not.toContain('holdout');
  });

  it.each([
    ['data.path beside a file for the evaluation', 'own.yml', 'data.csv', []],
    ['a copy of it', 'own.yml', 'copy.csv', []],
    ['all of data.path', 'alone.yml', 'data.csv', ['--rows', 'all']],
  ])('warns of %s: it was trained on', async (_, config, data, words) => {
    const { out, error } = await judge(config, data, ...words);
    expect(out).toMatch(/^## .*\n\n⚠️ \*\*These rows were trained on: /);
    expect(error).toMatch(/Warning: These rows were trained on/);
    const { out: json } = await judge(config, data, ...words, '--format', 'json');
    expect(notesOf(json)?.[0]).toMatchObject({ code: 'trained-rows' });
  });

  it.each([
    ['the file for the evaluation', 'own.yml', 'new.csv', []],
    ['the holdout of data.path', 'alone.yml', 'data.csv', []],
    ['all rows of another file', 'alone.yml', 'new.csv', ['--rows', 'all']],
  ])('and not of %s', async (_, config, data, words) => {
    const { code, out, error } = await judge(config, data, ...words);
    expect([code, error]).toEqual([0, '']);
    expect(out).not.toContain('trained on');
  });
});

it('a feature that the model does not read is refused as a flag and told of in a policy', async () => {
  const { code, error } = await validate(
    '--data',
    'more.csv',
    '--target',
    'happened',
    '--features',
    'signal,noise,sex',
  );
  expect(code).toBe(3);
  expect(error).toMatch(/--features names "sex", which model\.onnx does not read\..*read are signal, noise/s);
  const { out } = await judge('sex.yml', 'more.csv', '--rows', 'all');
  expect(out).toContain('The candidate does not read "sex", which data.features lists.');
});

it('an AUC below chance is called the score of the other class', async () => {
  const words = ['--data', 'data.csv', '--target', 'happened', '--positive', 'yes'];
  const { out } = await cli.run('validate', '--candidate', 'against.onnx', ...words);
  expect(out).toMatch(/⚠️ \*\*roc_auc of the candidate lies wholly below 0\.5: /);
});
