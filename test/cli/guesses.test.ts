import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDocument } from '@tidegate/core/document';
import { EVALUATION } from '@tidegate/core/evaluation/evaluation-document';
import { VERDICT } from '@tidegate/core/gate/verdict';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeClassModel, makeLabelModel } from '../core/adapters/bad-models.ts';
import { startCli } from './start-cli.ts';
import { makeModel } from './workspace.ts';

let folder = '';
let cli: ReturnType<typeof startCli>;
const COUNT = 120;
const lines = (header: string, row: (index: number) => string, count = COUNT) =>
  `${header}\n${Array.from({ length: count }, (_, index) => row(index)).join('\n')}\n`;
/** Probability of the second of two classes: mostly right. */
const score = (row: number) => (row % 2 === 0 ? 0.2 : 0.7) + (row % 5) / 20;
const pair = (names: readonly [string, string]) => (row: number) => `${names[row % 2]},${score(row)}`;
/** Probabilities of three classes, mostly right. */
const three = (row: number) =>
  [0, 1, 2].map((place) => (place === (row % 7 === 0 ? 0 : row % 3) ? 0.6 : 0.2)).join(',');

const FILES: Readonly<Record<string, string>> = {
  'twelve.csv': lines('y,p,v', (row) => `${pair(['1', '2'])(row)},${1 + score(row)}`),
  'signs.csv': lines('y,p', pair(['-1', '1'])),
  'tens.csv': lines('y,p', pair(['9', '10'])),
  'words.csv': lines('y,p', pair(['no', 'yes'])),
  'flags.csv': lines('y,p', pair(['False', 'True'])),
  'text.csv': lines('y,p', pair(['bad', 'good'])),
  'classes.csv': lines('y,a,b,c,k', (row) => `${row % 3},${three(row)},${row % 3 === 0 ? 0 : 2}`),
  'ratings.csv': lines('y,k', (row) => `${row % 3},${(row % 3) + 0.25}`),
  'counts.csv': lines('y,k', (row) => `${row},${row + 1}`),
  'labels.csv': lines('y,p,k', (row) => `${row % 2},${score(row)},${row % 3 === 0 ? 0 : 1}`),
  'sums.csv': lines('y,a,b,c', (row) => `${'xyz'[row % 3]},0.3,0.3,${row === 4 ? 0.9 : 0.4}`),
  'rounded.csv': lines('y,a,b,c', (row) => `${'xyz'[row % 3]},0.333,0.333,0.333`),
  'both.csv': lines('y,p0,p1', (row) => `${row % 2 === 0 ? 'no' : 'yes'},${1 - score(row)},${score(row)}`),
  'pair.csv': lines('y,p0,p1', (row) => `${row % 2},0.5,${row === 2 ? 0.9 : 0.5}`),
  'forms.csv': lines(
    'y,k,w,v',
    (row) => `${row % 2}.0,${row % 2},${row % 2 === 0 ? 'False' : 'TRUE'},${row % 2 === 0}`,
  ),
  'ranks.csv': lines('y,p,session,page', (row) => `${row % 3},${row % 7},${row % 10},${row}`),
  'ones.csv': lines('y,p,k,c', (row) => `1,${score(row)},${row % 2},churned`, 40),
  'model.csv': lines('signal,noise,y,d,f', (row) => {
    const signal = ((row * 37) % 41) / 10 - 2;
    const y = signal < -0.5 ? 0 : signal < 0.5 ? 1 : 2;
    return `${signal},0,${y},${row / 7},${signal > (row % 4) / 10 ? '1.0' : '0.0'}`;
  }),
  'words-model.csv': lines('signal,noise,y', (row) => {
    const signal = ((row * 37) % 41) / 10 - 2;
    return `${signal},0,${signal + (row % 3) - 1 > 0 ? 'good' : 'bad'}`;
  }),
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-guesses-'));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, 'classes.onnx'), makeClassModel());
  writeFileSync(join(folder, 'labels.onnx'), makeLabelModel('1', '0'));
  writeFileSync(join(folder, 'good.onnx'), makeModel(2, 0));
  cli = startCli(folder);
});
afterAll(() => {
  cli.stop();
  rmSync(folder, { recursive: true, force: true });
});

