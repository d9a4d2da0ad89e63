import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseDocument } from '@tidegate/core/document';
import { DRIFT_REPORT } from '@tidegate/core/drift/drift-report';
import { PROFILE } from '@tidegate/core/profile/profile';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCli } from './start-cli.ts';

let folder = '';
let cli: ReturnType<typeof startCli>;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-drift-'));
  const write = (name: string, rows: number, seed: number, shift: number) => {
    const random = xoroshiro128plus(seed);
    const lines = Array.from({ length: rows }, () => {
      const [value, plan] = [uniformFloat64(random) + uniformFloat64(random), uniformFloat64(random)];
      return `${value + shift},${plan < 0.3 ? 'basic' : 'full'},${plan < 0.1 ? '' : Math.floor(9 * plan)}`;
    });
    writeFileSync(join(folder, name), `minutes,plan,calls\n${lines.join('\n')}\n`);
  };
  write('reference.csv', 3_000, 1, 0);
  write('same-1.csv', 500, 2, 0);
  write('same-2.csv', 500, 3, 0);
  write('other.csv', 500, 4, 0.3);
  write('few.csv', 8, 5, 0.3);
  writeFileSync(join(folder, 'renamed.csv'), 'minute,plan,calls\n1,basic,2\n');
  writeFileSync(join(folder, 'header.csv'), 'minutes,plan,calls\n');
  writeFileSync(join(folder, 'newer.json'), '{"kind":"tidegate.profile","version":9}');
  writeFileSync(join(folder, 'verdict.json'), '{"kind":"tidegate.verdict","version":1}');
  writeFileSync(join(folder, 'cut.json.gz'), gzipSync('{"kind":"tidegate.profile"}').subarray(0, 20));
  writeFileSync(join(folder, 'cut.parquet'), 'PAR1 and no more');
});
beforeAll(() => {
  cli = startCli(folder);
});
afterAll(() => {
  cli.stop();
  rmSync(folder, { recursive: true, force: true });
});

const tidegate = (...words: readonly string[]) => cli.run(...words);

it('a profile is a document, and what it says does not depend on where it is from', async () => {
  const { code, out, error } = await tidegate('profile', 'reference.csv', '--target', 'plan');
  expect([code, error]).toEqual([0, '']);
  const profile = parseDocument(PROFILE, out, 'standard output');
  expect(profile.columns.map(({ name, kind, role }) => [name, kind, role])).toEqual([
    ['minutes', 'numeric', 'feature'],
    ['plan', 'categorical', 'target'],
    ['calls', 'numeric', 'feature'],
  ]);
  expect((await tidegate('profile', 'reference.csv', '--target', 'plan', '--out', 'profile.json')).out).toBe('');
  expect(readFileSync(join(folder, 'profile.json'), 'utf8')).toBe(out);

  const options = ['--current', 'same-*.csv', '--format', 'json'];
  const byProfile = await tidegate('drift', '--reference', 'profile.json', ...options);
  const byData = await tidegate('drift', '--reference', 'reference.csv', ...options);
  const [one, other] = [byProfile, byData].map((answer) => parseDocument(DRIFT_REPORT, answer.out, 'standard output'));
  expect([byProfile.code, one?.outcome, one?.window.rows]).toEqual([0, 'none', 1_000]);
  expect(one?.columns.map(({ column, findings }) => [column, findings])).toEqual(
    other?.columns.map(({ column, findings }) => [column, findings]),
  );
});

it('a compressed profile says the same as a plain one', async () => {
  const plain = await tidegate('profile', 'reference.csv');
  for (const name of ['compressed.json.gz', 'compressed.json.br']) {
    expect(await tidegate('profile', 'reference.csv', '--out', name)).toMatchObject({ code: 0, out: '' });
    expect(statSync(join(folder, name)).size).toBeLessThan(plain.out.length / 5);
    const again = await tidegate('profile', 'same-1.csv', '--reference', name);
    expect(parseDocument(PROFILE, again.out, name).source.rows).toBe(500);
    expect((await tidegate('drift', '--reference', name, '--current', 'other.csv')).code).toBe(1);
  }
});

