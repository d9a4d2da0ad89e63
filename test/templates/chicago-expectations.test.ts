import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findModel, parseConfig } from '@tidegate/core/config/parse-config';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkFiles } from '../../actions/data/check-file.ts';
import { planCheck } from '../../actions/data/plan-check.ts';
import { validateData } from '../../cli/validate-data.ts';

const TEMPLATE = join(import.meta.dirname, '../../templates/chicago');
const read = (file: string) => readFileSync(join(TEMPLATE, file), 'utf8');
const clock = { now: () => new Date('2026-01-02T03:04:05Z'), id: () => 'id' };
const folder = mkdtempSync(join(tmpdir(), 'tidegate-chicago-expected-'));
beforeAll(() => {
  for (const file of ['tidegate.yml', 'data']) cpSync(join(TEMPLATE, file), join(folder, file), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

type Days = Record<string, string>[];
/** What is found of the evaluation file after a change to its days; other columns stand in the CSV as they were. */
async function checkChanged(change: (days: Days) => Days) {
  const [header = '', ...lines] = read('data/evaluation.csv').trimEnd().split('\n');
  const names = header.split(',').map((name) => name.replaceAll('"', ''));
  const days = lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']));
  });
  const changed = change(days).map((day) => names.map((name) => day[name]).join(','));
  writeFileSync(join(folder, 'data/changed.csv'), `${[header, ...changed].join('\n')}\n`);
  const text = read('tidegate.yml').replace('evaluation: data/evaluation.csv', 'evaluation: data/changed.csv');
  writeFileSync(join(folder, 'tidegate.yml'), text);
  const plan = planCheck(folder, { model: 'ridership', data: 'data/changed.csv' });
  const [check] = await checkFiles(plan, clock);
  if (check?.file.found.kind !== 'checked') throw new Error('expected the file to be read');
  const { outcome, results } = check.file.found.result;
  return { outcome, failed: results.filter(({ status }) => status === 'fail').map(({ sentence }) => sentence) };
}
it.each(['data', 'evaluation'] as const)('the file %s is as expected, to the command line too', async (role) => {
  const { data } = findModel(parseConfig(read('tidegate.yml')), 'ridership');
  const file = role === 'data' ? data.path : (data.evaluation ?? '');
  const options = { suite: join(TEMPLATE, String(data.expectations)), as: role, format: 'json' as const };
  const out = join(folder, `${role}.json`);
  expect(await validateData([join(TEMPLATE, file)], { ...options, out })).toBe(0);
  expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({ outcome: 'pass' });
});

describe('what it would not let pass', () => {
  it('nothing, where nothing has changed', async () => {
    expect(await checkChanged((days) => days)).toEqual({ outcome: 'pass', failed: [] });
  });

  it.each<[string, (days: Days) => Days, RegExp]>([
    ['a day twice', (days) => [...days, ...days.slice(-1)], /^date: expected values that occur once/],
    [
      'a week left out',
      (days) => days.toSpliced(100, 7),
      /^expected no rows from the query "days whose day before is left out"/,
    ],
    [
      'a day that was learnt from',
      (days) => days.map((day, row) => (row === 0 ? { ...day, date: '2014-12-31' } : day)),
      /^date: expected the smallest value to be at least 2015-01-01/,
    ],
    ['three months only', (days) => days.slice(0, 90), /^expected the number of rows to be at least 365/],
    ['no Sundays', (days) => days.filter(({ day_of_week: day }) => day !== 'Sunday'), /^day_of_week: expected exactly/],
    ['days without a number', (days) => days.map((day) => ({ ...day, ridership: '' })), /^ridership: .* with a value/],
  ])('%s', async (_, change, sentence) => {
    const { outcome, failed } = await checkChanged(change);
    expect(outcome).toBe('fail');
    expect(failed).toContainEqual(expect.stringMatching(sentence));
  });

  it('values in another unit, out of range or not in a list: each column says so, and no other', async () => {
    const wrong: Readonly<Record<string, (value: number) => number | string>> = {
      ridership: (entries) => entries / 3, // of another station, as it were
      Austin: (entries) => entries * 1000, // people, not thousands
      Polk: (entries) => -entries,
      temp: (fahrenheit) => ((fahrenheit - 32) * 5) / 9,
      pressure: (inches) => inches * 33.86,
      humidity: (percent) => percent + 60,
      weather_rain: (share) => share * 100,
      Cubs_Home: () => 0.5,
      month: () => 1,
      holiday: () => 'easter',
    };
    const { failed } = await checkChanged((days) =>
      days.map((day) => {
        const changed = Object.entries(wrong).map(([column, to]) => [column, String(to(Number(day[column])))]);
        return { ...day, ...Object.fromEntries(changed) };
      }),
    );
    const columns = failed.map((sentence) => sentence.split(':')[0]);
    expect(new Set(columns)).toEqual(new Set(Object.keys(wrong)));
    expect(failed).toContainEqual(expect.stringMatching(/^temp: expected the median to be between 40 and 65/));
    expect(failed).toContainEqual(expect.stringMatching(/^ridership: expected the mean to be between 12 and 25/));
  });
});
