import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDocument } from '@tidegate/core/document';
import { DRIFT_REPORT } from '@tidegate/core/drift/drift-report';
import { PROFILE } from '@tidegate/core/profile/profile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawing } from '../core/drift/random-profiles.ts';
import { startCli } from './start-cli.ts';

const CHICAGO = join(import.meta.dirname, '../../templates/chicago/data');
const DAYS = { reference: join(CHICAGO, 'train.csv'), current: join(CHICAGO, 'evaluation.csv') };
/** Without the calendar, which is another one every day. */
const COLUMNS = ['--columns', 'date,Clark_Lake,Clinton,Monroe,temp,temp_max,humidity,weather_rain,day_kind,season'];
let folder = '';
let cli: ReturnType<typeof startCli>;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-parts-'));
  const days = Array.from(
    { length: 500 },
    (_, day) => `${new Date(day * 86_400_000).toISOString().slice(0, 10)},${day % 30}`,
  );
  writeFileSync(join(folder, 'days.csv'), `day,temp\n${days.join('\n')}\n`);
  cli = startCli(folder);
});
afterAll(() => {
  cli.stop();
  rmSync(folder, { recursive: true, force: true });
});
const compare = async (...words: readonly string[]) => {
  const { code, out, error } = await cli.run('drift', ...words, '--format', 'json');
  expect(error).toBe('');
  return { code, report: parseDocument(DRIFT_REPORT, out, 'standard output') };
};