const evaluate = (file: string, ...words: readonly string[]) =>
  cli.run('evaluate', '--predictions', file, '--target', 'y', '--replicates', '100', ...words);
const measure = async (file: string, ...words: readonly string[]) => {
  const { code, out, error } = await evaluate(file, ...words, '--format', 'json');
  expect([code, error.replace(/^Warning: roc_auc .* below 0\.5: .*\n$/, '')]).toEqual([0, '']);
  return parseDocument(EVALUATION, out, 'standard output');
};
const accuracyOf = ({ metrics }: Awaited<ReturnType<typeof measure>>) =>
  metrics.find(({ metric }) => metric === 'accuracy')?.candidate.value;

describe('the positive class is guessed as label_binarize orders labels, and named', () => {
  it.each([
    ['twelve.csv', '2'],
    ['signs.csv', '1'],
    ['tens.csv', '10'],
    ['words.csv', 'yes'],
    ['flags.csv', 'True'],
    ['text.csv', 'good'],
  ])('of %s it is %s', async (file, positive) => {
    const guessed = await measure(file, '--score', 'p');
    expect(guessed).toMatchObject({ positive, positiveGuessed: true });
    expect(guessed.metrics.find(({ metric }) => metric === 'roc_auc')?.candidate.value).toBe(1);
    const { out } = await evaluate(file, '--score', 'p');
    expect(out).toContain(`Positive class: \`${positive}\` (guessed; --positive sets it).`);
    expect(out).toContain('Task: binary classification (guessed from two distinct labels; --task says otherwise).');
  });

  it('and what was given is not called a guess', async () => {
    const words = ['--score', 'p', '--positive', 'bad', '--task', 'binary-classification'];
    const given = await measure('text.csv', ...words);
    expect(given).toMatchObject({ positive: 'bad', positiveGuessed: false, taskGuessedFrom: null });
    expect(given.metrics.find(({ metric }) => metric === 'roc_auc')?.candidate.value).toBe(0);
    const { out } = await evaluate('text.csv', ...words);
    expect(out).toMatch(/^Task: binary classification\. Positive class: `bad`\.\n/m);
  });
});

describe('whole numbers are classes or values', () => {
  it.each<[string, string, readonly string[], string, string]>([
    ['three score columns', 'classes.csv', ['--score', 'a,b,c'], 'multiclass-classification', '3 score columns'],
    ['predicted labels', 'classes.csv', ['--prediction', 'k'], 'multiclass-classification', '3 distinct labels'],
    ['predictions with decimals', 'ratings.csv', ['--prediction', 'k'], 'regression', '3 distinct numbers'],
    [
      'values beside two numbers',
      'twelve.csv',
      ['--prediction', 'v'],
      'regression',
      'predicted values that are no labels',
    ],
    ['a number for each row', 'counts.csv', ['--prediction', 'k'], 'regression', '120 distinct numbers'],
    ['a query', 'ranks.csv', ['--score', 'p', '--query', 'session'], 'ranking', 'the column of queries'],
  ])('%s', async (_, file, words, task, taskGuessedFrom) => {
    expect(await measure(file, ...words)).toMatchObject({ task, taskGuessedFrom });
    const { out } = await evaluate(file, ...words);
    const named = `Task: ${task.replace('-', ' ')} (guessed from ${taskGuessedFrom}; --task says otherwise).`;
    expect(out).toContain(named);
  });

  it('and --task decides otherwise', async () => {
    expect(await measure('classes.csv', '--prediction', 'k', '--task', 'regression')).toMatchObject({
      task: 'regression',
      taskGuessedFrom: null,
      positive: null,
    });
  });
});

