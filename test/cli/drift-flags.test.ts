import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDocument } from '@tidegate/core/document';
import { DRIFT_REPORT } from '@tidegate/core/drift/drift-report';
import { PROFILE } from '@tidegate/core/profile/profile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../core/drift/multivariate/random-rows.ts';
import { startCli } from './start-cli.ts';

let folder = '';
let cli: ReturnType<typeof startCli>;
const tidegate = (...words: readonly string[]) => cli.run(...words);
const HEADER = 'id,age,plan,day,p,label\n';

function write(
  name: string,
  { seed, rows, from = 0, oops }: { seed: number; rows: number; from?: number; oops?: number },
) {
  const { uniform } = createRandom(seed);
  const lines = Array.from({ length: rows }, (_, row) => {
    const day = new Date(Date.UTC(2026, 0, 1 + Math.floor(row / 20))).toISOString().slice(0, 10);
    const p = uniform();
    const age = row === oops ? 'oops' : (20 + 50 * uniform()).toFixed(2);
    return [
      from + row,
      age,
      uniform() < 0.4 ? 'basic' : 'full',
      day,
      p.toFixed(4),
      uniform() < p ? 'yes' : 'no',
    ].join();
  });
  writeFileSync(join(folder, name), `${HEADER}${lines.join('\n')}\n`);
}
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-flags-'));
  write('reference.csv', { seed: 1, rows: 2_000 });
  write('march.csv', { seed: 2, rows: 600, from: 10_000 });
  write('april.csv', { seed: 3, rows: 500, from: 20_000 });
  write('tiny.csv', { seed: 4, rows: 12 });
  write('broken.csv', { seed: 5, rows: 600, oops: 36 });
  cli = startCli(folder);
  await tidegate('profile', 'reference.csv', '--out', 'reference.json');
});
afterAll(() => {
  cli.stop();
  rmSync(folder, { recursive: true, force: true });
});

const CHOSEN = ['--columns', 'age,plan'];

it('a reference of few rows cannot tell, and says that it is the reference', async () => {
  const { code, out } = await tidegate('drift', '--reference', 'tiny.csv', '--current', 'march.csv', ...CHOSEN);
  expect(code).toBe(2);
  expect(out).toContain('Only 12 rows in the reference; 200 are needed.');
  const asked = ['--min-rows', '10', ...CHOSEN];
  expect((await tidegate('drift', '--reference', 'tiny.csv', '--current', 'march.csv', ...asked)).code).not.toBe(2);
});

describe('columns of a reference that is a profile', () => {
  const drift = (...words: readonly string[]) =>
    tidegate('drift', '--reference', 'reference.json', '--current', 'march.csv', '--format', 'json', ...words);

  it('are chosen as those of data: ids are left out', async () => {
    expect((await drift()).code).toBe(1);
    const { code, out } = await drift(...CHOSEN);
    const { columns } = parseDocument(DRIFT_REPORT, out, 'out');
    expect([code, columns.map(({ column }) => column).toSorted()]).toEqual([0, ['age', 'plan']]);
  });

  it('must be there', async () => {
    const { code, error } = await drift('--columns', 'age,plam');
    expect(code).toBe(3);
    expect(error).toContain('no column "plam"');
    expect(error).toContain('Did you mean "plan"?');
  });
});

