import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseDocument } from '@tidegate/core/document';
import { EVALUATION } from '@tidegate/core/evaluation/evaluation-document';
import { VERDICT } from '@tidegate/core/gate/verdict';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeLabelModel } from '../core/adapters/bad-models.ts';
import { startCli } from './start-cli.ts';
import { makeMatrixModel, makeWorkspace } from './workspace.ts';

const POLICY_WORDS = /tidegate\.yml|data\.(features|target|positive)|features\.categorical/;
let folder = '';
let cli: ReturnType<typeof startCli>;
beforeAll(() => {
  folder = makeWorkspace();
  const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);
  const rows = readFileSync(join(folder, 'data.csv'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  const csv = (change: (cells: readonly string[], row: number) => readonly (string | number)[], sign = ',') =>
    `${rows.map((cells, row) => change(cells, row).join(sign)).join('\n')}\n`;
  write(
    'pandas.csv',
    csv((cells, row) => [row === 0 ? '' : row - 1, ...cells]),
  );
  write(
    'wide.csv',
    csv((cells, row) => [row === 0 ? 'id' : 9, ...cells]),
  );
  write(
    'words.csv',
    csv((cells, row) => [row === 0 ? 'plan' : 'basic', ...cells]),
  );
  write(
    'late-word.csv',
    csv(([signal = '', ...cells], row) => [row === 7 ? 'n/a' : signal, ...cells]),
  );
  write(
    'three.csv',
    csv(([signal, noise, happened], row) => [signal ?? '', noise ?? '', row % 3 === 1 ? 'maybe' : (happened ?? '')]),
  );
  write(
    'data.tsv',
    csv((cells) => cells, '\t'),
  );
  write(
    'semicolons.csv',
    csv((cells) => cells, ';'),
  );
  write('data.csv.gz', gzipSync(csv((cells) => cells)));
  const [, ...values] = rows;
  write(
    'data.json',
    JSON.stringify(
      values.map(([signal, noise, happened]) => ({ signal: Number(signal), noise: Number(noise), happened })),
    ),
  );
  write('data.xlsx', 'a sheet');
  write(
    'p.csv',
    `y,word,kind,value,p,q,label\n${Array.from({ length: 60 }, (_, row) => {
      const y = row % 3 === 0 ? 1 : 0;
      return [y, y ? 'yes' : 'no', 'abc'[row % 3], row / 2, 0.2 + 0.5 * y + (row % 7) / 30, (row % 11) / 11, y];
    })
      .map((cells) => cells.join(','))
      .join('\n')}\n`,
  );
  write('matrix.onnx', makeMatrixModel([2, 0]));
  write('turned.onnx', makeMatrixModel([0, 2], { input: 'x' }));
  write('free.onnx', makeMatrixModel([2, 0], { isFree: true }));
  write('labels.onnx', makeLabelModel('1', '0'));
  write(
    'numbers.csv',
    readFileSync(join(folder, 'data.csv'), 'utf8').replaceAll('yes', '1').replaceAll(',no\n', ',0\n'),
  );
  cli = startCli(folder, { PATH: process.env['PATH'] });
});
afterAll(() => {
  cli.stop();
  rmSync(folder, { recursive: true, force: true });
});

const bare = (...words: readonly string[]) =>
  cli.run('validate', '--data', 'data.csv', '--target', 'happened', ...words);
const verdictOf = (out: string) => parseDocument(VERDICT, out, 'standard output');

describe('without a policy', () => {
  it('and without a baseline numbers are measured, and nothing is said to ship', async () => {
    const { code, out, error } = await bare('--candidate', 'bad.onnx');
    expect([code, error]).toEqual([0, '']);
    expect(out).toMatch(/^## 📏 bad\.onnx: measured, no rules to judge by\n/);
    expect(out).toContain('No rule was applied');
    expect(out).not.toMatch(/may ship|pass/);
    const verdict = verdictOf((await bare('--candidate', 'bad.onnx', '--format', 'json')).out);
    expect(verdict).toMatchObject({ model: 'bad.onnx', rules: [], policy: { rules: 'none' }, evaluation: { n: 600 } });
  });

  it('and with a baseline the default rules judge, and are said to be defaults', async () => {
    const { code, out, error } = await bare('--candidate', 'bad.onnx', '--baseline', 'good.onnx');
    expect([code, error]).toEqual([1, '']);
    expect(out).toMatch(
      /^## ❌ bad\.onnx must not ship \(regression roc_auc, regression log_loss\) against the baseline\n/,
    );
    expect(out).toContain('these are the default rules of the task');
    expect(out).toMatch(
      /600 rows of `data\.csv` \(\d+ positive: `yes`\)\. Decision threshold 0\.5\. .*seed 7\. Features: `signal`/,
    );
    expect(out).not.toMatch(/production|serves|\\\(/);
    const json = await bare('--candidate', 'bad.onnx', '--baseline', 'good.onnx', '--format', 'json');
    expect(verdictOf(json.out).policy.rules).toBe('defaults');
  });

  it('a gain is no loss of a negative number', async () => {
    const { code, out } = await bare('--candidate', 'good.onnx', '--baseline', 'bad.onnx');
    expect(code).toBe(0);
    expect(out).toMatch(/^## ✅ good\.onnx shows no proven loss against the baseline, by default rules\n/);
    expect(out).toMatch(/roc_auc gains 0\.\d+ on the baseline/);
    expect(out).not.toMatch(/(loses|gains) -/);
  });

  it('models that only decide are compared by their decisions', async () => {
    const words = ['--data', 'numbers.csv', '--target', 'happened', '--format', 'json', '--candidate', 'labels.onnx'];
    const { code, out, error } = await cli.run('validate', ...words, '--baseline', 'labels.onnx');
    expect([code, error]).toEqual([0, '']);
    expect(verdictOf(out).rules.map(({ subject }) => subject)).toEqual(['accuracy', 'f1']);
  });

  it('a candidate that stopped giving scores is not judged by its labels alone', async () => {
    const words = ['--data', 'numbers.csv', '--target', 'happened', '--format', 'json', '--candidate', 'labels.onnx'];
    const { code, out } = await cli.run('validate', ...words, '--baseline', 'good.onnx');
    expect(code).toBe(2);
    const { rules } = verdictOf(out);
    expect(rules.map(({ subject }) => subject)).toEqual(['accuracy', 'f1', 'roc_auc', 'log_loss']);
    expect(rules[3]).toMatchObject({
      status: 'cannot-tell',
      message: expect.stringContaining('the baseline gives scores, the candidate labels only'),
    });
    const other = await cli.run('validate', ...words.with(-1, 'good.onnx'), '--baseline', 'labels.onnx');
    expect(verdictOf(other.out).rules.map(({ subject }) => subject)).toEqual(['accuracy', 'f1']);
  });

  it('one file as candidate and baseline is pointed out', async () => {
    const { code, out } = await bare('--candidate', 'good.onnx', '--baseline', 'good.onnx');
    expect(code).toBe(0);
    expect(out).toContain('**Candidate and baseline are the same model**');
    expect((await bare('--candidate', 'alike.onnx', '--baseline', 'good.onnx')).out).not.toContain('the same model');
  });

  it.each<[string, readonly string[], RegExp]>([
    [
      'a positive label that is none',
      ['--positive', 'ja', '--candidate', 'good.onnx'],
      /Check --target and --positive/,
    ],
    [
      'a target of three classes',
      ['--data', 'three.csv', '--task', 'binary-classification', '--positive', 'yes', '--candidate', 'good.onnx'],
      /two classes.*Check --target/s,
    ],
    [
      'text where a number is read',
      ['--data', 'late-word.csv', '--candidate', 'good.onnx'],
      /late-word\.csv:8 column "signal"/,
    ],
    [
      'a column that the model lacks',
      ['--data', 'wide.csv', '--features', 'noise', '--candidate', 'good.onnx'],
      /good\.onnx reads "signal", which --features leaves out; there is noise\./,
    ],
    [
      'a target that the model reads',
      ['--target', 'signal', '--candidate', 'good.onnx'],
      /good\.onnx reads the column "signal"/,
    ],
    [
      'a matrix of another width',
      ['--data', 'wide.csv', '--candidate', 'matrix.onnx'],
      /takes 2 numbers a row in "float_input"; wide\.csv has 3 columns beside the target: id, signal, noise\.\n→ Name 2 columns with --features/,
    ],
    [
      'text in a matrix',
      ['--data', 'words.csv', '--candidate', 'free.onnx'],
      /takes numbers in "float_input"; not all cells of "plan" are\.\n.*--features/,
    ],
    [
      'a feature that is none',
      ['--features', 'signa,noise', '--candidate', 'matrix.onnx'],
      /--features names "signa".*Did you mean "signal"/s,
    ],
    [
      'the target as a feature',
      ['--features', 'signal,happened', '--candidate', 'matrix.onnx'],
      /--features names the target/,
    ],
    [
      'a spreadsheet',
      ['--data', 'data.xlsx', '--candidate', 'good.onnx'],
      /data\.xlsx is of no kind.*\.csv and \.tsv .*\.parquet/s,
    ],
  ])('%s is told in words of flags', async (_, words, message) => {
    const { code, out, error } = await bare(...words);
    expect([code, out]).toEqual([3, '']);
    expect(error).toMatch(message);
    expect(error).not.toMatch(POLICY_WORDS);
  });

  it('says where a setting stands that no flag has', async () => {
    const { error } = await bare('--data', 'numbers.csv', '--candidate', 'labels.onnx', '--task', 'regression');
    expect(error).toMatch(
      /under onnx\.output\. \(onnx\.output stands in a tidegate\.yml, as --config and --model read it\.\)/,
    );
  });
});

describe('a model of one matrix', () => {
  const aucOf = async (...words: readonly string[]) => {
    const { out, error } = await bare('--format', 'json', ...words);
    expect(error).toBe('');
    return verdictOf(out).metrics.find(({ metric }) => metric === 'roc_auc')?.candidate.value ?? 0;
  };

  it('gets the columns of the file in their order, and says so', async () => {
    const { code, out } = await bare('--candidate', 'matrix.onnx');
    expect(code).toBe(0);
    expect(out).toContain('Features, as one matrix in this order: `signal`, `noise`.');
    expect(await aucOf('--candidate', 'matrix.onnx')).toBeGreaterThan(0.85);
    expect(await aucOf('--candidate', 'turned.onnx')).toBeLessThan(0.6);
  });

  it.each(['matrix.onnx', 'free.onnx'])('gets those of --features in theirs: %s', async (model) => {
    const chosen = ['--data', 'wide.csv', '--features', 'noise,signal', '--candidate'];
    expect(await aucOf(...chosen, model)).toBeLessThan(0.6);
    expect(await aucOf(...chosen, 'turned.onnx')).toBeGreaterThan(0.85);
  });

  it('is compared with one of another name', async () => {
    const { code } = await bare('--candidate', 'turned.onnx', '--baseline', 'matrix.onnx');
    expect(code).toBe(1);
  });

  it('does not get the index of pandas, and says so', async () => {
    const { code, out, error } = await bare('--data', 'pandas.csv', '--candidate', 'matrix.onnx');
    expect(code).toBe(0);
    expect(out).toContain('in this order: `signal`, `noise`.');
    expect(error).toMatch(/^Unnamed: 0 is not fed to the model: .*index that pandas wrote/);
  });
});

describe('files of other kinds', () => {
  it.each(['data.tsv', 'semicolons.csv', 'data.csv.gz', 'data.json'])(
    '%s gives the numbers of data.csv',
    async (file) => {
      const words = ['--candidate', 'good.onnx', '--format', 'json'];
      const [expected, actual] = [await bare(...words), await bare(...words, '--data', file)];
      expect(actual.error).toBe('');
      expect(verdictOf(actual.out).metrics).toEqual(verdictOf(expected.out).metrics);
    },
  );
});

describe('a flag that does nothing is refused, with the reason', () => {
  const policy = ['--data', 'data.csv', '--candidate', 'good.onnx', '--model', 'signal'];
  const target = ['--data', 'data.csv', '--candidate', 'good.onnx', '--target', 'happened'];
  it.each<[string, readonly string[], RegExp]>([
    [
      '--target beside a policy',
      [...policy, '--target', 'happened'],
      /--target does nothing here: --model takes it from/,
    ],
    ['--positive beside a policy', [...policy, '--positive', 'yes'], /--positive does nothing here/],
    ['--task beside a policy', [...policy, '--task', 'regression'], /--task does nothing here/],
    ['--features beside a policy', [...policy, '--features', 'signal'], /--features does nothing here/],
    ['--config without a policy', [...target, '--config', 'tidegate.yml'], /--config does nothing here: .*--model/],
    [
      '--predictions without parity',
      [...policy, '--predictions', 'p.json'],
      /--predictions does nothing here: no rule "parity"/,
    ],
    ['--predictions without a policy', [...target, '--predictions', 'p.json'], /--predictions does nothing here/],
    [
      '--positive of a value',
      [...target, '--task', 'regression', '--positive', 'yes'],
      /--positive does nothing here: regression/,
    ],
    [
      '--seed-model alone',
      ['--data', 'data.csv', '--target', 'happened', '--seed-model', 'good.onnx'],
      /--candidate missing/,
    ],
    [
      'anything beside --explain',
      ['--explain', 'slice', '--seed-model', 'good.onnx'],
      /--seed-model does nothing here: --explain/,
    ],
  ])('validate: %s', async (_, words, message) => {
    const { code, out, error } = await cli.run('validate', ...words);
    expect([code, out]).toEqual([3, '']);
    expect(error).toMatch(message);
  });

  const file = ['--predictions', 'p.csv'];
  const value = [...file, '--target', 'value', '--prediction', 'q'];
  it.each<[string, readonly string[], RegExp]>([
    [
      '--threshold of decisions',
      [...file, '--target', 'y', '--prediction', 'label', '--threshold', '0.4'],
      /--threshold does nothing here: --prediction/,
    ],
    ['--threshold of values', [...value, '--threshold', '0.4'], /--threshold does nothing here: regression/],
    ['--positive of values', [...value, '--positive', '1'], /--positive does nothing here/],
    ['--classes of values', [...value, '--classes', 'a,b'], /--classes does nothing here: regression/],
    [
      '--query of values',
      [...value, '--task', 'regression', '--query', 'kind'],
      /--query does nothing here: only ranking/,
    ],
    ['--score of values', [...value, '--score', 'p'], /--score does nothing here/],
    [
      'a second --score of values',
      [...file, '--target', 'value', '--score', 'p,q', '--task', 'regression'],
      /2 score columns were given for regression, which takes one/,
    ],
  ])('evaluate: %s', async (_, words, message) => {
    const { code, out, error } = await cli.run('evaluate', ...words);
    expect([code, out]).toEqual([3, '']);
    expect(error).toMatch(message);
    expect(error).not.toMatch(POLICY_WORDS);
  });
});

describe('tidegate evaluate', () => {
  const words = ['evaluate', '--predictions', 'p.csv', '--target', 'y', '--score', 'p', '--replicates', '200'];

  it('takes the level and the kind of its intervals', async () => {
    const asked = ['--confidence', '0.8', '--interval', 'bca'];
    const { code, out, error } = await cli.run(...words, ...asked, '--format', 'json');
    expect([code, error]).toEqual([0, '']);
    const { interval, metrics } = parseDocument(EVALUATION, out, 'standard output');
    expect(interval).toMatchObject({ confidence: 0.8, method: expect.stringMatching(/bca/i) });
    const usual = parseDocument(EVALUATION, (await cli.run(...words, '--format', 'json')).out, 'standard output');
    const widthOf = (rows: typeof metrics) => {
      const { low = 0, high = 0 } = rows.find(({ metric }) => metric === 'log_loss')?.candidate ?? {};
      return high - low;
    };
    expect(widthOf(metrics)).toBeLessThan(widthOf(usual.metrics));
    expect((await cli.run(...words, ...asked)).out).toContain('80 % interval');
    expect(await cli.run(...words, '--confidence', '2')).toMatchObject({ code: 3, out: '' });
  });

  it('shows a terminal no escapes', async () => {
    expect((await cli.run(...words)).out).not.toContain('\\');
  });

  it('still takes a threshold where there are scores', async () => {
    const at = async (threshold: string) =>
      (await cli.run(...words, '--threshold', threshold, '--metrics', 'accuracy')).out;
    expect(await at('0.9')).not.toBe(await at('0.5'));
  });

  it.each<[string, readonly string[], RegExp]>([
    ['probabilities and labels', ['--target', 'p', '--score', 'y'], /Are they swapped\? --target y --score p/],
    ['probabilities and words', ['--target', 'p', '--score', 'word'], /Are they swapped\?/],
    ['a score of words', ['--target', 'y', '--score', 'word'], /column "word": expected a number, got "yes"/],
  ])('advises on %s in words of flags', async (_, columns, message) => {
    const { code, out, error } = await cli.run('evaluate', '--predictions', 'p.csv', ...columns);
    expect([code, out]).toEqual([3, '']);
    expect(error).toMatch(message);
    expect(error).not.toMatch(POLICY_WORDS);
  });
});