describe('labels match whatever form their file gives them', () => {
  it.each(['k', 'w', 'v'])('1.0 in the target and column %s', async (column) => {
    expect(accuracyOf(await measure('forms.csv', '--prediction', column))).toBe(column === 'v' ? 0 : 1);
  });

  it('a positive class may be written in another form', async () => {
    const { classes, positive } = await measure('forms.csv', '--prediction', 'k', '--positive', '1');
    expect([classes, positive]).toEqual([{ '0.0': 60, 1: 60 }, '1']);
  });
});

describe('two score columns of a binary target', () => {
  it('are taken with --classes, in their order', async () => {
    const one = await measure('both.csv', '--score', 'p1');
    for (const words of [
      ['p0,p1', 'no,yes'],
      ['p1,p0', 'yes,no'],
    ]) {
      const both = await measure('both.csv', '--score', words[0] ?? '', '--classes', words[1] ?? '');
      expect([both.positive, both.metrics]).toEqual(['yes', one.metrics]);
    }
  });

  it('are refused without, in words that can be typed', async () => {
    const { code, error } = await evaluate('both.csv', '--score', 'p0,p1');
    expect(code).toBe(3);
    expect(error).toContain('2 score columns were given for a binary target.');
    expect(error).toContain('--score p0,p1 --classes no,yes; or give that of "yes" alone: --score p1.');
  });
});

describe('rows of one class alone', () => {
  it('are measured, but for what needs two', async () => {
    const { metrics, notDefined, classes, positive } = await measure('ones.csv', '--score', 'p');
    expect(metrics.map(({ metric }) => metric)).toEqual(['accuracy', 'log_loss', 'f1']);
    expect(JSON.stringify(notDefined)).toContain('roc_auc');
    expect([classes, positive]).toEqual([{ 'not 1': 0, 1: 40 }, '1']);
    expect((await evaluate('ones.csv', '--score', 'p')).out).toContain('not defined on these rows: `roc_auc`');
  });

  it('take the name of the other class from predictions or from --positive', async () => {
    expect((await measure('ones.csv', '--prediction', 'k')).classes).toEqual({ 0: 0, 1: 40 });
    expect(await measure('ones.csv', '--score', 'p', '--positive', '2')).toMatchObject({
      classes: { 1: 40, 2: 0 },
      positive: '2',
    });
    expect((await measure('ones.csv', '--score', 'p', '--classes', '0,1')).classes).toEqual({ 0: 0, 1: 40 });
  });

  it('of a word need to be told which class it is', async () => {
    const { code, error } = await cli.run('evaluate', '--predictions', 'ones.csv', '--target', 'c', '--score', 'p');
    expect(code).toBe(3);
    expect(error).toMatch(
      /only one class, "churned"; whether it is the positive one is not known.*--positive "churned"/s,
    );
  });
});

it('a baseline of labels alone is compared where labels are enough, and the rest is the candidate alone', async () => {
  const words = ['--score', 'p', '--baseline-prediction', 'k', '--positive', '1'];
  const { metrics } = await measure('labels.csv', ...words);
  expect(metrics.map(({ metric, difference }) => [metric, difference === null])).toEqual([
    ['accuracy', false],
    ['roc_auc', true],
    ['log_loss', true],
    ['f1', false],
  ]);
  expect(metrics[1]).toMatchObject({ decision: 'cannot-tell', notCompared: 'the baseline gives labels only' });
  const { out } = await evaluate('labels.csv', ...words);
  expect(out).toContain('Difference not measured: `roc_auc`, `log_loss` (the baseline gives labels only).');
});

it('probabilities that were rounded to three decimals sum to 1', async () => {
  expect((await measure('rounded.csv', '--score', 'a,b,c')).n).toBe(COUNT);
});

