import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { buildActions } from '../../scripts/build-actions.ts';
import { ROOT } from '../architecture/source-files.ts';
import { type Lab, startLab } from '../emulator/runner/lab.ts';

const template = (name: string, file: string) => readFileSync(join(ROOT, 'templates', name, file), 'utf8');
const config = template('churn', 'tidegate.yml');
const EXPECTED = config.split('\n').findIndex((line) => line.includes('{ column: total_day_minutes, '));
const rows = template('churn', 'data/churn.csv').trimEnd().split('\n').slice(0, 1201);
const days = template('chicago', 'data/evaluation.csv').trimEnd().split('\n');
const suite = template('chicago', 'data/expectations.yml');

let tools: string;
const labs = new Map<string, Lab>();
const labOf = (name: string): Lab => labs.get(name) ?? expect.fail(`there is no lab of ${name}`);
beforeAll(async () => {
  const cache = join(ROOT, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  tools = mkdtempSync(join(cache, 'tidegate-data-'));
  await buildActions({ outFolder: join(tools, 'dist') });
  cpSync(join(ROOT, 'actions/data/action.yml'), join(tools, 'actions/data/action.yml'));
  const own = {
    churn: { 'data/churn.csv': `${rows.join('\n')}\n` },
    chicago: {
      'data/train.csv': template('chicago', 'data/train.csv'),
      'data/evaluation.csv': `${days.join('\n')}\n`,
      'data/expectations.yml': suite,
    },
  };
  for (const [name, data] of Object.entries(own)) {
    const [policy, workflow] = ['tidegate.yml', '.github/workflows/data.yml'];
    const files = { ...data, [policy]: template(name, policy), [workflow]: template(name, workflow) };
    labs.set(name, await startLab(files, { actions: { 'tidegate/tidegate': tools } }));
  }
}, 60_000);
afterAll(async () => {
  for (const lab of labs.values()) await lab.close();
  rmSync(tools, { recursive: true, force: true });
});

const finished = async (name: string, branch: string) => {
  const lab = labOf(name);
  await vi.waitFor(() => expect(lab.runs().some((run) => run.headBranch === branch)).toBe(true));
  await lab.runner.idle();
  const run = lab.runs().find(({ headBranch }) => headBranch === branch);
  const [job] = run?.jobs ?? [];
  return { conclusion: run?.conclusion, log: lab.log(run), annotations: job?.annotations, summary: job?.summary };
};

it('lets rows pass that are as the base branch expects, whatever the pull request says of it', async () => {
  await labOf('churn').openPull('fine', { 'data/churn.csv': `${rows.slice(0, 1101).join('\n')}\n` });
  const { conclusion, log } = await finished('churn', 'fine');
  expect(log).toContain('data/churn.csv: valid=true');
  expect(conclusion).toBe('success');
}, 60_000);

it('fails the job on rows that are not, with a note at the line of the expectation', async () => {
  const broken = rows.map((row, index) => (index === 0 ? row : row.replace(/^((?:[^,]*,){6})[^,]*/, '$1999')));
  await labOf('churn').openPull('broken', {
    'data/churn.csv': `${broken.join('\n')}\n`,
    'tidegate.yml': config.replace('max_value: 400', 'max_value: 4000'),
  });
  const { conclusion, log, annotations, summary } = await finished('churn', 'broken');
  expect(log).toContain('data/churn.csv: valid=false');
  expect(annotations).toContainEqual({
    level: 'error',
    message: 'total_day_minutes: expected values between 0 and 400; 1,200 of 1,200 (100 %) are not; 1 % may be.',
    file: 'tidegate.yml',
    line: EXPECTED, // its arguments stand one line below
  });
  expect(summary).toMatch(/`total_day_minutes`.*→ 999.*🔴 drift/);
  expect(conclusion).toBe('failure');
}, 60_000);

it('asks the files of a regression for what stands in a file of the base branch', async () => {
  await labOf('chicago').openPull('fine', { 'data/evaluation.csv': `${days.slice(0, 501).join('\n')}\n` });
  const { conclusion, log } = await finished('chicago', 'fine');
  expect(log).toContain('data/train.csv, data/evaluation.csv: valid=true');
  expect(conclusion).toBe('success');
}, 60_000);

it('finds a week that is left out, though the pull request expects nothing of days', async () => {
  const changed = { 'data/evaluation.csv': `${days.toSpliced(100, 7).join('\n')}\n` };
  const nothing = suite.slice(0, suite.indexOf('expectations:')).concat('expectations: []\n');
  await labOf('chicago').openPull('gap', { ...changed, 'data/expectations.yml': nothing });
  const { conclusion, log, annotations } = await finished('chicago', 'gap');
  expect(log).toContain('data/train.csv, data/evaluation.csv: valid=false');
  expect(annotations?.filter(({ file }) => file !== '')).toEqual([
    {
      level: 'error',
      message: 'expected no rows from the query "days whose day before is left out"; it gives 1.',
      file: 'data/expectations.yml',
      line: suite.split('\n').findIndex((line) => line.includes('unexpected_rows_expectation')) + 1,
    },
  ]);
  expect(conclusion).toBe('failure');
}, 60_000);