describe('a window that is a profile', () => {
  const drift = (current: string, ...words: readonly string[]) =>
    tidegate('drift', '--reference', 'reference.json', '--current', current, ...words);

  it('says what its rows say, also when it is added up of parts', async () => {
    for (const month of ['march', 'april'])
      await tidegate('profile', `${month}.csv`, '--reference', 'reference.json', '--out', `${month}.json`);
    expect(await tidegate('profile', 'march.json', 'april.json', '--out', 'spring.json')).toMatchObject({ code: 0 });
    const spring = parseDocument(PROFILE, readFileSync(join(folder, 'spring.json'), 'utf8'), 'spring.json');
    expect(spring.source).toEqual({ name: 'april.csv', rows: 1_100, digest: null, parts: 2 });
    await tidegate('profile', 'april.json', 'march.json', '--out', 'back.json');
    const bytes = (name: string) => readFileSync(join(folder, name), 'utf8');
    expect(bytes('back.json')).toBe(bytes('spring.json'));
    const [one, other] = [
      await drift('spring.json', ...CHOSEN, '--format', 'json'),
      await tidegate(
        'drift',
        '--reference',
        'reference.json',
        '--current',
        'march.csv',
        'april.csv',
        ...CHOSEN,
        '--format',
        'json',
      ),
    ].map(({ out }) => parseDocument(DRIFT_REPORT, out, 'out'));
    expect(one?.outcome).toBe('none');
    expect(one?.columns).toEqual(other?.columns);
    expect(one?.window.name).toBe('april.csv and 1 more');
  });

  it('is not added up of the same part twice', async () => {
    await tidegate('profile', 'march.csv', '--reference', 'reference.json', '--out', 'march.json');
    copyFileSync(join(folder, 'march.json'), join(folder, 'copy.json'));
    const { code, error } = await tidegate('profile', 'march.json', 'copy.json', '--out', 'twice.json');
    expect(code).toBe(3);
    expect(error).toContain('march.json and copy.json are profiles of the same rows');
    expect(existsSync(join(folder, 'twice.json'))).toBe(false);
  });

  it('must be of the same grids and columns', async () => {
    await tidegate('profile', 'march.csv', '--out', 'own.json');
    const own = await drift('own.json');
    expect(own.code).toBe(3);
    expect(own.error).toContain('not counted on one grid');
    await tidegate('profile', 'march.csv', '--reference', 'reference.json', '--columns', 'age', '--out', 'age.json');
    const fewer = await drift('age.json');
    expect(fewer.code).toBe(3);
    expect(fewer.error).toContain('no column "id"');
    expect((await drift('age.json', '--columns', 'age')).code).toBe(0);
  });

  it('has no rows for what needs them', async () => {
    const { code, error } = await drift('march.json', '--segment', 'plan', '--multivariate');
    expect(code).toBe(3);
    expect(error).toMatch(/--segment does nothing here: march\.json is a profile/);
    expect((await drift('march.json', 'april.csv')).error).toContain('Add profiles of parts up first');
    expect((await tidegate('profile', 'march.json', 'april.csv')).error).toContain('not both at once');
  });
});

it.each<[string, string[], RegExp]>([
  ['a threshold without scores', ['--threshold', '0.3'], /--threshold does nothing here/],
  ['classes without scores', ['--classes', 'no,yes'], /--classes does nothing here/],
  ['a positive class without scores', ['--positive', 'yes'], /--positive does nothing here/],
  ['a threshold of labels', ['--prediction', 'label', '--target', 'label', '--threshold', '0.3'], /--threshold does/],
  ['an id that is no column', ['--id', 'nope'], /--id does nothing here: no column "nope"/],
  ['a configuration without a model', ['--config', 'nofile.yml'], /--config does nothing here/],
])('%s is refused, not ignored', async (_, words, message) => {
  const { code, error } = await tidegate('drift', '--reference', 'reference.csv', '--current', 'march.csv', ...words);
  expect(code).toBe(3);
  expect(error).toMatch(message);
});

it.each<[string, string[], RegExp]>([
  ['rows of chunks without a time', ['--min-rows', '50'], /--min-rows does nothing here/],
  [
    'segments on the grids of another',
    ['--reference', 'reference.json', '--segment', 'plan'],
    /--segment does nothing/,
  ],
  [
    'categories that a profile has told',
    ['--reference', 'reference.json', '--categorical', 'age'],
    /--categorical does/,
  ],
])('a profile with %s is refused', async (_, words, message) => {
  const { code, error } = await tidegate('profile', 'march.csv', ...words);
  expect(code).toBe(3);
  expect(error).toMatch(message);
});

it('thresholds that were learnt by week are not those of months', async () => {
  await tidegate(
    'profile',
    'reference.csv',
    '--time',
    'day',
    '--chunk-by',
    'week',
    '--min-rows',
    '50',
    '--out',
    'weeks.json',
  );
  const drift = (by: string) =>
    tidegate(
      'drift',
      '--reference',
      'weeks.json',
      '--current',
      'march.csv',
      '--thresholds',
      'learnt',
      '--time',
      'day',
      '--chunk-by',
      by,
      ...CHOSEN,
    );
  const { code, error } = await drift('month');
  expect(code).toBe(3);
  expect(error).toContain('learnt its thresholds from chunks by week');
  expect((await drift('week')).error).toBe('');
});

it('a file that cannot be written is said, in words', async () => {
  for (const words of [
    ['profile', 'march.csv'],
    ['drift', '--reference', 'reference.json', '--current', 'march.csv'],
  ]) {
    const { code, error } = await tidegate(...words, '--out', 'nowhere/x.json');
    expect([code, existsSync(join(folder, 'nowhere'))]).toEqual([3, false]);
    expect(error).toContain('Cannot write nowhere/x.json (ENOENT)');
  }
});

