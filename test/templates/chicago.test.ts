import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '@tidegate/core/adapters/run-command';
import { parseTable } from '@tidegate/core/data/parse-table';
import { afterAll, describe, expect, it } from 'vitest';
import { findHoliday } from '../../templates/chicago/find-holiday.ts';

const TEMPLATES = join(import.meta.dirname, '../../templates');
const read = (template: string, file: string) => readFileSync(join(TEMPLATES, template, file), 'utf8');
const datesOf = async (file: string) =>
  (await parseTable(new TextEncoder().encode(read('chicago', file)), file)).cells.get('date') ?? [];
const folder = mkdtempSync(join(tmpdir(), 'tidegate-chicago-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the prepared files', () => {
  it('are what prepare.ts makes of the source', async () => {
    cpSync(join(TEMPLATES, 'chicago'), folder, { recursive: true });
    for (const file of ['data/train.csv', 'data/evaluation.csv']) rmSync(join(folder, file));
    await runCommand({
      command: 'node prepare.ts',
      workspace: folder,
      environment: { PATH: `${join(process.execPath, '..')}:${process.env['PATH']}` },
      timeoutMinutes: 1,
      onLine: () => {},
    });
    for (const file of ['data/train.csv', 'data/evaluation.csv'])
      expect(readFileSync(join(folder, file), 'utf8') === read('chicago', file), file).toBe(true);
  });

  it('hold every day of the source once, and judge by days after those that are learnt from', async () => {
    const [learnt, judged] = [await datesOf('data/train.csv'), await datesOf('data/evaluation.csv')];
    expect([...learnt, ...judged]).toEqual(await datesOf('data/chicago.csv'));
    expect(learnt.at(-1)).toBe('2014-12-31');
    expect(judged[0]).toBe('2015-01-01');
  });
});

it.each([
  ['2015-01-01', 'new-year'],
  ['2012-01-02', 'new-year'], // the first was a Sunday
  ['2016-01-18', 'office-holiday'],
  ['2016-02-15', 'office-holiday'],
  ['2016-05-30', 'memorial-day'],
  ['2010-07-05', 'independence-day'],
  ['2015-07-04', 'independence-day'],
  ['2015-07-06', 'none'],
  ['2015-09-07', 'labor-day'],
  ['2015-10-12', 'office-holiday'],
  ['2013-11-28', 'thanksgiving'],
  ['2013-11-29', 'after-thanksgiving'],
  ['2013-11-22', 'none'],
  ['2015-12-24', 'christmas-eve'],
  ['2011-12-26', 'christmas'],
  ['2015-12-26', 'year-end'],
  ['2015-12-23', 'none'],
])('%s is %s', (date, holiday) => expect(findHoliday(new Date(`${date}T00:00:00Z`))).toBe(holiday));

it.each(['data', 'gate', 'operate', 'train'])('its %s.yml is that of churn but for the name of the model', (name) => {
  const file = `.github/workflows/${name}.yml`;
  expect(read('chicago', file)).toBe(read('churn', file).replaceAll('model: churn\n', 'model: ridership\n'));
});