it('a private profile with digests for categories finds the same drift, and tells nobody’s value', async () => {
  const people = (shift: number) =>
    Array.from(
      { length: 600 },
      (_, row) => `${20 + ((row * 31) % 60) + (row % 10) / 100 + shift},${row === 0 ? 'Uthgard' : `town ${row % 3}`}`,
    );
  writeFileSync(join(folder, 'people.csv'), `age,city\n${people(0).join('\n')}\n`);
  writeFileSync(join(folder, 'older.csv'), `age,city\n${people(25).join('\n')}\n`);
  const flags = ['--private', '--hash-categories', '--out', 'private.json'];
  expect(await tidegate('profile', 'people.csv', ...flags)).toMatchObject({ code: 0, error: '' });
  const text = readFileSync(join(folder, 'private.json'), 'utf8');
  expect(text).not.toMatch(/town|Uthgard/);
  const city = parseDocument(PROFILE, text, 'private.json').columns.find(({ name }) => name === 'city');
  const digests = ['town 0', 'town 1', 'town 2'].map((name) =>
    createHash('sha256').update(name).digest('hex').slice(0, 16),
  );
  expect(city?.kind === 'categorical' && city.categories.values.toSorted()).toEqual(digests.toSorted());
  expect(city).toMatchObject({ categories: { hashed: true, other: 1, isComplete: false } });
  const drift = (current: string) =>
    tidegate('drift', '--reference', 'private.json', '--current', current, '--format', 'json');
  expect((await drift('people.csv')).code).toBe(0);
  const { code, out } = await drift('older.csv');
  const drifted = parseDocument(DRIFT_REPORT, out, 'out').columns.filter(({ decision }) => decision === 'drift');
  expect([code, drifted.map(({ column }) => column)]).toEqual([1, ['age']]);
});

it('a profile is as the policy of its model has it, and private where that says so', async () => {
  const rows = Array.from({ length: 600 }, (_, row) => `${(row * 31) % 60},${row === 0 ? 'Uthgard' : 'town'}`);
  writeFileSync(join(folder, 'policy.csv'), `age,city\n${rows.join('\n')}\n`);
  const policy = (drift: string) => `version: 1
models:
  people:
    task: regression
    paths: [models/**]
    training: { command: node train.ts }
    data: { path: policy.csv, target: age, features: { categorical: [city] } }
    drift: ${drift}
    gate: [{ kind: parity }]
`;
  writeFileSync(join(folder, 'private.yml'), policy('{ private: true }'));
  writeFileSync(join(folder, 'open.yml'), policy('{}'));
  const asked = ['profile', 'policy.csv', '--model', 'people', '--config'];
  const [hidden, open, overruled] = [
    await tidegate(...asked, 'private.yml'),
    await tidegate(...asked, 'open.yml'),
    await tidegate(...asked, 'private.yml', '--no-private'),
  ];
  expect([hidden, open, overruled].map(({ error, out }) => [error, out.includes('Uthgard')])).toEqual([
    ['', false],
    ['', true],
    ['', true],
  ]);
  const roles = parseDocument(PROFILE, hidden.out, 'out').columns.map(({ name, role }) => [name, role]);
  expect(roles).toEqual([
    ['age', 'target'],
    ['city', 'feature'],
  ]);
  const idle = await tidegate('profile', 'policy.csv', '--config', 'private.yml');
  expect([idle.code, idle.error]).toEqual([3, expect.stringContaining('--config does nothing here')]);
});

