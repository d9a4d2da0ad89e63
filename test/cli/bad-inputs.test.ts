import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { exportOnnx } from '@tidegate/core/export/export-onnx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDocument } from '../../core/document.ts';
import { VERDICT } from '../../core/gate/verdict.ts';
import { HUGE_MODELS, makeLabelModel, ODD_MODELS } from '../core/adapters/bad-models.ts';
import { startCli } from './start-cli.ts';
import { makeWorkspace } from './workspace.ts';

const NO_STACK = /\n\s+at |node:internal|fault of Tidegate/;
const server = createServer((_, answer) => answer.writeHead(404, { 'content-type': 'application/json' }).end('{}'));
let folder = '';
let cli: ReturnType<typeof startCli>;

beforeAll(async () => {
  folder = makeWorkspace();
  const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);
  const data = readFileSync(join(folder, 'data.csv'), 'utf8').trim().split('\n');
  const edit = (name: string, change: (line: string, index: number) => string) =>
    write(name, `${data.map(change).join('\n')}\n`);
  const tail = (line: string) => line.slice(0, line.lastIndexOf(','));
  edit('unlabelled.csv', (line, index) => (index === 2 ? `${tail(line)},NaN` : line));
  edit('no-number.csv', (line, index) => (index === 2 ? `NaN,${line.slice(line.indexOf(',') + 1)}` : line));
  edit('one-class.csv', (line, index) => (index === 0 ? line : `${tail(line)},yes`));
  edit('renamed.csv', (line, index) => (index === 0 ? 'height,weight,happened' : line));
  edit('ids.csv', (line, index) => (index === 0 ? `id,${line}` : `${index === 8 ? 2 : index},${line}`));
  edit('int64.csv', (line) => line.replace('yes', '9007199254740993').replace(/,no$/, ',9007199254740992'));
  write('zero.csv', `${data[0]}\n`);
  const policy = readFileSync(join(folder, 'tidegate.yml'), 'utf8');
  const typo = (name: string, from: string, to: string) => write(name, policy.replace(from, to));
  typo('metric.yml', 'metric: roc_auc', 'metric: roc_acu');
  typo('feature.yml', '[signal, noise]', '[signal, nose]');
  typo('group.yml', 'replicates: 200', 'replicates: 200\n      group: nois');
  typo('weight.yml', 'replicates: 200', 'replicates: 200\n      weight: signl');
  typo('slice.yml', 'replicates: 200', 'replicates: 200\n      slices:\n        - column: nois');
  typo('where.yml', 'replicates: 200', 'replicates: 200\n      slices:\n        - where: nois > 0');
  typo('id.yml', 'target: happened', 'target: happened\n      id: id');
  typo(
    'fairness.yml',
    '- kind: non-inferior',
    '- { kind: fairness, criterion: equalized_odds_difference, column: nois, max: 0.1 }\n      - kind: non-inferior',
  );
  const rules = '- { kind: calibration, max: 0.2 }\n      - { kind: slice, metric: roc_auc, max-gap: 0.5 }\n      ';
  const slices = 'slices:\n        - where: signal > 0\n        - where: signal > 100';
  write(
    'slices.yml',
    policy
      .replace('- kind: non-inferior', `${rules}- kind: non-inferior`)
      .replace('replicates: 200', `replicates: 200\n      ${slices}`),
  );
  write('alone.yml', policy.slice(0, policy.indexOf('      - kind: non-inferior')));
  typo('int64.yml', 'positive: "yes"', 'positive: "9007199254740993"');
  for (const [name, bytes] of Object.entries({ ...HUGE_MODELS, ...ODD_MODELS })) write(`${name}.onnx`, bytes);
  write('int64.onnx', makeLabelModel('9007199254740993', '9007199254740992'));
  write('labels.onnx', makeLabelModel('7', '0'));
  const column = (name: string) => ({ name, fill: 0, mean: 0, standardDeviation: 1 });
  const layer = { units: 1, activation: 'sigmoid', kernel: Float32Array.of(1, 1), bias: Float32Array.of(0) } as const;
  const preprocessing = { numeric: [column('height'), column('weight')], categorical: [] };
  write('other-columns.onnx', exportOnnx({ preprocessing, layers: [layer], output: 'probability' }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const github = { GITHUB_TOKEN: 't', GITHUB_REPOSITORY: 'o/r', GITHUB_API_URL: `http://127.0.0.1:${port}` };
  cli = startCli(folder, { PATH: process.env['PATH'], ...github });
});
afterAll(() => {
  cli.stop();
  rmSync(folder, { recursive: true, force: true });
  server.close();
});

const tidegate = (...words: readonly string[]) => cli.run(...words);

const GOOD = { data: 'data.csv', candidate: 'good.onnx', model: 'signal' };
const validate = (options: Readonly<Record<string, string>>) =>
  tidegate('validate', ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]), '--format', 'json');