describe.concurrent('tidegate evaluate refuses with 3 and words', () => {
  it.each<[string, string, readonly string[], RegExp]>([
    [
      'probabilities that do not sum to 1',
      'sums.csv',
      ['--score', 'a,b,c'],
      /sums\.csv:6 the scores "a", "b", "c" sum to 1\.5;.*softmax/s,
    ],
    [
      'a pair that does not',
      'pair.csv',
      ['--score', 'p0,p1', '--classes', '0,1'],
      /pair\.csv:4 the scores .* sum to 1\.4;/,
    ],
    ['probabilities as labels', 'twelve.csv', ['--prediction', 'p'], /"0\.2" is no class.*give --score p\./s],
    ['a column twice', 'classes.csv', ['--score', 'a,b,a'], /--score names the column "a" twice/],
    [
      'a model against itself',
      'twelve.csv',
      ['--score', 'p', '--baseline-score', 'p'],
      /Column "p" is given for the candidate and for the baseline/,
    ],
    [
      'a ranking without queries',
      'ranks.csv',
      ['--score', 'p', '--task', 'ranking'],
      /no column says which query.*--query <column>, one of session, page\./s,
    ],
    [
      'three columns of a binary target',
      'classes.csv',
      ['--score', 'a,b,c', '--task', 'binary-classification'],
      /3 distinct labels \("0", "1", "2"\); .*--task multiclass/s,
    ],
    [
      'fewer score columns than classes',
      'classes.csv',
      ['--score', 'a,b', '--classes', '0,1,2'],
      /2 score columns were given for 3 classes \("0", "1", "2"\).*Give 3 columns in this order.*--task says otherwise/s,
    ],
    [
      'score columns of classes that no row has',
      'ones.csv',
      ['--score', 'p,k,y', '--task', 'multiclass-classification'],
      /3 score columns were given for 1 class \("1"\).*--classes and 3 names with commas, also of those that no row has/s,
    ],
    [
      'a positive class that is none',
      'text.csv',
      ['--score', 'p', '--positive', 'fine'],
      /--positive names "fine"; the labels in column "y" of text\.csv are "bad", "good"/,
    ],
    [
      'classes that are none',
      'text.csv',
      ['--score', 'p', '--classes', 'bad,fine'],
      /--classes names "bad", "fine"; the lab/,
    ],
    ['several values for one', 'ratings.csv', ['--score', 'k,y', '--task', 'regression'], /takes one.*--score k/s],
    [
      'a task that was guessed wrong',
      'classes.csv',
      ['--score', 'a'],
      /1 score column was given.*guessed to be multiclass-classification, from 3 distinct labels: --task says otherwise/s,
    ],
    [
      'too few replicates',
      'twelve.csv',
      ['--score', 'p', '--replicates', '3'],
      /--replicates: expected a number ≥ 100, g/,
    ],
    ['a name that is near to none', 'text.csv', ['--score', 'q'], /no column "q"; it has y, p\.\n→ Correct the name/],
  ])('%s', async (_, file, words, message) => {
    const { code, out, error } = await evaluate(file, ...words);
    expect([code, out]).toEqual([3, '']);
    expect(error).toMatch(message);
    expect(error).not.toMatch(/Too small|Invalid input|fault of Tidegate/);
  });
});

const validate = (candidate: string, target: string, ...words: readonly string[]) =>
  cli.run('validate', '--candidate', candidate, '--target', target, ...words);

