import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseDocument } from '@tidegate/core/document';
import { DRIFT_REPORT } from '@tidegate/core/drift/drift-report';
import { VALIDATION_RESULT } from '@tidegate/core/expectations/validation-result';
import { PROFILE } from '@tidegate/core/profile/profile';
import { renderDriftPage } from '@tidegate/core/report/drift-page/render-drift-page';
import { renderDriftReport } from '@tidegate/core/report/render-drift';
import { renderValidation } from '@tidegate/core/report/render-validation';
import MarkdownIt from 'markdown-it';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOSTILE_NAMES, writeBadData } from './bad-data.ts';
import { type Answer, startCli } from './start-cli.ts';

let folder = '';
let cli: ReturnType<typeof startCli>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-bad-data-'));
  await writeBadData(folder);
  writeFileSync(join(folder, 'suite.json'), JSON.stringify(SUITE));
  cli = startCli(folder);
  await cli.run('profile', 'sound.csv', '--out', 'sound.json');
});
afterAll(() => {
  cli.stop();
  rmSync(folder, { recursive: true, force: true });
});

const on =
  (column: string) =>
  (type: string, kwargs: object = {}) => ({ type, kwargs: { column, ...kwargs } });
const [ofMinutes, ofPlan, ofSince] = [on('minutes'), on('plan'), on('since')];
/** What sound.csv meets, with all that computes with numbers. */
const SUITE = {
  kind: 'tidegate.expectation-suite',
  version: 1,
  expectations: [
    { type: 'expect_table_row_count_to_be_between', kwargs: { min_value: 500, max_value: 4_000 } },
    { type: 'expect_table_columns_to_match_set', kwargs: { column_set: ['minutes', 'plan', 'since'] } },
    ofMinutes('expect_column_values_to_be_of_type', { type_: 'double' }),
    ofMinutes('expect_column_values_to_not_be_null'),
    ofMinutes('expect_column_values_to_be_between', { min_value: 0, max_value: 10 }),
    ofMinutes('expect_column_mean_to_be_between', { min_value: 4, max_value: 6 }),
    ofMinutes('expect_column_stdev_to_be_between', { min_value: 2, max_value: 4 }),
    ofMinutes('expect_column_sum_to_be_between', { min_value: 100, max_value: 1e5 }),
    ofMinutes('expect_column_median_to_be_between', { min_value: 4, max_value: 6 }),
    ofMinutes('expect_column_quantile_values_to_be_between', {
      quantile_ranges: {
        quantiles: [0.1, 0.9],
        value_ranges: [
          [0, 2],
          [8, 10],
        ],
      },
    }),
    ofMinutes('expect_column_value_z_scores_to_be_less_than', { threshold: 3, double_sided: true }),
    ofMinutes('expect_column_kl_divergence_to_be_less_than', {
      partition_object: { bins: [0, 5, 10], weights: [0.5, 0.5] },
      threshold: 0.05,
    }),
    ofPlan('expect_column_values_to_not_be_null'),
    ofPlan('expect_column_values_to_be_in_set', { value_set: ['basic', 'full'] }),
    ofPlan('expect_column_unique_value_count_to_be_between', { min_value: 2, max_value: 2 }),
    ofSince('expect_column_values_to_be_between', {
      min_value: '2026-01-01T00:00:00Z',
      max_value: '2026-12-31T00:00:00Z',
    }),
  ],
};

/** Exit code, and what is said: of Markdown where there is an answer, on standard error where there is none. */
type Stated = readonly [code: 0 | 1 | 2 | 3, says: RegExp];
interface Verdicts {
  readonly profile: Stated;
  /** Against sound rows. */
  readonly current: Stated;
  /** Of sound rows. */
  readonly reference: Stated;
  readonly validate: Stated;
  readonly infer: Stated;
}