describe("Chicago's trains by month", () => {
  const months = ['--time', 'date', '--chunk-by', 'month', '--min-rows', '25', ...COLUMNS];

  it('differ from all years together by the season, which learnt thresholds expect', async () => {
    const words = ['--reference', DAYS.reference, '--current', DAYS.current, ...months];
    const [fixed, learnt] = [await compare(...words), await compare(...words, '--thresholds', 'learnt')];
    const chunks = fixed.report.chunks?.parts ?? [];
    expect([chunks.length, chunks[0]?.name, chunks.at(-1)?.name]).toEqual([20, '2015-01', '2016-08']);
    expect(chunks.reduce((sum, { rows }) => sum + rows, 0)).toBe(606);
    const monthsOf = ({ report }: typeof fixed, column: string) =>
      report.chunks?.parts.filter(({ drifted }) => drifted.some((each) => each.column === column)).length ?? 0;
    // Summers are warm every year; the station Clinton has lost its week-days in these two.
    expect(monthsOf(fixed, 'temp')).toBeGreaterThanOrEqual(10);
    expect(monthsOf(learnt, 'temp')).toBe(0);
    expect(monthsOf(learnt, 'season')).toBe(0);
    expect(monthsOf(learnt, 'Clinton')).toBeGreaterThan(8);
    // Time goes on: the column of chunks is their axis.
    expect(fixed.report.columns.map(({ column }) => column)).not.toContain('date');
  });

  it('are a table of the report, and learnt thresholds travel with the profile', async () => {
    const out = join(folder, 'profile.json');
    expect(await cli.run('profile', DAYS.reference, ...months, '--out', out)).toMatchObject({ code: 0 });
    const profile = parseDocument(PROFILE, readFileSync(out, 'utf8'), out);
    expect(profile.learnt).toMatchObject({ chunks: 167, by: 'month' });
    const words = ['--reference', out, '--current', DAYS.current, '--min-rows', '25', '--thresholds', 'learnt'];
    const { code, out: markdown } = await cli.run('drift', ...words, '--time', 'date', '--chunk-by', 'month');
    expect(code).toBe(1);
    expect(markdown).toMatch(/### By month of `date`: \d+ of 20 have drifted/);
    expect(markdown).toMatch(/\| 2015-07 \| 31 \| 🔴 drift \| .*`Clinton` 0\.\d/);
    expect(markdown).toMatch(/at or above the learnt 0\.\d/);
  });

  it('are compared season by season, with the same season of the reference', async () => {
    const words = ['--reference', DAYS.reference, '--current', DAYS.current, '--segment', 'season', ...COLUMNS];
    const { report } = await compare(...words, '--min-rows', '60');
    const [seasons] = report.segments ?? [];
    expect(seasons?.parts.map(({ name, rows, referenceRows }) => [name, rows, referenceRows])).toEqual([
      ['spring', 184, 1288],
      ['summer', 181, 1288],
      ['autumn', 91, 1274],
      ['winter', 150, 1242],
    ]);
    const drifted = (name: string) =>
      seasons?.parts.find((part) => part.name === name)?.drifted.map(({ column }) => column);
    expect(drifted('summer')).toContain('Clinton');
    expect(drifted('summer')).not.toContain('season');
  });
});

describe('a prediction log', () => {
  it('is compared with training rows as it lies: training-serving skew, and no target', async () => {
    const { uniform, normal } = drawing(5);
    const rows = (count: number) =>
      Array.from({ length: count }, () => ({ minutes: normal(), plan: uniform() < 0.4 ? 'basic' : 'full' }));
    const train = rows(2_000).map(({ minutes, plan }) => `${minutes},${plan},${uniform() < 0.2 ? 'yes' : 'no'}`);
    writeFileSync(join(folder, 'train.csv'), `minutes,plan,churn\n${train.join('\n')}\n`);
    const log = rows(600).map(({ minutes, plan }, index) =>
      JSON.stringify({
        kind: 'tidegate.prediction',
        version: 1,
        id: String(index),
        at: new Date(Date.UTC(2026, 0, 1, index)).toISOString(),
        model: 'churn',
        modelVersion: '1.0.0',
        digest: `sha256:${'a'.repeat(64)}`,
        // Minutes are filled with 0 where the service does not know them; training never saw that.
        inputs: { minutes: index % 2 ? 0 : minutes, plan, at: 'the shop' },
        score: uniform(),
        label: 'no',
      }),
    );
    writeFileSync(join(folder, 'log.jsonl'), `${log.join('\n')}\n`);
    const words = ['--reference', 'train.csv', '--target', 'churn', '--current', 'log.jsonl'];
    const { code, report } = await compare(...words, '--skew', '--time', '(time)', '--chunk-by', 'week');
    expect([code, report.compares]).toEqual([1, 'training-serving-skew']);
    expect(report.columns.map(({ column, decision }) => [column, decision])).toEqual([
      ['minutes', 'drift'],
      ['plan', 'none'],
    ]);
    expect(report.chunks?.parts.map(({ name, rows: count }) => [name, count])).toEqual([
      ['2025-12-29', 96],
      ['2026-01-05', 168],
      ['2026-01-12', 168],
      ['2026-01-19', 168],
    ]);
    const { out } = await cli.run('drift', ...words, '--skew');
    expect(out).toContain('Training-serving skew: the reference is of the rows that the model was trained on');
  });

  it('drifts in its target where the rows have one', async () => {
    const { uniform } = drawing(6);
    const rows = Array.from({ length: 500 }, () => `${uniform()},full,${uniform() < 0.6 ? 'yes' : 'no'}`);
    writeFileSync(join(folder, 'labelled.csv'), `minutes,plan,churn\n${rows.join('\n')}\n`);
    const { report } = await compare('--reference', 'train.csv', '--target', 'churn', '--current', 'labelled.csv');
    expect(report.columns.find(({ role }) => role === 'target')).toMatchObject({ column: 'churn', decision: 'drift' });
  });
});

it.each<[string, string[], RegExp]>([
  ['--time alone', ['--time', 'day'], /--time needs --chunk-by/],
  ['a column that holds no times', ['--time', 'temp', '--chunk-by', 'month'], /no column "temp" of dates or times/],
  ['thresholds learnt from nothing', ['--thresholds', 'learnt'], /learnt from chunks of time/],
  ['a segment that is not there', ['--segment', 'seasons'], /no column "seasons" to cut segments by/],
  ['more than a year of days', ['--time', 'day', '--chunk-by', 'day', '--thresholds', 'learnt'], /more than 400/],
])('%s is bad input: exit code 3, in words', async (_, words, message) => {
  const { code, out, error } = await cli.run('drift', '--reference', 'days.csv', '--current', 'days.csv', ...words);
  expect([code, out]).toEqual([3, '']);
  expect(error).toMatch(message);
});
