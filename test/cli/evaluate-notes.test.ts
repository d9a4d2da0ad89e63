import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDocument } from '@tidegate/core/document';
import { EVALUATION } from '@tidegate/core/evaluation/evaluation-document';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCli } from './start-cli.ts';

let folder = '';
let cli: ReturnType<typeof startCli>;

const ROWS = Array.from({ length: 120 }, (_, row) => {
  const y = row % 2;
  const p = Number((0.2 + 0.5 * y + (row % 5) / 20).toFixed(3));
  return {
    id: `r${row}`,
    y,
    p,
    q: Number((0.5 * p + 0.2).toFixed(4)),
    k: (row % 7 === 0 ? 1 - y : y).toString(),
    region: 'ab'[row % 3 === 0 ? 0 : 1],
  };
});
type Row = (typeof ROWS)[number];
const csv = (rows: readonly Row[], names: readonly (keyof Row)[]) =>
  `${names.join(',')}\n${rows.map((row) => names.map((name) => row[name]).join(',')).join('\n')}\n`;
/** Neighbours of one class change places: labels stay in their order, ids do not. */
const moved = ROWS.map((_, place) => ROWS[(place + 2) % ROWS.length] as Row);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-notes-'));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write('new.csv', csv(ROWS, ['id', 'y', 'p', 'region', 'q', 'k']));
  write('moved.csv', csv(moved, ['id', 'y', 'p']));
  write('moved-region.csv', csv(moved, ['y', 'p', 'region']));
  write('same.csv', csv(ROWS, ['id', 'y', 'p', 'region']));
  write(
    'turned.csv',
    csv(
      ROWS.map((row) => ({ ...row, p: 1 - row.p })),
      ['id', 'y', 'p'],
    ),
  );
  write('no.csv', `y,p\n${ROWS.map(({ p }) => `no,${p}`).join('\n')}\n`);
  const three = ROWS.map((_, row) => `${['low', 'mid', 'high'][row % 3]},0.3,0.3,0.4`);
  write('three.csv', `y,a,b,c\n${three.join('\n')}\n`);
  cli = startCli(folder);
});
afterAll(() => {
  cli.stop();
  rmSync(folder, { recursive: true, force: true });
});

const evaluate = (file: string, ...words: readonly string[]) =>
  cli.run('evaluate', '--predictions', file, '--target', 'y', '--replicates', '100', ...words);

describe('two files with equal labels in one order', () => {
  it('are refused where a column that names rows shows another order, with the flag that helps', async () => {
    const { code, out, error } = await evaluate('new.csv', '--baseline', 'moved.csv', '--score', 'p');
    expect([code, out]).toEqual([3, '']);
    expect(error).toMatch(
      /same rows in another order: column "id" .*new\.csv:2 and moved\.csv:2.*Give --id id, and rows are matched by it\.\n\(evaluation-mismatch\)/s,
    );
    const { code: matched } = await evaluate('new.csv', '--baseline', 'moved.csv', '--score', 'p', '--id', 'id');
    expect(matched).toBe(0);
  });

  it('are warned of where another column differs', async () => {
    const words = ['--baseline', 'moved-region.csv', '--score', 'p'];
    const { code, out, error } = await evaluate('new.csv', ...words);
    expect(code).toBe(0);
    expect(error).toMatch(/^Warning: "region" is in both files and differs in some rows/);
    expect(out).toMatch(/^⚠️ \*\*"region" is in both files/);
    const { out: json } = await evaluate('new.csv', ...words, '--format', 'json');
    expect(parseDocument(EVALUATION, json, 'standard output').notes).toMatchObject([{ code: 'columns-differ' }]);
  });

  it('say nothing where all that they share is equal', async () => {
    const { code, out, error } = await evaluate('new.csv', '--baseline', 'same.csv', '--score', 'p');
    expect([code, error]).toEqual([0, '']);
    expect(out).toMatch(/^Task:/);
  });
});

it('an AUC below chance is called the score of the other class', async () => {
  const { out, error } = await evaluate('turned.csv', '--score', 'p');
  expect(out).toMatch(/^⚠️ \*\*roc_auc of the candidate lies wholly below 0\.5: .*not of "1"/);
  expect(error).toMatch(/^Warning: roc_auc/);
});

it('labels against scores: says why roc_auc is not there', async () => {
  const { out } = await evaluate('new.csv', '--prediction', 'k', '--baseline-score', 'p');
  expect(out).toContain(
    'The candidate gives labels only, so metrics of scores such as roc_auc and log_loss are not compared',
  );
});

it('names no threshold where labels decide', async () => {
  const { out } = await evaluate('new.csv', '--score', 'p', '--prediction', 'k');
  expect(out).not.toContain('threshold');
  const { out: cut } = await evaluate('new.csv', '--score', 'p');
  expect(cut).toContain('threshold 0.5');
});

it('says which class each of several score columns is of, unless it was told', async () => {
  const { out } = await evaluate('three.csv', '--score', 'a,b,c');
  expect(out).toContain('The score columns are those of the classes in the order "high", "low", "mid": --classes sets');
  const { out: told } = await evaluate('three.csv', '--score', 'a,b,c', '--classes', 'low,mid,high');
  expect(told).not.toContain('in the order');
});

it('speaks of rows of one negative class by its name', async () => {
  const { out } = await evaluate('no.csv', '--score', 'p');
  expect(out).toContain('All rows are of the class `no`, which is taken for the negative one');
  expect(out).not.toContain('not no');
});
