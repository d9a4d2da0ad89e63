import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { renderDataCheck } from '@tidegate/core/report/render-data-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkFiles } from '../../actions/data/check-file.ts';
import { foldFiles, listResults } from '../../actions/data/fold-files.ts';
import { type DataInputs, planCheck } from '../../actions/data/plan-check.ts';

const CONFIG = `version: 1
models:
  churn:
    task: regression
    paths: [train.ts]
    training: { command: node train.ts }
    data:
      path: data/train.csv
      evaluation: data/test.csv
      target: y
      features: { numeric: [x] }
      expectations:
        - type: expect_column_values_to_be_between
          kwargs: { column: x, max_value: 500 }
        - type: expect_table_to_not_overlap_with
          kwargs: { other_table: data }
          on: evaluation
          severity: warn
    gate: [{ kind: data-expectations }]
`;
const clock = { now: () => new Date('2026-01-02T03:04:05Z'), id: () => 'id' };
const rows = (count: number, line: (index: number) => string) =>
  `x,y,plan\n${Array.from({ length: count }, (_, index) => line(index)).join('\n')}\n`;
let workspace: string;
const write = (file: string, text: string) => {
  mkdirSync(dirname(join(workspace, file)), { recursive: true });
  writeFileSync(join(workspace, file), text);
};
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'tidegate-action-data-'));
  for (const side of ['base', 'head']) {
    write(`${side}/tidegate.yml`, CONFIG);
    write(
      `${side}/data/train.csv`,
      rows(400, (i) => `${i},${i % 7},${['a', 'b'][i % 2]}`),
    );
    write(
      `${side}/data/test.csv`,
      rows(300, (i) => `${i + 0.5},${i % 7},${['a', 'b'][i % 2]}`),
    );
  }
});
afterEach(() => rmSync(workspace, { recursive: true }));

async function look(inputs: DataInputs) {
  const checks = await checkFiles(planCheck(workspace, inputs), clock);
  const files = checks.map(({ file }) => file);
  const summary = renderDataCheck(files);
  const annotations = checks.flatMap((check) => check.annotations);
  expect(summary + JSON.stringify(annotations)).not.toContain(workspace);
  return { valid: foldFiles(files), summary, annotations, results: listResults(files) };
}
const BOTH = { model: 'churn', base: 'base', head: 'head' };

it('finds data that are as expected, and the same as before', async () => {
  const { valid, summary, annotations, results } = await look(BOTH);
  expect([valid, annotations, Object.keys(results)]).toEqual(['true', [], ['validation-1.json', 'validation-2.json']]);
  expect(summary.match(/The rows are those of the base branch/g)).toHaveLength(2);
});

it('judges by the expectations of the base branch, at their line, and shows what became of the rows', async () => {
  write('head/tidegate.yml', CONFIG.replace('max_value: 500', 'max_value: 5000'));
  write(
    'head/data/train.csv',
    rows(420, (i) => `${i * 3},${i % 7},${['a', 'c'][i % 2]}`),
  );
  const { valid, summary, annotations } = await look(BOTH);
  expect(valid).toBe('false');
  expect(annotations).toEqual([
    {
      path: 'tidegate.yml',
      line: 13,
      level: 'failure',
      title: 'data/train.csv: expect_column_values_to_be_between',
      message: 'x: expected values at most 500; 253 of 420 (60.24 %) are not.',
    },
  ]);
  expect(summary).toContain('400 → 420 rows (+20)');
  expect(summary).toContain('🔴 drift');
  expect(summary).toMatch(/`plan` .*1 new: `c`; 1 gone: `b`/);
  expect(summary).toMatch(/`x` .*199\.5 → 628\.5/);
});

it('gives other files of the model by name, and only warns where it is told to', async () => {
  write(
    'head/data/test.csv',
    rows(300, (i) => `${i},${i % 7},${['a', 'b'][i % 2]}`),
  );
  const { valid, annotations } = await look(BOTH);
  expect(valid).toBe('true');
  expect(annotations.map(({ line, level }) => [line, level])).toEqual([[15, 'notice']]);
});

it.each<[string, () => void]>([
  ['is not there', () => rmSync(join(workspace, 'head/data/train.csv'))],
  [
    'is a link out of the checkout',
    () => {
      rmSync(join(workspace, 'head/data/train.csv'));
      symlinkSync(join(workspace, 'base/data/train.csv'), join(workspace, 'head/data/train.csv'));
    },
  ],
  ['is no table', () => write('head/data/train.csv', 'x,y\n"1\n')],
])('cannot tell of a file that %s', async (_, breakIt) => {
  breakIt();
  const { valid, summary, annotations } = await look(BOTH);
  expect(valid).toBe('unknown');
  expect(summary).toContain('Cannot tell');
  expect(annotations).toContainEqual(expect.objectContaining({ path: 'data/train.csv', level: 'warning' }));
});

