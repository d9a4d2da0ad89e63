import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDocument } from '../../core/document.ts';
import { VERDICT } from '../../core/gate/verdict.ts';
import { RUN_RECORD } from '../../core/run/run-record.ts';
import { startCli } from './start-cli.ts';
import { makeWorkspace } from './workspace.ts';

let cli: ReturnType<typeof startCli>;
const RESULT = {
  kind: 'tidegate.training-result',
  version: 1,
  metrics: [],
  parity: null,
  framework: null,
  device: null,
};
const NO_STACK = /\n\s+at |node:internal|fault of Tidegate/;
let folder = '';
beforeAll(() => {
  folder = makeWorkspace();
  cli = startCli(folder, { PATH: process.env['PATH'], GITHUB_TOKEN: 'a secret of the shell' });
});
afterAll(() => {
  cli.stop();
  rmSync(folder, { recursive: true, force: true });
});

const tidegate = (...words: readonly string[]) => cli.run(...words);
const validate = (...words: readonly string[]) =>
  tidegate('validate', '--data', 'data.csv', '--model', 'signal', ...words);

describe.concurrent('tidegate validate', () => {
  it.each([
    ['pass', 0, ['--candidate', 'good.onnx']],
    ['pass', 0, ['--candidate', 'good.onnx', '--baseline', 'good.onnx']],
    ['fail', 1, ['--candidate', 'bad.onnx']],
    ['fail', 1, ['--candidate', 'bad.onnx', '--baseline', 'good.onnx']],
    ['cannot-tell', 2, ['--candidate', 'alike.onnx', '--baseline', 'good.onnx']],
  ] as const)('%s ends with %i, and standard output is the document alone: %j', async (outcome, exit, words) => {
    const { code, out, error } = await validate(...words, '--format', 'json');
    expect([code, error]).toEqual([exit, '']);
    const verdict = parseDocument(VERDICT, out, 'standard output');
    expect(verdict).toMatchObject({ model: 'signal', outcome, evaluation: { n: 300 } });
  });

  it('needs no policy where a target is named: a proven loss fails', async () => {
    const words = ['validate', '--data', 'data.csv', '--target', 'happened', '--format', 'json'];
    const worse = await tidegate(...words, '--candidate', 'bad.onnx', '--baseline', 'good.onnx');
    const same = await tidegate(...words, '--candidate', 'good.onnx', '--baseline', 'good.onnx');
    expect([worse.code, same.code]).toEqual([1, 0]);
    const verdict = parseDocument(VERDICT, same.out, 'standard output');
    expect(verdict).toMatchObject({ outcome: 'pass', evaluation: { n: 600 } });
    expect(verdict.rules.map(({ rule, subject }) => `${rule} ${subject}`)).toEqual([
      'regression roc_auc',
      'regression log_loss',
    ]);
  });

  it('explains its rules', async () => {
    const { code, out } = await tidegate('validate', '--explain', 'non-inferior');
    expect(code).toBe(0);
    expect(out).toMatch(/^# non-inferior\n[\s\S]*\nSource: /);
  });

  it('says the same in Markdown for people', async () => {
    const { code, out, error } = await validate('--candidate', 'bad.onnx', '--baseline', 'good.onnx');
    expect([code, error]).toEqual([1, '']);
    expect(out).toMatch(/^## ❌ signal must not ship .* against the baseline\n/);
    expect(out).toContain('`non-inferior log_loss`');
  });

  it('gives the same numbers every time', async () => {
    const words = ['--candidate', 'alike.onnx', '--baseline', 'good.onnx', '--format', 'json'];
    const [first, second] = await Promise.all([validate(...words), validate(...words)]);
    const metrics = ({ out }: { out: string }) => parseDocument(VERDICT, out, 'standard output').metrics;
    expect(metrics(first)).toEqual(metrics(second));
  });
});

describe.concurrent('bad input ends with 3, words on standard error and nothing on standard output', () => {
  const good = ['--candidate', 'good.onnx'];
  it.each<[string, readonly string[], RegExp]>([
    [
      'a candidate that is not there',
      ['validate', '--data', 'data.csv', '--model', 'signal', '--candidate', 'no.onnx'],
      /no\.onnx \(ENOENT\)/,
    ],
    [
      'a candidate that is a folder',
      ['validate', '--data', 'data.csv', '--model', 'signal', '--candidate', '.'],
      /it is a folder/,
    ],
    [
      'a candidate that is no ONNX',
      ['validate', '--data', 'data.csv', '--model', 'signal', '--candidate', 'data.csv'],
      /data\.csv.*\(model-invalid\)/s,
    ],
    [
      'data that are no CSV',
      ['validate', '--data', 'good.onnx', '--model', 'signal', ...good],
      /good\.onnx.*\(data-invalid\)/s,
    ],
    [
      'a model that is not in the policy',
      ['validate', '--data', 'data.csv', '--model', 'noise', ...good],
      /noise.*signal/s,
    ],
    [
      'a model named like a method',
      ['validate', '--data', 'data.csv', '--model', 'constructor', ...good],
      /constructor.*signal/s,
    ],
    [
      'a policy that is not there',
      ['validate', '--data', 'data.csv', '--model', 'signal', '--config', 'no.yml', ...good],
      /no\.yml/,
    ],
    [
      'a format that is not there',
      ['validate', '--data', 'data.csv', '--model', 'signal', ...good, '--format', 'xml'],
      /markdown, json/,
    ],
    ['an option too few', ['validate', ...good], /--data/],
    [
      'an option that is not there',
      ['validate', '--data', 'data.csv', '--model', 'signal', ...good, '--bsaeline', 'x'],
      /--bsaeline.*--baseline/s,
    ],
    ['a command that is not there', ['valdate'], /valdate.*validate/s],
    ['no command', [], /Usage: tidegate/],
    ['a rule that is none', ['validate', '--explain', 'inferior'], /non-inferior/],
    [
      'a release without a token',
      ['validate', '--data', 'data.csv', '--model', 'signal', ...good, '--baseline', 'release:signal@1.0.0'],
      /GITHUB_(TOKEN|REPOSITORY)/,
    ],
    ['a word too many', ['check', 'tidegate.yml', 'x'], /too many arguments/],
    ['a seed that is a word', ['demo', '--seed', 'x'], /--seed.*whole number/s],
    ['a page where a file is', ['demo', '--out', 'data.csv/page'], /Cannot make the folder .*data\.csv/],
    ['a page where none can be', ['demo', '--out', '/proc/page'], /Cannot make the folder/],
    ['a policy that is none', ['check', 'data.csv'], /data\.csv.*\(config-invalid\)/s],
    ['a page among files of others', ['demo', '--out', 'photos'], /holds other files than those of a demo/],
    ['training into a file', ['train', '--model', 'signal', '--out', 'data.csv'], /is a file/],
    ['training without a model', ['train'], /--model/],
    ['training of another model', ['train', '--model', 'noise'], /noise.*signal/s],
    ['training over the workspace', ['train', '--model', 'signal', '--out', '.'], /would be emptied/],
    ['training over what holds the workspace', ['train', '--model', 'signal', '--out', '..'], /would be emptied/],
    ['training over files of others', ['train', '--model', 'signal', '--out', 'photos'], /would be emptied/],
  ])('%s', async (_, words, problem) => {
    mkdirSync(join(folder, 'photos'), { recursive: true });
    writeFileSync(join(folder, 'photos/beach.jpg'), 'a beach');
    const { code, out, error } = await tidegate(...words);
    expect(error).toMatch(problem);
    expect(error).not.toMatch(NO_STACK);
    expect([code, out]).toEqual([3, '']);
    expect(existsSync(join(folder, 'tidegate.yml')) && existsSync(join(folder, 'photos/beach.jpg'))).toBe(true);
  });
});

describe.concurrent('tidegate check', () => {
  it('checks the columns of the data too, and says where the data is not here', async () => {
    const policy = readFileSync(join(folder, 'tidegate.yml'), 'utf8');
    writeFileSync(join(folder, 'typo.yml'), policy.replace('[signal, noise]', '[signal, nose]'));
    writeFileSync(join(folder, 'elsewhere.yml'), policy.replace('path: data.csv', 'path: remote/data.csv'));
    const typo = await tidegate('check', 'typo.yml');
    expect(typo).toMatchObject({ code: 3, error: expect.stringContaining('data.csv has no column "nose"') });
    const elsewhere = await tidegate('check', 'elsewhere.yml');
    expect(elsewhere).toMatchObject({
      code: 0,
      out: expect.stringContaining('Not checked: remote/data.csv is not here'),
    });
    const strict = await tidegate('check', 'elsewhere.yml', '--strict');
    expect(strict).toMatchObject({ code: 3, out: '', error: expect.stringContaining('remote/data.csv is not here') });
    expect(await tidegate('check', '--strict')).toMatchObject({ code: 0 });
  });

  it('says what a valid file declares', async () => {
    expect(await tidegate('check')).toEqual({
      code: 0,
      out: 'tidegate.yml is valid: signal (2 rules, no environments)\n',
      error: '',
    });
  });

  it('lists every mistake with its line, and ends with 3', async () => {
    const text = readFileSync(join(folder, 'tidegate.yml'), 'utf8');
    writeFileSync(
      join(folder, 'bad.yml'),
      text.replace('margin: 0.01', 'margin: "2%"').replace('min: 0.6', 'mni: 0.6'),
    );
    const { code, out, error } = await tidegate('check', 'bad.yml');
    expect([code, out]).toEqual([3, '']);
    expect(error).toMatch(/bad\.yml:\d+ .*mni/);
    expect(error).toMatch(/bad\.yml:\d+ .*margin.*"2%"/);
    expect(error).toContain('(config-invalid)');
  });
});

describe.concurrent('--help', () => {
  it.each<[readonly string[], readonly string[]]>([
    [[], ['demo', 'check', 'train', 'validate', 'Exit codes: 0 pass, 1 fail, 2 cannot tell, 3 bad input']],
    [['check'], ['tidegate.yml']],
    [['train'], ['--model', '--config', '--out', 'Example: tidegate train']],
    [
      ['validate'],
      ['--candidate', '--baseline', '--data', '--model', '--config', '--format', 'Exit codes', 'Example:'],
    ],
    [['demo'], ['--out', '--seed', '--keep', 'no network']],
  ])('of %j names all there is', async (words, expected) => {
    const { code, out, error } = await tidegate(...words, '--help');
    expect([code, error]).toEqual([0, '']);
    for (const word of expected) expect(out).toContain(word);
  });

  it('--version is one line', async () => {
    expect((await tidegate('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('tidegate train', () => {
  it('leaves the model and a record of it, tells the command no secret, and may be repeated', async () => {
    writeFileSync(
      join(folder, 'train.mjs'),
      `import { copyFileSync, writeFileSync } from 'node:fs';
       const out = process.env.TIDEGATE_OUTPUT;
       console.log('token: ' + (process.env.GITHUB_TOKEN ?? 'none'));
       copyFileSync('good.onnx', out + '/model.onnx');
       writeFileSync(out + '/result.json', JSON.stringify(${JSON.stringify(RESULT)}));`,
    );
    for (const _ of [1, 2]) {
      const { code, out, error } = await tidegate('train', '--model', 'signal', '--out', 'run');
      expect([code, error]).toEqual([0, '']);
      expect(out).toContain('token: none');
    }
    const record = parseDocument(RUN_RECORD, readFileSync(join(folder, 'run/run-record.json'), 'utf8'), 'the record');
    expect(record).toMatchObject({ model: 'signal', pullRequest: null, workflow: null });
  });

  it('ends with 3 and the last lines of a command that fails', async () => {
    writeFileSync(join(folder, 'train.mjs'), `console.error('the data smell'); process.exit(9);`);
    const { code, error } = await tidegate('train', '--model', 'signal', '--out', 'failed');
    expect(code).toBe(3);
    expect(error).toMatch(/ended with exit code 9.*the data smell.*\(training-failed\)/s);
    expect(error).not.toMatch(NO_STACK);
  });
});