describe.concurrent('tidegate validate ends with 3 and words alone', () => {
  const flags = { data: 'data.csv', candidate: 'good.onnx', target: 'happened' };
  it.each<[string, Readonly<Record<string, string>>, RegExp]>([
    ['scores that are NaN', { ...GOOD, candidate: 'notANumber.onnx' }, /output "probability" is NaN in data\.csv:\d+/],
    ['scores that are no probabilities', { ...GOOD, candidate: 'logit.onnx' }, /expected 0 to 1.*sigmoid/s],
    ['a label that is NaN', { ...GOOD, data: 'unlabelled.csv' }, /unlabelled\.csv:3 column "happened" is NaN/],
    ['a label that is NaN, without a policy', { ...flags, data: 'unlabelled.csv' }, /:3 column "happened" is NaN/],
    ['a feature that is NaN', { ...GOOD, data: 'no-number.csv' }, /:3 column "signal": expected a number, got "NaN"/],
    ['one, without a policy', { ...flags, data: 'no-number.csv' }, /:3 column "signal": expected a number, got "NaN"/],
    ['labels of another set', { ...GOOD, candidate: 'labels.onnx' }, /labels "0", "7"; .*classes.*"no", "yes"/],
    [
      'an id twice',
      { ...GOOD, data: 'ids.csv', config: 'id.yml', rows: 'all' },
      /ids\.csv:9 has the "id" "2" of line 3/,
    ],
    [
      'data with other columns',
      { ...GOOD, data: 'renamed.csv' },
      /no column "signal"; it has height, weight, happened/,
    ],
    [
      'a model of other columns',
      { ...GOOD, candidate: 'other-columns.onnx' },
      /reads "height", "weight", which data\.f/,
    ],
    ['of one other', { ...flags, candidate: 'otherColumn.onnx' }, /reads "weight" .*data\.csv has none of them/],
    ['of several others', { ...flags, candidate: 'other-columns.onnx' }, /reads "height".*"weight".*has none of them/],
    ['no rows', { ...GOOD, data: 'zero.csv' }, /zero\.csv has a header but zero rows/],
    ['one class', { ...GOOD, data: 'one-class.csv' }, /must have two classes.*found "yes" \(600 rows\)/],
    ['one class, without a policy', { ...flags, data: 'one-class.csv' }, /has only one class, "yes"/],
    [
      'int64 labels that no float64 holds',
      { ...GOOD, data: 'int64.csv', config: 'int64.yml', candidate: 'int64.onnx' },
      /output "label" gives 900719925474099[23] in row 1, beyond ±9007199254740991.*labels as text/s,
    ],
    ...Object.keys(HUGE_MODELS).map((name): [string, Readonly<Record<string, string>>, RegExp] => [
      `more memory than there is: ${name}`,
      { ...GOOD, candidate: `${name}.onnx` },
      /\.onnx is not a usable model: .*(memory|overflow|exceeds).*\(model-invalid\)/s,
    ]),
    ['a metric that is none', { ...GOOD, config: 'metric.yml' }, /metric\.yml:\d+ .*such as "roc_auc", got "roc_acu"/],
    ['a feature that is none', { ...GOOD, config: 'feature.yml' }, /no column "nose".*Did you mean "noise"/s],
    ['a group that is none', { ...GOOD, config: 'group.yml' }, /no column "nois".*Did you mean "noise"/s],
    ['a weight that is none', { ...GOOD, config: 'weight.yml' }, /no column "signl".*Did you mean "signal"/s],
    ['a slice of none', { ...GOOD, config: 'slice.yml' }, /no column "nois".*Did you mean "noise"/s],
    ['a predicate over none', { ...GOOD, config: 'where.yml' }, /"nois > 0" does not work.*signal, noise, happened/s],
    ['fairness over none', { ...GOOD, config: 'fairness.yml' }, /no column "nois".*Did you mean "noise"/s],
    ['a baseline that is not there', { ...GOOD, baseline: 'gone.onnx' }, /Cannot read the baseline gone\.onnx/],
    ['a baseline that is a folder', { ...GOOD, baseline: '.' }, /Cannot read the baseline \. \(it is a folder/],
    ['a baseline that is no ONNX', { ...GOOD, baseline: 'data.csv' }, /data\.csv is not a usable model/],
    ['a baseline that gives NaN', { ...GOOD, baseline: 'notANumber.onnx' }, /notANumber\.onnx gives no number/],
    ['a baseline beyond memory', { ...GOOD, baseline: 'Expand.onnx' }, /Expand\.onnx is not a usable model/],
    ['a baseline of other columns', { ...GOOD, baseline: 'other-columns.onnx' }, /other-columns\.onnx reads "height"/],
    ['one without a policy', { ...flags, baseline: 'other-columns.onnx' }, /other-columns\.onnx reads .*none of them/],
    ['one that is not there', { ...flags, baseline: 'gone.onnx' }, /Cannot read the baseline gone\.onnx/],
    ['one that is no ONNX', { ...flags, baseline: 'data.csv' }, /data\.csv is not a usable model/],
  ])('for %s', async (_, options, message) => {
    const { code, out, error } = await validate(options);
    expect(error).toMatch(message);
    expect(error).not.toMatch(NO_STACK);
    expect([code, out]).toEqual([3, '']);
  });
});

describe.concurrent('tidegate check finds the columns of a policy that the data lacks', () => {
  it.each([
    ['feature.yml', /models\.signal\.data\.features\.numeric\[1\]: .*"nose".*Did you mean "noise"/],
    ['group.yml', /models\.signal\.evaluation\.group: .*Did you mean "noise"/],
    ['weight.yml', /models\.signal\.evaluation\.weight: .*Did you mean "signal"/],
    ['slice.yml', /models\.signal\.evaluation\.slices\[0\]: .*Did you mean "noise"/],
    ['where.yml', /models\.signal\.evaluation\.slices\[0\]: .*"nois > 0" does not work/],
    ['fairness.yml', /models\.signal\.gate\[1\]\.column: .*Did you mean "noise"/],
    ['id.yml', /models\.signal\.data\.id: data\.csv has no column "id"/],
  ])('%s', async (file, message) => {
    const { code, out, error } = await tidegate('check', file);
    expect(error).toMatch(message);
    expect([code, out]).toEqual([3, '']);
  });
});

describe.concurrent('a release that cannot be compared with is "cannot tell", never a pass', () => {
  it.each([['cannot be fetched', 'release:signal@1.0.0', /could not be compared with: GitHub answered 404/]])(
    '%s',
    async (_, baseline, message) => {
      const { code, out, error } = await validate({ ...GOOD, baseline });
      const verdict = parseDocument(VERDICT, out, 'standard output');
      expect([code, verdict.outcome, verdict.baseline]).toEqual([2, 'cannot-tell', null]);
      expect(verdict.rules.map(({ message }) => message)).toContainEqual(expect.stringMatching(message));
      expect(error).not.toMatch(NO_STACK);
    },
  );

  it('nor where no rule of the policy compares', async () => {
    const { code, out, error } = await validate({ ...GOOD, config: 'alone.yml', baseline: 'release:signal@1.0.0' });
    expect([code, error]).toEqual([2, '']);
    const { outcome, baselineLost, rules } = parseDocument(VERDICT, out, 'standard output');
    expect([outcome, rules.map(({ status }) => status)]).toEqual(['cannot-tell', ['pass']]);
    expect(baselineLost).toMatch(/GitHub answered 404/);
  });
});

it('scores that are all the same get a verdict of numbers: roc_auc is 0.5', async () => {
  const { code, out, error } = await validate({ ...GOOD, config: 'slices.yml', candidate: 'constant.onnx' });
  expect([code, error]).toEqual([1, '']);
  const { metrics, curves } = parseDocument(VERDICT, out, 'standard output');
  expect(metrics.find(({ metric }) => metric === 'roc_auc')?.candidate).toEqual({ value: 0.5, low: 0.5, high: 0.5 });
  expect(curves?.candidate).toMatchObject({ calibration: [{ predicted: 0.5, n: 300 }] });
});
