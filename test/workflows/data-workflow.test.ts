import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { buildActions } from '../../scripts/build-actions.ts';
import { ROOT } from '../architecture/source-files.ts';
import { type Lab, startLab } from '../emulator/runner/lab.ts';

const template = (file: string) => readFileSync(join(ROOT, 'templates/churn', file), 'utf8');
const config = template('tidegate.yml');
const EXPECTED = config.split('\n').findIndex((line) => line.includes('{ column: total_day_minutes, '));

const rows = template('data/churn.csv').trimEnd().split('\n').slice(0, 1201);

let tools: string;
let lab: Lab;
beforeAll(async () => {
  const cache = join(ROOT, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  tools = mkdtempSync(join(cache, 'tidegate-data-'));
  await buildActions({ outFolder: join(tools, 'dist') });
  cpSync(join(ROOT, 'actions/data/action.yml'), join(tools, 'actions/data/action.yml'));
  const files = {
    'tidegate.yml': config,
    'data/churn.csv': `${rows.join('\n')}\n`,
    '.github/workflows/data.yml': template('.github/workflows/data.yml'),
  };
  lab = await startLab(files, { actions: { 'tidegate/tidegate': tools } });
}, 60_000);
afterAll(async () => {
  await lab?.close();
  rmSync(tools, { recursive: true, force: true });
});

const finished = async (branch: string) => {
  await vi.waitFor(() => expect(lab.runs().some((run) => run.headBranch === branch)).toBe(true));
  await lab.runner.idle();
  const run = lab.runs().find(({ headBranch }) => headBranch === branch);
  const [job] = run?.jobs ?? [];
  return { conclusion: run?.conclusion, log: lab.log(run), annotations: job?.annotations, summary: job?.summary };
};

it('lets rows pass that are as the base branch expects, whatever the pull request says of it', async () => {
  await lab.openPull('fine', { 'data/churn.csv': `${rows.slice(0, 1101).join('\n')}\n` });
  const { conclusion, log } = await finished('fine');
  expect(log).toContain('data/churn.csv: valid=true');
  expect(conclusion).toBe('success');
}, 60_000);

it('fails the job on rows that are not, with a note at the line of the expectation', async () => {
  const broken = rows.map((row, index) => (index === 0 ? row : row.replace(/^((?:[^,]*,){6})[^,]*/, '$1999')));
  await lab.openPull('broken', {
    'data/churn.csv': `${broken.join('\n')}\n`,
    'tidegate.yml': config.replace('max_value: 400', 'max_value: 4000'),
  });
  const { conclusion, log, annotations, summary } = await finished('broken');
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
