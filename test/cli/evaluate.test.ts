import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDocument } from '@tidegate/core/document';
import { EVALUATION } from '@tidegate/core/evaluation/evaluation-document';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCli } from './start-cli.ts';

let folder = '';
let cli: ReturnType<typeof startCli>;
const ROWS = Array.from({ length: 60 }, (_, row) => {
  const y = row % 3 === 0 ? 1 : 0;
  const [p, q] = [0.3 + 0.4 * y + (row % 7) / 30, 0.45 + (row % 11) / 100];
  return {
    id: row,
    y,
    word: y === 1 ? 'yes' : 'no',
    kind: 'abc'[row % 3],
    p,
    q,
    w: 1 + (row % 2),
    value: row / 2,
    guess: row / 2 + 0.1 * (row % 5),
  };
});
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-evaluate-'));
  const names = Object.keys(ROWS[0] ?? {});
  const lines = ROWS.map((row) => Object.values(row).join(','));
  writeFileSync(join(folder, 'p.csv'), `${names.join(',')}\n${lines.join('\n')}\n`);
  writeFileSync(join(folder, 'p.jsonl'), ROWS.map((row) => JSON.stringify(row)).join('\n'));
  const write = (name: string, rows: readonly (typeof ROWS)[number][]) =>
    writeFileSync(
      join(folder, name),
      `id,y,w,kind,p\n${rows.map(({ id, y, w, kind, q }) => [id, y, w, kind, q].join(',')).join('\n')}\n`,
    );
  write('old.csv', ROWS);
  write('turned.csv', ROWS.toReversed());
  write('short.csv', ROWS.slice(0, -4));
  write(
    'twice.csv',
    [...ROWS, ROWS[5] ?? ROWS[0]].filter((row) => row !== undefined),
  );
  write(
    'other.csv',
    ROWS.map((row) => (row.id === 4 ? { ...row, y: 1 } : row)),
  );
  writeFileSync(join(folder, 'same.csv'), `y,p\n${ROWS.map(({ y }) => `${y},0.5`).join('\n')}\n`);
  writeFileSync(join(folder, 'weightless.csv'), 'y,p,w\n1,0.5,1\n1,0.4,1\n0,0.5,0\n');
  writeFileSync(join(folder, 'zero.csv'), 'y,p\n');
  writeFileSync(join(folder, 'nan.jsonl'), '{"y":1,"p":0.5}\n{"y":0,"p":NaN}\n');
  writeFileSync(join(folder, 'unlabelled.csv'), 'y,p\n1,0.5\nNaN,0.5\n0,0.5\n');
  writeFileSync(join(folder, 'one.csv'), 'y,p\n1,0.5\n1,0.6\n');
  writeFileSync(join(folder, 'gap.csv'), 'y,p\n1,0.5\n0,\n');
  writeFileSync(join(folder, 'logits.csv'), 'y,p\n1,3.5\n0,-1\n');
});
beforeAll(() => {
  cli = startCli(folder);
});
afterAll(() => {
  cli.stop();
  rmSync(folder, { recursive: true, force: true });
});

const evaluate = (...words: readonly string[]) => cli.run('evaluate', ...words);