/** Nobody can read it: every command says so. */
const refused = (says: RegExp): Verdicts => {
  const stated: Stated = [3, says];
  return { profile: stated, current: stated, reference: stated, validate: stated, infer: stated };
};
const SOUND: Verdicts = {
  profile: [0, /^\d+ rows of minutes: numeric, plan: categorical, since: timestamp$/],
  current: [0, /no drift/],
  reference: [0, /no drift/],
  validate: [0, /16 expectations met/],
  infer: [
    0,
    /# "minutes": numbers, none missing\n[\s\S]*# "plan": text, none missing, 2 different\n[\s\S]*# "since": timestamp, none/,
  ],
};
const drifted = (column: string, ...how: readonly string[]): Stated => [
  1,
  new RegExp(`\`${column}\` +\\| 🔴 drift +\\| ${how.join('.*')}`),
];
const unmet = (failed: number, expectation: string, says: string): Stated => [
  1,
  new RegExp(`\\*\\*${failed} of 16 expectations are not met[\\s\\S]*❌ fail +\\| \`${expectation}\` +\\| ${says}`),
];

const TABLE: readonly (readonly [what: string, file: string, verdicts: Verdicts])[] = [
  ['an empty file', 'empty.csv', refused(/empty\.csv is empty: 0 bytes/)],
  ['nothing but line ends', 'blank.csv', refused(/blank\.csv has no header row/)],
  [
    'a header only',
    'header.csv',
    {
      profile: [3, /header\.csv has zero rows/],
      current: [2, /cannot tell\n\n0 rows against the 600 reference rows/],
      reference: [3, /header\.csv has zero rows/],
      validate: unmet(9, 'table_row_count_to_be_between', '.*between 500 and 4000; there are 0'),
      infer: [3, /header\.csv has a header and no rows/],
    },
  ],
  [
    'a Parquet file without rows',
    'no-rows.parquet',
    {
      profile: [3, /no-rows\.parquet has zero rows/],
      current: [2, /cannot tell\n\n0 rows against the 600 reference rows/],
      reference: [3, /no-rows\.parquet has zero rows/],
      validate: unmet(8, 'column_mean_to_be_between', 'minutes: .* there is none'),
      infer: [3, /no-rows\.parquet has a header and no rows/],
    },
  ],
  [
    'one column missing',
    'lacks.csv',
    {
      profile: [0, /^600 rows of plan: categorical, since: timestamp$/],
      current: [3, /lacks\.csv has no column "minutes"\.\n→ It has plan, since/],
      reference: [0, /no drift[\s\S]*Not compared, because the reference has no such column: `minutes`/],
      validate: unmet(11, 'table_columns_to_match_set', '.*minutes not there'),
      infer: [0, /column_set: \["plan", "since"\]/],
    },
  ],
  [
    'one column of another type',
    'words.csv',
    {
      profile: [0, /minutes: categorical/],
      current: [
        3,
        /column "minutes" holds numbers in the reference, here it is VARCHAR\. 600 of 600 values are no number/,
      ],
      reference: drifted('minutes', 'new categories', 'share 1 is at or above 0.01'),
      validate: unmet(9, 'column_values_to_be_of_type', 'minutes: .*the column is VARCHAR'),
      infer: [0, /# "minutes": text, none missing, 2 different/],
    },
  ],
  [
    'mixed types in a column of CSV',
    'mixed.csv',
    {
      profile: [0, /minutes: categorical/],
      current: [3, /here it is VARCHAR\. 6 of 600 values are no number, first in row 8 \(/],
      reference: [0, /`minutes` +\| 🟢 none +\| distribution +\| jensen-shannon 0 is below/],
      validate: unmet(9, 'column_values_to_be_between', 'minutes: .*600 of 600'),
      infer: [0, /# "minutes": text, none missing\n/],
    },
  ],
  [
    'columns without any value',
    'all-null.csv',
    {
      profile: [0, /^600 rows of minutes: categorical, plan: categorical, since: categorical$/],
      current: drifted('since', 'missing', 'change of share 1 is at or above 0.02'),
      reference: drifted('since', 'missing', 'change of share 1 is at or above 0.02'),
      validate: unmet(10, 'column_values_to_not_be_null', 'minutes: .*600 of 600'),
      infer: [0, /# "since": text, 600 missing/],
    },
  ],
  [
    'constant columns',
    'constant.csv',
    {
      profile: SOUND.profile,
      current: drifted('minutes', 'constant', 'every value is the same now'),
      reference: drifted('plan', 'new categories', 'share 0.3'),
      validate: unmet(5, 'column_unique_value_count_to_be_between', 'plan: .*it is 1'),
      infer: [0, /# "minutes": whole numbers, none missing, 1 different/],
    },
  ],
  [
    'NaN and infinities among numbers',
    'not-finite.csv',
    {
      profile: SOUND.profile,
      current: drifted('minutes', 'not finite', 'change of share 0.5'),
      reference: drifted('minutes', 'not finite', 'change of share 0.5'),
      validate: unmet(7, 'column_quantile_values_to_be_between', 'minutes: .*they are -inf, inf\\.'),
      infer: [0, /# "minutes": numbers, 100 missing/],
    },
  ],
  [
    'nothing but NaN',
    'nan.csv',
    {
      profile: SOUND.profile,
      current: drifted('minutes', 'not finite', 'change of share 1 '),
      reference: drifted('minutes', 'not finite', 'change of share 1 '),
      validate: unmet(7, 'column_values_to_not_be_null', 'minutes: .*600 of 600'),
      infer: [0, /# "minutes": numbers, 600 missing/],
    },
  ],
  [
    'the greatest numbers there are',
    'greatest.csv',
    {
      profile: SOUND.profile,
      current: drifted('minutes', 'out of range', 'share 1 '),
      reference: drifted('minutes', 'distribution', 'wasserstein 1 to 4'),
      validate: unmet(7, 'column_stdev_to_be_between', 'minutes: .*it is inf\\.'),
      infer: [0, /# "minutes": numbers, none missing/],
    },
  ],
  [
    // Ten million of them are counted in test/interop/many-categories.interop.ts: ten seconds that every run would wait for.
    'as many categories as rows',
    'categories.csv',
    {
      profile: [0, /^3000 rows of minutes: numeric, plan: text, since: timestamp$/],
      current: drifted('plan', 'new categories', 'share 1 '),
      reference: drifted('plan', 'length distribution'),
      validate: unmet(2, 'column_unique_value_count_to_be_between', 'plan: .*it is 3000'),
      infer: [0, /# "plan": text, none missing\n/],
    },
  ],
  [
    'CSV that is not UTF-8',
    'latin-1.csv',
    refused(/CSV Error on Line: \d+: .*not utf-8 encoded[\s\S]*→ Save it as UTF-8/),
  ],
  ['JSON that is not UTF-8', 'latin-1.jsonl', refused(/in line \d+: invalid UTF-8[\s\S]*→ Save it as UTF-8/)],
  ['a column twice', 'twice.csv', refused(/twice\.csv has the column "minutes" twice/)],
  ['a column twice in Parquet', 'twice.parquet', refused(/twice\.parquet has the column "minutes" twice/)],
  [
    'a key twice, whose object is not shown',
    'twice.jsonl',
    refused(/in line 1: an object has duplicate key "minutes"\n/),
  ],
  ['columns that differ in case only', 'alike.csv', refused(/differ in case only: "Minutes" and "minutes"/)],
  [
    'names with quotes, line ends and markup',
    'names.csv',
    {
      profile: [
        0,
        /^600 rows of min"utes'; DROP TABLE x;\n-- <b>\|: numeric, pl"a`n\r\n<script>alert\(1\)<\/script>: cat/,
      ],
      current: [3, /names\.csv has no column "minutes"\.\n→ It has "min\\"utes'; DROP TABLE x;\\n-- <b>\|", /],
      reference: [3, /sound\.csv has no column "min\\"utes'; DROP TABLE x;\\n-- <b>\|"\./],
      validate: unmet(14, 'table_columns_to_match_set', '.*&lt;script>alert'),
      infer: [0, /# "pl\\"a`n\\r\\n<script>alert\(1\)<\/script>": text, none missing, 2 different/],
    },
  ],
  ['half of a Parquet file', 'half.parquet', refused(/No magic bytes found[\s\S]*→ The file is cut off or no Parquet/)],
  ['the other half', 'end.parquet', refused(/end\.parquet is damaged: [\s\S]*→ The file is cut or was changed/)],
  ['a Parquet file with other bytes inside', 'scratched.parquet', refused(/scratched\.parquet is damaged: /)],
  ['a Parquet file of 0 bytes', 'zero.parquet', refused(/zero\.parquet is empty: 0 bytes/)],
  [
    'a profile of a newer version',
    'newer.json',
    {
      ...refused(/newer\.json is a tidegate\.profile document of version 9; this Tidegate reads version 1/),
      // These two ask for rows, and JSON may hold some.
      validate: unmet(16, 'table_columns_to_match_set', '.*kind, version there besides'),
      infer: [0, /# "version": whole numbers/],
    },
  ],
  [
    'times that the clocks leave out in spring',
    'gap.csv',
    { ...SOUND, current: drifted('since', 'distribution'), reference: drifted('since', 'distribution') },
  ],
  [
    'times of several zones',
    'zones.csv',
    {
      ...SOUND,
      current: drifted('since', 'distribution'),
      reference: drifted('since', 'distribution'),
      infer: [0, /# 2026-03-28T23:30:00Z to 2026-03-29T08:30:00Z was seen/],
    },
  ],
  [
    'eight rows',
    'few.csv',
    {
      ...SOUND,
      current: [2, /`minutes` +\| ⚪ cannot tell +\| distribution +\| Only 8 rows; 200 are needed/],
      reference: [2, /`plan` +\| ⚪ cannot tell +\| distribution +\| Only 8 rows in the reference; 200 are needed/],
      validate: unmet(6, 'table_row_count_to_be_between', '.*there are 8'),
    },
  ],
];

const NO_NUMBER = /\bNaN\b|\bInfinity\b|\bundefined\b/;
/** A thread more helps nobody who counts 600 rows. */
const ENGINE = ['--threads', '1'];
/** An answer with a stated exit code; what it wrote as `read` renders it, or its words of refusal. */
async function ask(
  [code, says]: Stated,
  words: readonly string[],
  read: (out: string) => readonly string[] | Promise<readonly string[]>,
): Promise<void> {
  const answer: Answer = await cli.run(...words, ...ENGINE);
  const where = `tidegate ${words.join(' ')}\n${answer.error}`;
  expect(answer.code, where).toBe(code);
  expect(answer.error, where).not.toMatch(/\n\s+at |node:internal|fault of Tidegate|Warning/);
  if (code === 3) {
    expect(answer.out, where).toBe('');
    expect(answer.error, where).toMatch(says);
    return;
  }
  expect(answer.error, where).toBe('');
  const texts = await read(answer.out);
  expect(texts[0], where).toMatch(says);
  for (const text of [answer.out, ...texts]) expect(NO_NUMBER.exec(text)?.[0], where).toBeUndefined();
}

const readProfile = (out: string) => {
  const { source, columns } = parseDocument(PROFILE, out, 'profile');
  return [`${source.rows} rows of ${columns.map(({ name, kind }) => `${name}: ${kind}`).join(', ')}`];
};
const readDrift = async (out: string) => {
  const report = parseDocument(DRIFT_REPORT, out, 'report');
  // Scripts may speak of NaN; what people see is beside them.
  return [renderDriftReport(report), await renderDriftPage(report, { library: '', script: '', style: '' })];
};
const readValidation = (out: string) => [renderValidation(parseDocument(VALIDATION_RESULT, out, 'result'))];

const drift = (reference: string, current: string) => [
  'drift',
  '--reference',
  reference,
  '--current',
  current,
  '--format',
  'json',
];
const validate = (file: string) => ['data', 'validate', file, '--suite', 'suite.json', '--format', 'json'];

describe('every command has a stated verdict or a clear error for', () => {
  it.each(TABLE)('%s', async (_, file, verdicts) => {
    await ask(verdicts.profile, ['profile', file], readProfile);
    await ask(verdicts.current, drift('sound.json', file), readDrift);
    await ask(verdicts.reference, drift(file, 'sound.csv'), readDrift);
    await ask(verdicts.validate, validate(file), readValidation);
    await ask(verdicts.infer, ['data', 'infer', file], (out) => [out]);
  });
});

it('profiles of different grids are neither compared nor added up, whatever the format', async () => {
  for (const [file, profile] of [
    ['sound.csv', 'one.json'],
    ['greatest.csv', 'other.json'],
  ] as const)
    expect(await cli.run('profile', file, '--out', profile)).toMatchObject({ code: 0, error: '' });
  const says = /[Cc]olumn "minutes".* (not counted on one|counted on another) grid/;
  for (const format of ['json', 'markdown', 'html'])
    await ask([3, says], ['drift', '--reference', 'one.json', '--current', 'other.json', '--format', format], () => []);
  await ask([3, says], ['profile', 'one.json', 'other.json'], () => []);
});

it('a newer profile is no reference for a profile, compressed or not', async () => {
  writeFileSync(join(folder, 'newer.json.gz'), gzipSync('{"kind":"tidegate.profile","version":9}'));
  for (const name of ['newer.json', 'newer.json.gz'])
    await ask(
      [3, /of version 9; this Tidegate reads version 1/],
      ['profile', 'sound.csv', '--reference', name],
      () => [],
    );
});

it('rows with hostile names are compared with themselves, and every report holds the names as text', async () => {
  const { code, out } = await cli.run(...drift('names.csv', 'names.csv'));
  expect(code).toBe(0);
  const [markdown = '', page = ''] = await readDrift(out);
  expect(parseDocument(DRIFT_REPORT, out, 'report').columns.map(({ column }) => column)).toEqual([
    ...HOSTILE_NAMES,
    'since',
  ]);
  expect(markdown.match(/^\| `/gm)).toHaveLength(3);
  for (const text of [new MarkdownIt({ html: true }).render(markdown), page])
    expect(text).not.toMatch(/<script>alert|<b>\|/);
  await cli.run('data', 'infer', 'names.csv', '--out', 'names.yml');
  await ask(
    [0, /The data are as expected/],
    ['data', 'validate', 'names.csv', '--suite', 'names.yml', '--format', 'json'],
    readValidation,
  );
});

it('times say the same in whatever zone the machine is, also those of no zone, and in the hour that clocks leave out', async () => {
  const said = await Promise.all(
    ['Europe/Berlin', 'America/New_York'].map(async (zone) => {
      const there = startCli(folder, { ...process.env, TZ: zone });
      const { out } = await there.run('profile', 'some-zones.csv', ...ENGINE);
      const gap = await there.run('profile', 'gap.csv', ...ENGINE);
      const days = ['--time', 'since', '--chunk-by', 'day', '--min-rows', '2', ...ENGINE];
      const report = await there.run(...drift('some-zones.csv', 'some-zones.csv'), ...days);
      there.stop();
      return { out, gap, days: parseDocument(DRIFT_REPORT, report.out, 'report').chunks };
    }),
  );
  const [berlin, newYork] = said;
  expect(newYork).toEqual(berlin);
  const time = parseDocument(PROFILE, berlin?.out ?? '', 'profile').columns.find(({ kind }) => kind === 'timestamp');
  const second = (text: string) => Date.parse(text) / 1000;
  expect(time).toMatchObject({ numbers: { min: second('2026-03-28T23:30Z'), max: second('2026-03-29T03:30Z') } });
  expect(berlin?.days?.parts.map(({ name }) => name)).toEqual(['2026-03-28', '2026-03-29']);
});