it('compares what a model reads and is to say, unless columns are named', async () => {
  const part = (name: string, weeks: number) => {
    const rows = Array.from({ length: 600 }, (_, row) => `${row},${(row * 7) % 60},${row % 5},${weeks + (row % 4)},x`);
    writeFileSync(join(folder, name), `id,age,visits,week,note${weeks}\n${rows.join('\n')}\n`);
  };
  part('then.csv', 0);
  part('now.csv', 40);
  const policy = `version: 1
models:
  visits:
    task: regression
    paths: [models/**]
    training: { command: node train.ts }
    data: { path: then.csv, target: visits, id: id, features: { numeric: [age] } }
    gate: [{ kind: parity }]
`;
  writeFileSync(join(folder, 'visits.yml'), policy);
  writeFileSync(join(folder, 'elsewhere.yml'), policy.replace('[age]', '[years]').replace('visits, id', 'visit, id'));
  expect((await tidegate('profile', 'then.csv', '--out', 'then.json')).code).toBe(0);
  const compare = async (reference: string, ...words: string[]) => {
    const sides = ['--reference', reference, '--current', 'now.csv', '--format', 'json'];
    const { code, out } = await tidegate('drift', ...sides, ...words);
    const { columns, newColumns } = parseDocument(DRIFT_REPORT, out, 'out');
    return [code, columns.map(({ column }) => column).toSorted(), newColumns];
  };
  const ofModel = ['--config', 'visits.yml', '--model', 'visits'];
  for (const reference of ['then.csv', 'then.json']) {
    expect(await compare(reference, ...ofModel)).toEqual([0, ['age', 'visits'], undefined]);
    expect(await compare(reference, ...ofModel, '--columns', 'age,week')).toEqual([1, ['age', 'week'], undefined]);
  }
  const sides = ['--reference', 'then.csv', '--current', 'now.csv'];
  const elsewhere = await tidegate('drift', ...sides, '--config', 'elsewhere.yml', '--model', 'visits');
  expect([elsewhere.code, elsewhere.error]).toEqual([3, expect.stringContaining('none of the columns that the model')]);
});

it('JSON lines are data, in whatever file', async () => {
  const lines = Array.from({ length: 300 }, (_, row) => JSON.stringify({ minutes: row % 17 })).join('\n');
  writeFileSync(join(folder, 'lines.json'), lines);
  writeFileSync(join(folder, 'lines.json.gz'), gzipSync(lines));
  for (const name of ['lines.json', 'lines.json.gz'])
    expect(await tidegate('drift', '--reference', name, '--current', name)).toMatchObject({ code: 0, error: '' });
});

it('rows of another population are drift: exit code 1 and a table', async () => {
  const { code, out, error } = await tidegate('drift', '--reference', 'reference.csv', '--current', 'other.csv');
  expect([code, error]).toEqual([1, '']);
  expect(out).toMatch(/^## Data: 1 of 3 columns has drifted\n/);
  expect(out).toMatch(/\| `minutes` \| 🔴 drift +\| distribution \| wasserstein 0\.[67]\d* to/);
});

it('eight rows cannot tell: exit code 2', async () => {
  const { code, out } = await tidegate('drift', '--reference', 'reference.csv', '--current', 'few.csv');
  expect(code).toBe(2);
  expect(out).toContain('Only 8 rows; 200 are needed.');
});

it.each<[string, string[], RegExp]>([
  ['a column that is missing', ['--current', 'renamed.csv'], /no column "minutes"[\s\S]*Did you mean "minute"\?/],
  ['a file that is not there', ['--current', 'gone.csv'], /gone\.csv/],
  ['a Parquet file that is cut in half', ['--current', 'cut.parquet'], /cut\.parquet/],
  ['a profile of a newer version', ['--reference', 'newer.json', '--current', 'few.csv'], /version 9/],
  ['another document', ['--reference', 'verdict.json', '--current', 'few.csv'], /found "tidegate\.verdict"/],
  [
    'a compressed profile that is cut',
    ['--reference', 'cut.json.gz', '--current', 'few.csv'],
    /cut\.json\.gz ends too early/,
  ],
  ['a reference without rows', ['--reference', 'header.csv', '--current', 'few.csv'], /zero rows|has no rows/],
  ['a release without a token', ['--reference', 'release:churn@1.0.0', '--current', 'few.csv'], /GITHUB|repository/],
])('%s is bad input: exit code 3, in words', async (_, words, message) => {
  const reference = words.includes('--reference') ? [] : ['--reference', 'reference.csv'];
  const { code, out, error } = await tidegate('drift', ...reference, ...words, '--format', 'json');
  expect([code, out]).toEqual([3, '']);
  expect(error).toMatch(message);
  expect(error).not.toMatch(/\n +at /);
});
