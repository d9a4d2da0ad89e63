import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDocument, renderDocument } from '@tidegate/core/document';
import { DRIFT_REPORT } from '@tidegate/core/drift/drift-report';
import { countCalibration } from '@tidegate/core/profile/calibration';
import { PREDICTION_COLUMN, profileColumns } from '@tidegate/core/profile/profile-columns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom, sigmoid } from '../core/drift/multivariate/random-rows.ts';
import { startCli } from './start-cli.ts';

let folder = '';
let cli: ReturnType<typeof startCli>;

interface Rows {
  readonly seed: number;
  readonly rows: number;
  /** Share of rows whose truth is a coin. */
  readonly noise?: number;
  /** Sign of the relation between both numbers. */
  readonly sign?: number;
  readonly labelled?: number;
}

/** As the gate writes it: without the names of the score and of an id. */
function writeReleased(rows: readonly { minutes: number; p: number; label: string }[]): void {
  const scores = Float64Array.from(rows, ({ p }) => p);
  const profile = profileColumns({
    model: 'churn',
    columns: { minutes: Float64Array.from(rows, ({ minutes }) => minutes) },
    prediction: { name: PREDICTION_COLUMN, values: scores },
    target: { name: 'churn', values: rows.map(({ label }) => label) },
    source: { name: 'judged.csv', rows: rows.length, digest: null },
    calibration: countCalibration({
      classes: ['no', 'yes'],
      scores,
      labels: rows.map(({ label }) => Number(label === 'yes')),
      predictions: rows.map(({ p }) => Number(p >= 0.5)),
    }),
  });
  writeFileSync(join(folder, 'released.json'), renderDocument(profile));
}

/** Calls of customers: rows with and without labels, and the labels apart. */
function writeClasses(name: string, { seed, rows, noise = 0, sign = 1, labelled = rows }: Rows): void {
  const { normal, uniform } = createRandom(seed);
  const all = Array.from({ length: rows }, (_, row) => {
    const minutes = normal();
    const calls = sign * minutes + 0.3 * normal();
    const p = sigmoid(1.5 * minutes);
    const label = uniform() < (uniform() < noise ? 0.5 : p) ? 'yes' : 'no';
    return {
      minutes,
      p,
      id: `${name}-${row}`,
      cells: [minutes, calls, p].map((value) => value.toFixed(5)).join(','),
      label,
    };
  });
  if (name === 'judged') writeReleased(all);
  const lines = all.map(({ id, cells, label }, row) => `${id},${cells},${row < labelled ? label : ''}`);
  writeFileSync(join(folder, `${name}.csv`), `row,minutes,calls,p,churn\n${lines.join('\n')}\n`);
  const bare = all.map(({ id, cells }) => `${id},${cells}`);
  writeFileSync(join(folder, `${name}-log.csv`), `row,minutes,calls,p\n${bare.join('\n')}\n`);
  const labels = all.slice(0, labelled).map(({ id, label }) => `${id},${label}`);
  writeFileSync(join(folder, `${name}-labels.csv`), `row,churn\n${labels.join('\n')}\n`);
}

function writeValues(name: string, rows: number, seed: number, spread: number): void {
  const { normal } = createRandom(seed);
  const lines = Array.from({ length: rows }, () => {
    const [size, said] = [normal(), normal()];
    return [size, said, said + spread * (1 + Math.abs(size)) * normal()].map((value) => value.toFixed(4)).join(',');
  });
  writeFileSync(join(folder, `${name}.csv`), `size,yhat,price\n${lines.join('\n')}\n`);
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-performance-'));
  writeClasses('judged', { seed: 1, rows: 3_000 });
  writeClasses('same', { seed: 2, rows: 800, labelled: 400 });
  writeClasses('worse', { seed: 3, rows: 800, labelled: 400, noise: 0.8 });
  writeClasses('turned', { seed: 4, rows: 800, sign: -1 });
  writeClasses('few', { seed: 5, rows: 8 });
  writeValues('priced', 2_000, 6, 1);
  writeValues('dearer', 600, 7, 2);
  cli = startCli(folder);
});
afterAll(() => {
  cli.stop();
  rmSync(folder, { recursive: true, force: true });
});

const drift = (...words: readonly string[]) => cli.run('drift', '--reference', 'judged.csv', ...words);
const CLASSES = ['--target', 'churn', '--score', 'p', '--id', 'row'] as const;
const documentOf = (out: string) => parseDocument(DRIFT_REPORT, out, 'standard output');