describe.concurrent('tidegate evaluate', () => {
  it('gives one document, the same from CSV and JSON lines', async () => {
    const words = ['--target', 'y', '--score', 'p', '--baseline-score', 'q', '--weight', 'w', '--format', 'json'];
    const [csv, lines] = await Promise.all(
      ['p.csv', 'p.jsonl'].map((file) => evaluate('--predictions', file, '--replicates', '200', ...words)),
    );
    const first = parseDocument(EVALUATION, csv?.out ?? '', 'standard output');
    const second = parseDocument(EVALUATION, lines?.out ?? '', 'standard output');
    expect([csv?.code, csv?.error]).toEqual([0, '']);
    expect(first).toMatchObject({ task: 'binary-classification', n: 60, weight: 'w', classes: { 0: 40, 1: 20 } });
    expect(first.metrics.map(({ metric }) => metric)).toEqual(['accuracy', 'roc_auc', 'log_loss', 'f1']);
    expect(second.metrics).toEqual(first.metrics);
  });

  it.each<[string, readonly string[], RegExp]>([
    ['words as labels', ['--target', 'word', '--score', 'p'], /`roc_auc`/],
    ['predicted labels alone', ['--target', 'y', '--prediction', 'y'], /`f1` ↑ +\| +1\.0000/],
    ['several classes', ['--target', 'kind', '--prediction', 'kind'], /`f1_macro`/],
    ['numbers', ['--target', 'value', '--prediction', 'guess'], /`root_mean_squared_error` ↓/],
    ['chosen metrics', ['--target', 'y', '--score', 'p', '--metrics', 'fbeta@2,brier_score'], /`fbeta@2`/],
    ['groups', ['--target', 'y', '--score', 'p', '--group', 'id'], /resampled by `id`/],
  ])('takes %s', async (_, words, expected) => {
    const { code, out, error } = await evaluate('--predictions', 'p.csv', '--replicates', '200', ...words);
    expect([code, error]).toEqual([0, '']);
    expect(out).toMatch(expected);
  });

  it('compares two files as it compares two columns, whatever the order of their rows', async () => {
    const words = ['--target', 'y', '--score', 'p', '--weight', 'w', '--replicates', '200', '--format', 'json'];
    const results = await Promise.all([
      evaluate('--predictions', 'p.csv', ...words, '--baseline-score', 'q'),
      evaluate('--predictions', 'p.csv', ...words, '--baseline', 'old.csv'),
      evaluate('--predictions', 'p.csv', ...words, '--baseline', 'turned.csv', '--id', 'id'),
      evaluate('--predictions', 'p.csv', ...words, '--baseline', 'p.csv', '--baseline-score', 'q', '--id', 'id'),
    ]);
    expect(results.map(({ code, error }) => [code, error])).toEqual(results.map(() => [0, '']));
    const [columns, ...files] = results.map(({ out }) => parseDocument(EVALUATION, out, 'standard output'));
    expect(columns).toMatchObject({ baseline: null, id: null });
    for (const each of files) expect(each.metrics).toEqual(columns?.metrics);
    const [inOrder, byId, again] = files;
    expect(inOrder).toMatchObject({ rowsDigest: columns?.rowsDigest, baseline: { source: 'old.csv' } });
    expect(byId).toMatchObject({ rowsDigest: again?.rowsDigest, id: 'id', baseline: { source: 'turned.csv' } });
    expect(byId?.rowsDigest).not.toBe(inOrder?.rowsDigest);
  });

  it('says in Markdown which rows were compared', async () => {
    const words = ['--predictions', 'p.csv', '--baseline', 'turned.csv', '--id', 'id', '--target', 'y', '--score', 'p'];
    const { code, out, error } = await evaluate(...words, '--replicates', '200');
    expect([code, error]).toEqual([0, '']);
    expect(out).toMatch(/\| difference +\|/);
    expect(out).toMatch(/baseline `turned\.csv` on the same rows; evaluation set `[0-9a-f]{12}`; rows by `id`/);
  });

  it('takes scores that are all the same: roc_auc is 0.5, and every number is one', async () => {
    const { code, out, error } = await evaluate(
      ...['--predictions', 'same.csv', '--target', 'y', '--score', 'p', '--replicates', '200', '--format', 'json'],
    );
    expect([code, error]).toEqual([0, '']);
    const evaluation = parseDocument(EVALUATION, out, 'standard output');
    const auc = evaluation.metrics.find(({ metric }) => metric === 'roc_auc');
    expect(auc?.candidate).toEqual({ value: 0.5, low: 0.5, high: 0.5 });
    expect(evaluation.curves?.candidate).toMatchObject({
      roc: [
        [0, 0],
        [1, 1],
      ],
      calibration: [{ predicted: 0.5, n: 60 }],
    });
  });

  it('names what is not defined on the rows, and gives no row for it', async () => {
    const words = ['--predictions', 'weightless.csv', '--target', 'y', '--score', 'p', '--weight', 'w'];
    const { code, out } = await evaluate(...words, '--replicates', '200', '--format', 'json');
    const { metrics, notDefined } = parseDocument(EVALUATION, out, 'standard output');
    expect([code, notDefined.map(({ metric }) => metric), metrics.length]).toEqual([0, ['roc_auc'], 3]);
    expect((await evaluate(...words)).out).toMatch(
      /not defined on these rows: `roc_auc` \(all \d+ rows that count are of the (negative|positive) class\)/,
    );
  });

  it.each<[string, readonly string[], RegExp]>([
    [
      'other rows',
      ['--baseline', 'short.csv'],
      /not evaluated on the same rows.*digest.*p\.csv:58 is the first.*--id/s,
    ],
    [
      'another order',
      ['--baseline', 'turned.csv'],
      /They first differ at p\.csv:2 and turned\.csv:2: label "1" and "0"/,
    ],
    ['other labels', ['--baseline', 'other.csv', '--id', 'id'], /p\.csv:6 and other\.csv:6: label "0" and "1"/],
    ['other ids', ['--baseline', 'short.csv', '--id', 'id'], /4 of 60 are only in p\.csv \("56", "57", "58", …\)/],
    ['an id twice', ['--baseline', 'twice.csv', '--id', 'id'], /twice\.csv:62 has the "id" "5" of line 7 again/],
    ['an id twice in the first', ['--baseline', 'old.csv', '--id', 'kind'], /p\.csv:5 has the "kind" "a" of line 2/],
    ['no file', ['--baseline', 'gone.csv'], /no file gone\.csv/],
    ['no such column', ['--baseline', 'old.csv', '--baseline-score', 'qq'], /old\.csv has no column "qq"/],
    ['no such id', ['--baseline', 'old.csv', '--id', 'idd'], /no column "idd".*Did you mean "id"/s],
  ])('refuses a baseline of %s', async (_, words, expected) => {
    const { code, out, error } = await evaluate(
      ...['--predictions', 'p.csv', '--target', 'y', '--score', 'p', '--format', 'json', ...words],
    );
    expect([code, out]).toEqual([3, '']);
    expect(error).toMatch(expected);
    expect(error).not.toMatch(/\n\s+at |fault of Tidegate/);
  });

  it.each<[string, readonly string[], RegExp]>([
    ['no rows', ['--predictions', 'zero.csv', '--target', 'y', '--score', 'p'], /zero\.csv has a header but zero rows/],
    [
      'a score that is NaN',
      ['--predictions', 'nan.jsonl', '--target', 'y', '--score', 'p'],
      /nan\.jsonl:2 .*got "NaN"/,
    ],
    ['a label that is NaN', ['--predictions', 'unlabelled.csv', '--target', 'y', '--score', 'p'], /:3 .*"y" is NaN/],
    [
      'rows on which nothing is defined',
      ['--predictions', 'weightless.csv', '--target', 'y', '--score', 'p', '--weight', 'w', '--metrics', 'roc_auc'],
      /roc_auc has no value on these rows/,
    ],
    ['no file', ['--predictions', 'gone.csv', '--target', 'y', '--score', 'p'], /no file gone\.csv/],
    ['no scores at all', ['--predictions', 'p.csv', '--target', 'y'], /--score/],
    ['a column that is not there', ['--predictions', 'p.csv', '--target', 'z', '--score', 'p'], /no column "z"/],
    [
      'a missing score',
      ['--predictions', 'gap.csv', '--target', 'y', '--score', 'p'],
      /gap\.csv:3 column "p" has no value/,
    ],
    ['logits', ['--predictions', 'logits.csv', '--target', 'y', '--score', 'p'], /is 3\.5; a probability/],
    ['an unknown metric', ['--predictions', 'p.csv', '--target', 'y', '--score', 'p', '--metrics', 'auc'], /roc_auc/],
    [
      'too few replicates',
      ['--predictions', 'p.csv', '--target', 'y', '--score', 'p', '--replicates', '3'],
      /replicates/,
    ],
    [
      'scores of too few classes',
      ['--predictions', 'p.csv', '--target', 'kind', '--score', 'p', '--task', 'multiclass-classification'],
      /3 classes/,
    ],
    [
      'labels that are none',
      ['--predictions', 'p.csv', '--target', 'y', '--prediction', 'word'],
      /no class of the target/,
    ],
  ])('refuses %s, with 3 and words on standard error', async (_, words, expected) => {
    const { code, out, error } = await evaluate(...words);
    expect([code, out]).toEqual([3, '']);
    expect(error).toMatch(expected);
    expect(error).not.toMatch(/\n\s+at |fault of Tidegate/);
  });
});