it('one word in a column of numbers is found by its row, and not shown', async () => {
  for (const reference of ['reference.csv', 'reference.json']) {
    const { code, error } = await tidegate('drift', '--reference', reference, '--current', 'broken.csv');
    expect(code).toBe(3);
    expect(error).toContain('column "age" holds numbers in the reference');
    expect(error).toContain('1 of 600 values is no number, first in row 37 (the first is 1).');
    expect(error).not.toContain('oops');
  }
});

it('times of the reference that are texts now are said to be so', async () => {
  writeFileSync(join(folder, 'days.csv'), readFileSync(join(folder, 'march.csv'), 'utf8').replaceAll('2026-', 'y'));
  const { code, error } = await tidegate('drift', '--reference', 'reference.json', '--current', 'days.csv');
  expect(code).toBe(3);
  expect(error).toContain('column "day" holds dates or times in the reference');
});

it('columns of objects are named as not counted, by profile and drift, of a stored profile too', async () => {
  const lines = Array.from({ length: 300 }, (_, row) => JSON.stringify({ n: row % 7, nested: { '<b>': row } }));
  writeFileSync(join(folder, 'nested.jsonl'), lines.join('\n'));
  const warning = /^Warning: nested \(STRUCT\("<b>" BIGINT\)\) is not counted/;
  const told = [{ column: 'nested', type: 'STRUCT("<b>" BIGINT)' }];
  expect((await tidegate('profile', 'nested.jsonl', '--out', 'nested.json')).error).toMatch(warning);
  const profile = parseDocument(PROFILE, readFileSync(join(folder, 'nested.json'), 'utf8'), 'nested.json');
  expect(profile.notCounted).toEqual(told);
  for (const reference of ['nested.jsonl', 'nested.json']) {
    const words = ['drift', '--reference', reference, '--current', 'nested.jsonl'];
    const { out, error, code } = await tidegate(...words);
    expect(code).toBe(0);
    expect(error).toMatch(warning);
    expect(out).toContain(
      'Not counted and not compared, for the type of the column: `nested` (`STRUCT("<b>" BIGINT)`).',
    );
    const { out: document } = await tidegate(...words, '--format', 'json');
    expect(parseDocument(DRIFT_REPORT, document, 'report').notCounted).toEqual(told);
    expect((await tidegate(...words, '--format', 'html')).out).toContain('(STRUCT(&#34;&#60;b&#62;&#34; BIGINT))');
    const chosen = await tidegate(...words, '--columns', 'n');
    expect([chosen.error, chosen.code]).toEqual(['', 0]);
  }
});

it('a score that is no probability is refused with its row and value', async () => {
  const words = ['--reference', 'reference.csv', '--current', 'march.csv', '--target', 'label'];
  const { code, error } = await tidegate('drift', ...words, '--score', 'age');
  expect(code).toBe(3);
  expect(error).toMatch(/--score age: \d\d\.?\d* in row 1 of the reference is no probability/);
  expect((await tidegate('drift', ...words, '--score', 'p', '--columns', 'age,plan')).error).toBe('');
});

it('labels that belong to no row are counted, and the rows that a decision needs are said', async () => {
  const march = readFileSync(join(folder, 'march.csv'), 'utf8').trim().split('\n').slice(1);
  const labels = march.slice(0, 30).map((line) => `${line.split(',')[0]},${line.split(',')[5]}`);
  writeFileSync(join(folder, 'labels.csv'), `id,label\n${labels.join('\n')}\n999998,yes\n999999,no\n`);
  const words = ['--reference', 'reference.csv', '--current', 'march.csv', '--target', 'label', '--score', 'p'];
  const drift = (...format: readonly string[]) =>
    tidegate('drift', ...words, '--labels', 'labels.csv', '--id', 'id', ...format);
  const { out } = await drift();
  expect(out).toContain('30 rows have a label; 50 are needed to measure, 200 to decide.');
  expect(out).toContain('2 labels belong to no row');
  const report = parseDocument(DRIFT_REPORT, (await drift('--format', 'json')).out, 'out');
  expect(report.performance?.unmatched).toBe(2);
});

it('columns that the reference has not are named, not compared', async () => {
  const march = readFileSync(join(folder, 'march.csv'), 'utf8').trim().split('\n');
  const [head = '', ...rows] = march;
  writeFileSync(join(folder, 'wider.csv'), `${head},extra\n${rows.map((row) => `${row},1`).join('\n')}\n`);
  const drift = (...words: readonly string[]) =>
    tidegate('drift', '--reference', 'reference.json', '--current', 'wider.csv', ...words);
  expect((await drift()).out).toContain('Not compared, because the reference has no such column: `extra`.');
  expect((await drift(...CHOSEN)).out).not.toContain('extra');
  expect((await tidegate('drift', '--reference', 'wider.csv', '--current', 'march.csv')).error).toContain('--columns');
});
