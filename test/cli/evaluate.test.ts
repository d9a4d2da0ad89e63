import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDocument } from '@tidegate/core/document';
import { EVALUATION } from '@tidegate/core/evaluation/evaluation-document';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ENTRY = join(import.meta.dirname, '../../cli/main.ts');
let folder = '';
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
  writeFileSync(join(folder, 'one.csv'), 'y,p\n1,0.5\n1,0.6\n');
  writeFileSync(join(folder, 'gap.csv'), 'y,p\n1,0.5\n0,\n');
  writeFileSync(join(folder, 'logits.csv'), 'y,p\n1,3.5\n0,-1\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function evaluate(...words: readonly string[]): Promise<{ code: number; out: string; error: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [ENTRY, 'evaluate', ...words], { cwd: folder }, (failure, out, error) =>
      resolve({ code: typeof failure?.code === 'number' ? failure.code : failure ? -1 : 0, out, error }),
    );
  });
}

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
    ['groups', ['--target', 'y', '--score', 'p', '--group', 'kind'], /resampled by `kind`/],
  ])('takes %s', async (_, words, expected) => {
    const { code, out, error } = await evaluate('--predictions', 'p.csv', '--replicates', '200', ...words);
    expect([code, error]).toEqual([0, '']);
    expect(out).toMatch(expected);
  });

  it.each<[string, readonly string[], RegExp]>([
    ['no file', ['--predictions', 'gone.csv', '--target', 'y', '--score', 'p'], /no file gone\.csv/],
    ['no scores at all', ['--predictions', 'p.csv', '--target', 'y'], /--score/],
    ['a column that is not there', ['--predictions', 'p.csv', '--target', 'z', '--score', 'p'], /no column "z"/],
    ['one class', ['--predictions', 'one.csv', '--target', 'y', '--score', 'p'], /two classes/],
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