describe('validate without a policy', () => {
  it('takes a model with int64 labels and three probabilities for multiclass, and says so', async () => {
    const words = ['--data', 'model.csv'];
    const { code, out } = await validate('classes.onnx', 'y', ...words, '--format', 'json');
    const verdict = parseDocument(VERDICT, out, 'standard output');
    expect([code, verdict.task, verdict.taskGuessedFrom]).toEqual([
      0,
      'multiclass-classification',
      'a model output of 3 scores a row',
    ]);
    const { out: text } = await validate('classes.onnx', 'y', ...words);
    expect(text).toContain('Task: multiclass classification (guessed from a model output of 3 scores a row; --task');
  });

  it('names the positive class that it guesses, and the one that was given', async () => {
    const words = ['--data', 'words-model.csv'];
    const guessed = await validate('good.onnx', 'y', ...words);
    expect(guessed.out).toContain('Positive class: `good` (guessed; --positive sets it).');
    const given = await validate('good.onnx', 'y', ...words, '--positive', 'bad', '--format', 'json');
    const { evaluation } = parseDocument(VERDICT, given.out, 'standard output');
    expect(evaluation).toMatchObject({ positive: 'bad', positiveGuessed: false });
  });

  it.each<[string, readonly string[], RegExp]>([
    [
      'a target that does not fit the outputs',
      ['classes.onnx', 'd', '--data', 'model.csv'],
      /gives 3 values a row.*needs 120.*guessed to be multiclass-classification.*--task says otherwise/s,
    ],
    [
      'more labels than a binary model has',
      ['good.onnx', 'y', '--data', 'model.csv'],
      /3 distinct labels \("0", "1", "2"\).*guessed from the model output probability.*--task/s,
    ],
    [
      'ranking',
      ['good.onnx', 'y', '--data', 'model.csv', '--task', 'ranking'],
      /no column says which query.*data\.query in a tidegate\.yml/s,
    ],
  ])('refuses %s', async (_, [candidate = '', target = '', ...words], message) => {
    const { code, out, error } = await validate(candidate, target, ...words);
    expect([code, out]).toEqual([3, '']);
    expect(error).toMatch(message);
  });

  it('judges int64 labels of a model against a float column', async () => {
    const { code, out, error } = await validate('labels.onnx', 'f', '--data', 'model.csv', '--format', 'json');
    expect([code, error]).toEqual([0, '']);
    const { metrics, task } = parseDocument(VERDICT, out, 'standard output');
    expect(task).toBe('binary-classification');
    expect(metrics.map(({ metric }) => metric)).toEqual(['accuracy', 'f1']);
    expect(metrics[0]?.candidate.value).toBeGreaterThan(0.8);
  });
});

const POLICY = `version: 1
models:
  signal:
    task: binary-classification
    paths: [train.mjs]
    training: { command: node train.mjs }
    data:
      path: model.csv
      target: f
      positive: "1"
      features: { numeric: [signal, noise] }
    evaluation: { replicates: 200 }
    gate:
      - { kind: regression, metric: roc_auc }
      - { kind: non-inferior, metric: log_loss, margin: 0.05 }
      - { kind: improves, metric: brier_score }
      - { kind: threshold, metric: roc_auc, min: 0.5 }
      - { kind: non-inferior, metric: accuracy, margin: 0.5 }
`;

it('the gate cannot tell of scores where the baseline gives labels only, and decides the rest', async () => {
  writeFileSync(join(folder, 'tidegate.yml'), POLICY);
  const files = ['--candidate', 'good.onnx', '--baseline', 'labels.onnx', '--data', 'model.csv', '--rows', 'all'];
  const words = ['validate', ...files, '--model', 'signal'];
  const { code, out, error } = await cli.run(...words, '--format', 'json');
  expect([code, error]).toEqual([2, expect.stringMatching(/^Warning: These rows were trained on: .*\n$/)]);
  const { metrics, rules, evaluation } = parseDocument(VERDICT, out, 'standard output');
  expect(evaluation).toMatchObject({ positive: '1', positiveGuessed: false });
  const auc = metrics.find(({ metric }) => metric === 'roc_auc');
  expect(auc).toMatchObject({ baseline: null, difference: null, notCompared: 'the baseline gives labels only' });
  expect(auc?.candidate.value).toBeGreaterThan(0.8);
  expect(metrics.find(({ metric }) => metric === 'accuracy')?.difference).not.toBeNull();
  expect(rules.map(({ status }) => status)).toEqual(['cannot-tell', 'cannot-tell', 'cannot-tell', 'pass', 'pass']);
  expect(rules[0]).toMatchObject({
    reason: 'not-comparable',
    message: 'roc_auc against the baseline was not measured: the baseline gives labels only.',
  });
  const { out: text } = await cli.run(...words);
  expect(text).toContain('Task: binary classification. Positive class: `1`.');
  expect(text).toMatch(/Difference not measured: `roc_auc`, .*\(the baseline gives labels only\)\./);
});