it('tells no value that a file could not be read for', async () => {
  const broken = `${rows(30_000, (i) => `${i},1,a`)}ada@example.com,1,a,more\n`;
  write('head/data/train.csv', broken);
  const { valid, summary, annotations } = await look(BOTH);
  expect(valid).toBe('unknown');
  expect(summary).toContain('CSV Error on Line: 30002');
  expect(summary + JSON.stringify(annotations)).not.toMatch(/ada|example\.com/);
});

it('takes a suite and files without a model, and a file that the base branch does not have', async () => {
  const suite = {
    kind: 'tidegate.expectation-suite',
    version: 1,
    expectations: [{ type: 'expect_table_rows_to_be_unique' }],
  };
  write('base/suite.json', JSON.stringify(suite, null, 1));
  write('head/data/new.csv', 'x,y,plan\n1,2,a\n');
  const { valid, summary } = await look({ base: 'base', head: 'head', suite: 'suite.json', data: 'data/new.csv\n\n' });
  expect(valid).toBe('true');
  expect(summary).toContain('The base branch has no such file.');
  const alone = await look({ head: 'head', model: 'churn', data: 'data/train.csv' });
  expect(alone.summary).not.toContain('base branch');
});

it.each<[DataInputs, RegExp]>([
  [{}, /suite is needed/],
  [{ suite: 'nowhere.json', data: 'data/train.csv' }, /no suite nowhere\.json/],
  [{ model: 'chrun', base: 'base', head: 'head' }, /no model "chrun"/],
  [{ model: 'churn', base: 'elsewhere' }, /no tidegate\.yml in elsewhere/],
])('refuses %j', (inputs, message) => {
  expect(() => planCheck(workspace, inputs)).toThrow(message);
});

it('cannot tell where a condition stumbles over a value of the pull request, and says neither value nor folder', async () => {
  write(
    'base/suite.yml',
    `kind: tidegate.expectation-suite
version: 1
expectations:
  - type: expect_table_row_count_to_be_between
    kwargs: { min_value: 1 }
    row-condition: CAST(plan AS INTEGER) > 1
`,
  );
  write('head/data/train.csv', 'x,y,plan\n1,1,ada@example.com\n');
  const { valid, summary, annotations } = await look({
    suite: 'suite.yml',
    data: 'data/train.csv',
    base: 'base',
    head: 'head',
  });
  expect(valid).toBe('unknown');
  expect(summary).toContain('Conversion Error');
  expect(summary + JSON.stringify(annotations)).not.toContain('ada@');
});

it('gives a query as long as the policy of the base branch says, or the input', () => {
  const policy = (minutes: string) =>
    readFileSync(join(workspace, 'base/tidegate.yml'), 'utf8').replace(
      /^( +)data:$/m,
      (line: string, indent: string) => `${line}\n${indent}  query-timeout-minutes: ${minutes}`,
    );
  const asked = { model: 'churn', base: 'base', head: 'head' };
  expect(planCheck(workspace, asked).timeoutMs).toBe(600_000);
  write('base/tidegate.yml', policy('3'));
  expect(planCheck(workspace, asked).timeoutMs).toBe(180_000);
  expect(planCheck(workspace, { ...asked, 'query-timeout-minutes': 1 }).timeoutMs).toBe(60_000);
});

it('opens no suite and no policy outside the checkout, or of git, and quotes nothing of what is no suite', () => {
  write('secret.yml', 'token-of-the-job\n');
  write('head/.git/config', 'token-of-the-job\n');
  write('head/list.yml', 'token-of-the-job\n');
  write('head/broken.yml', 'a: |token-of-the-job\n');
  symlinkSync(join(workspace, 'secret.yml'), join(workspace, 'head/linked.yml'));
  symlinkSync('.git/config', join(workspace, 'head/git.yml'));
  const asked = { data: 'data/train.csv', head: 'head' };
  for (const suite of ['linked.yml', 'git.yml', '.git/config', '../secret.yml', '../../secret.yml'])
    expect(() => planCheck(workspace, { ...asked, suite })).toThrow(/^There is no suite .* in the checkout/);
  for (const [suite, why] of [
    ['list.yml', 'list.yml:1 expected a mapping with kind'],
    ['broken.yml', 'broken.yml:1 Block scalar header includes extra characters. Mend'],
  ] as const) {
    const plan = () => planCheck(workspace, { ...asked, suite });
    expect(plan).toThrow(why);
    expect(plan).not.toThrow(/token/);
  }
  rmSync(join(workspace, 'head/tidegate.yml'));
  symlinkSync('../secret.yml', join(workspace, 'head/tidegate.yml'));
  expect(() => planCheck(workspace, { model: 'churn', head: 'head' })).toThrow(/^There is no tidegate.yml/);
});