describe('tidegate drift with what a model said', () => {
  it('estimates without labels, measures those that are there, and finds no drift where there is none', async () => {
    const { code, out, error } = await drift('--current', 'same.csv', ...CLASSES, '--format', 'json');
    expect([code, error]).toEqual([0, '']);
    const { performance, columns, multivariate } = documentOf(out);
    expect(performance).toMatchObject({
      task: 'binary-classification',
      metric: 'accuracy',
      decision: 'none',
      decidedBy: 'labels',
      realized: { kind: 'measured', rows: 400, windowRows: 800, labelledShare: 0.5 },
      estimated: { kind: 'measured', method: 'cbpe', rows: 800, referenceRows: 3_000 },
      read: { reference: { read: 3_000, all: 3_000 }, window: { read: 800, all: 800 } },
    });
    expect(multivariate).toBe(undefined);
    // An id is no column to compare, and labels that have not arrived are no missing values.
    expect(columns.map(({ column, role }) => [column, role]).toSorted()).toEqual([
      ['calls', 'feature'],
      ['churn', 'target'],
      ['minutes', 'feature'],
      ['p', 'prediction'],
    ]);
  });

  it('is drift when labels prove a loss, wherever they are: exit code 1', async () => {
    const inside = await drift('--current', 'worse.csv', ...CLASSES);
    const apart = await drift('--current', 'worse-log.csv', ...CLASSES, '--labels', 'worse-labels.csv');
    expect([inside.code, apart.code, inside.error, apart.error]).toEqual([1, 1, '', '']);
    const measured = (text: string) => /\| `accuracy` \(decides\) .*\|/.exec(text)?.[0].replaceAll(/ +/g, ' ');
    expect(inside.out).toMatch(/^## Data: performance is worse\n/);
    expect(measured(inside.out)).toMatch(/ worse \|/);
    expect(measured(apart.out)).toBe(measured(inside.out));
  });

  it('estimates where no label has arrived, and says what that takes for granted', async () => {
    const { code, out } = await drift('--current', 'worse-log.csv', ...CLASSES);
    expect(code).toBe(0);
    expect(out).toMatch(/cannot tell: Labels: 0 rows have a label; 50 are needed to measure, 200 to decide\./);
    expect(out).toMatch(/No concept drift: .*/);
    expect(out).toMatch(/\| `accuracy` \(decides\) \| 0\.\d+ \(.*\) \| — +\| 0\.\d+ \(/);
  });

  it('tells a page the same', async () => {
    const options = [...CLASSES, '--multivariate', '--format', 'html', '--out', 'page.html'];
    expect((await drift('--current', 'worse.csv', ...options)).code).toBe(1);
    const page = readFileSync(join(folder, 'page.html'), 'utf8');
    expect(page).toMatch(/<h2 id="performance">Performance<\/h2>\n<p><span class="tag drift">/);
    expect(page).toMatch(/<h2 id="together">Columns together<\/h2>/);
    expect(page).toContain('No concept drift');
  });

  it('estimates the errors of a regression by its features', async () => {
    const words = ['--reference', 'priced.csv', '--current', 'dearer.csv', '--target', 'price', '--prediction', 'yhat'];
    const { code, out } = await cli.run('drift', ...words, '--format', 'json');
    expect(code).toBe(1);
    const { performance } = documentOf(out);
    expect(performance).toMatchObject({
      task: 'regression',
      metric: 'mean_absolute_error',
      decision: 'drift',
      estimated: { method: 'dle', rows: 600 },
    });
  });
});

describe('beside the profile of a release', () => {
  const words = ['--reference', 'released.json', '--current', 'worse-log.csv'];
  it('estimates by the scores that it keeps in bins, and measures labels', async () => {
    const options = [...CLASSES, '--labels', 'worse-labels.csv', '--format', 'json'];
    const { code, out, error } = await cli.run('drift', ...words, ...options);
    expect([code, error]).toEqual([1, '']);
    const { performance, columns } = documentOf(out);
    expect(columns.map(({ column, role }) => [column, role]).toSorted()).toEqual([
      ['minutes', 'feature'],
      ['p', 'prediction'],
    ]);
    expect(performance).toMatchObject({
      decision: 'drift',
      decidedBy: 'labels',
      realized: { rows: 400, windowRows: 800 },
      estimated: { method: 'cbpe', rows: 800, referenceRows: 3_000 },
    });
  });

  it('refuses predictions that are no class of the profile: exit code 3', async () => {
    const flags = ['--target', 'churn', '--score', 'p', '--prediction', 'row'];
    const { code, error } = await cli.run('drift', ...words, ...flags);
    expect(code).toBe(3);
    expect(error).toMatch(
      /--prediction row: worse-0, .* in the current rows are no class of target "churn" \(no, yes\)/,
    );
  });

  it('compares columns where nothing says what the model said', async () => {
    const { code, out } = await cli.run('drift', ...words, '--format', 'json');
    expect(code).toBe(0);
    expect(documentOf(out).columns.map(({ column }) => column)).toEqual(['minutes']);
  });

  it.each([['--multivariate'], ['--target', 'churn', '--prediction', 'p', '--task', 'regression']])(
    'has no rows for %s: exit code 3',
    async (...flags) => {
      const { code, error } = await cli.run('drift', ...words, ...flags);
      expect(code).toBe(3);
      expect(error).toMatch(/released\.json is a profile.*needs the rows themselves/);
    },
  );
});

it('says what a profile of rows lacks, and what is enough', async () => {
  expect((await cli.run('profile', 'judged.csv', '--target', 'churn', '--out', 'counted.json')).code).toBe(0);
  const words = ['--reference', 'counted.json', '--current', 'worse.csv', '--target', 'churn', '--score', 'p'];
  const { code, error } = await cli.run('drift', ...words);
  expect(code).toBe(3);
  expect(error).toMatch(/holds counts, and not the scores and labels by bins that a release of two classes keeps;/);
  expect(error).toMatch(/→ .* release:<model>@<version> or its profile\.json\.br is enough\./);
});

describe('--multivariate', () => {
  it('finds a relation that has turned around, which no column shows', async () => {
    const { code, out } = await drift(
      '--current',
      'turned-log.csv',
      '--columns',
      'minutes,calls',
      '--multivariate',
      '--format',
      'json',
    );
    expect(code).toBe(1);
    const { columns, multivariate } = documentOf(out);
    expect(columns.map(({ decision }) => decision)).toEqual(['none', 'none']);
    expect(multivariate).toMatchObject({
      decision: 'drift',
      classifier: { kind: 'measured', decision: 'drift', rows: { reference: 3_000, window: 800 } },
      reconstruction: { kind: 'measured', decision: 'drift' },
    });
  });

  it('cannot tell of eight rows, in words', async () => {
    const { code, out } = await drift('--current', 'few-log.csv', '--columns', 'minutes,calls', '--multivariate');
    expect(code).toBe(2);
    expect(out.match(/The window has 8 rows; 200 are needed\./g)).toHaveLength(2);
  });
});

it.each<[string, string[], RegExp]>([
  [
    'labels without what the model said',
    ['--current', 'same-log.csv', '--target', 'churn', '--labels', 'same-labels.csv', '--id', 'row'],
    /--score \(probabilities\)/,
  ],
  ['what the model said without a target', ['--current', 'same.csv', '--score', 'p'], /Give --target/],
  [
    'labels without an id',
    ['--current', 'same-log.csv', '--target', 'churn', '--score', 'p', '--labels', 'same-labels.csv'],
    /Give --id/,
  ],
  ['a score that is not there', ['--current', 'same.csv', '--target', 'churn', '--score', 'q'], /no column "q"/],
  [
    'a score that is text',
    ['--current', 'same.csv', '--target', 'churn', '--score', 'row'],
    /"row" of the reference holds text/,
  ],
  [
    'a positive class that is none',
    ['--current', 'same.csv', ...CLASSES, '--positive', 'maybe'],
    /one of them "maybe"; it has no, yes/,
  ],
  [
    'a metric that is none',
    ['--current', 'same.csv', ...CLASSES, '--metrics', 'acuracy'],
    /a metric such as "accuracy"/,
  ],
  [
    'predictions that are no class',
    ['--current', 'same.csv', '--target', 'churn', '--prediction', 'row'],
    /^--prediction row: judged-0, judged-1, judged-10, .* and 2995 more in the reference are no class of target "churn" \(no, yes\)\.\n→ /,
  ],
  [
    'predictions that are probabilities',
    ['--current', 'same.csv', '--target', 'churn', '--prediction', 'p'],
    /are no class of target "churn" \(no, yes\)\.\n→ --prediction takes labels: .* --score p\./,
  ],
  [
    'a task of another kind',
    ['--current', 'same.csv', ...CLASSES, '--task', 'regression'],
    /holds text; numbers are expected/,
  ],
])('%s is bad input: exit code 3, in words', async (_, words, message) => {
  const { code, out, error } = await drift(...words, '--format', 'json');
  expect([code, out]).toEqual([3, '']);
  expect(error).toMatch(message);
  expect(error).not.toMatch(/\n +at /);
});
