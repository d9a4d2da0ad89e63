import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openExpectedData } from '@tidegate/core/adapters/expected-data';
import { createGateTools } from '@tidegate/core/adapters/gate-tools';
import { findModel, parseConfig } from '@tidegate/core/config/parse-config';
import { ExpectationsFact } from '@tidegate/core/gate/facts';
import { measureExpectations } from '@tidegate/core/gate/probes/expectations';
import { afterAll, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'tidegate-expected-'));
const workspace = join(folder, 'base');
mkdirSync(workspace);
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, text: string) => writeFileSync(join(workspace, name), text);
const clock = { now: () => new Date('2026-01-02T03:04:05Z'), id: () => 'id' };
const tools = createGateTools({ clock, workspace, environment: {}, onLine: () => {} });

const CONFIG = (data: string) => `version: 1
models:
  churn:
    task: regression
    paths: [train.ts]
    training: { command: node train.ts }
    data:
      path: train.csv
      evaluation: test.csv
      target: y
      features: { numeric: [x] }
${data}
    gate:
      - kind: data-expectations
`;
const INLINE = `      tables: { plans: plans.csv }
      expectations:
        - type: expect_column_values_to_be_between
          kwargs: { column: x, max_value: 5 }
        - type: expect_table_row_count_to_be_between
          kwargs: { min_value: 4 }
          on: data
        - type: expect_table_to_not_overlap_with
          kwargs: { other_table: data }
          on: evaluation
        - type: expect_column_values_to_be_in_other_table
          kwargs: { column: plan, other_table: plans }
          severity: warn`;

async function measure(
  data: string,
  changed?: Readonly<Record<string, string | undefined | Error>>,
  listed = Object.keys(changed ?? {}),
) {
  const text = CONFIG(data);
  write('tidegate.yml', text);
  const model = findModel(parseConfig(text), 'churn');
  const readText = async (path: string) => {
    const found = changed?.[path];
    if (found instanceof Error) throw found;
    return found;
  };
  const expected = await openExpectedData({
    workspace,
    modelName: 'churn',
    model,
    configFile: 'tidegate.yml',
    changed: changed && { files: listed, readText, folder },
  });
  const facts = await measureExpectations([{ kind: 'data-expectations', on: ['data', 'evaluation'] }], {
    tools,
    expected,
  });
  for (const fact of facts) expect(() => ExpectationsFact.parse(fact)).not.toThrow();
  expect(JSON.stringify(facts)).not.toContain(folder);
  return facts;
}
const shortly = (facts: readonly ExpectationsFact[]) =>
  facts.map(({ role, isChanged, rows, counts, open, unread }) => ({
    role,
    isChanged,
    rows,
    passed: counts.pass,
    open: open.map(({ status, type, line }) => `${status} ${type.replace('expect_', '')}:${line}`),
    unread,
  }));

write('train.csv', 'x,y,plan\n1,1,a\n2,2,a\n3,3,b\n4,4,b\n');
write('test.csv', 'x,y,plan\n1,1,a\n9,2,z\n');
write('plans.csv', 'plan\na\nb\n');

it('asks each file for what is expected of it, other files by name, and tells the line', async () => {
  expect(shortly(await measure(INLINE))).toEqual([
    { role: 'data', isChanged: false, rows: 4, passed: 4, open: [], unread: null },
    {
      role: 'evaluation',
      isChanged: false,
      rows: 2,
      passed: 1,
      open: [
        'fail column_values_to_be_between:14',
        'fail table_to_not_overlap_with:19',
        'warn column_values_to_be_in_other_table:22',
      ],
      unread: null,
    },
  ]);
});

it('reads a file that the pull request changes from its commit, with the expectations of the base branch', async () => {
  const facts = await measure(INLINE, { 'test.csv': 'x,y,plan\n5,5,a\n', 'tidegate.yml': 'version: 1' });
  expect(shortly(facts)[1]).toEqual({
    role: 'evaluation',
    isChanged: true,
    rows: 1,
    passed: 4,
    open: [],
    unread: null,
  });
});

it.each([
  ['in Git LFS', 'version https://git-lfs.github.com/spec/v1\noid sha256:0\n', /Git LFS/],
  ['that is deleted', undefined, /deletes it/],
  ['that is no table', 'x,y\n"1\n', /./],
  ['that has lost a column of a condition', '', /./],
])('cannot tell of a changed file %s', async (_, text, unread) => {
  const [fact] = await measure(INLINE, { 'train.csv': text });
  expect(fact).toMatchObject({ role: 'data', isChanged: true, rows: null, unread: expect.stringMatching(unread) });
});

it('reads files from the commit where the pull request changes more files than GitHub lists', async () => {
  const listed = Array.from({ length: 3_000 }, (_, index) => `aaa/${index}`);
  const head = { 'train.csv': 'x,y,plan\n9,1,a\n', 'test.csv': 'x,y,plan\n1,1,a\n', 'plans.csv': 'plan\nb\n' };
  const [data, evaluation] = shortly(await measure(INLINE, head, listed));
  expect(data?.open).toContain('fail column_values_to_be_between:14');
  expect(evaluation).toMatchObject({ isChanged: true, rows: 1, open: ['warn column_values_to_be_in_other_table:22'] });
  expect(shortly(await measure(INLINE, head, listed.slice(1)))[0]).toMatchObject({ isChanged: false, open: [] });
});

it('reads a table that the pull request changes from its commit, and cannot tell without it', async () => {
  const [fact] = await measure(INLINE, { 'plans.csv': 'plan\na\n' });
  expect(fact?.open.map(({ type }) => type)).toEqual(['expect_column_values_to_be_in_other_table']);
  const [deleted] = await measure(INLINE, { 'plans.csv': undefined });
  expect(deleted).toMatchObject({ rows: null, unread: expect.stringMatching(/table plans.*deletes it/) });
});

it('follows links of the base branch to the file that the pull request changes', async () => {
  mkdirSync(join(workspace, 'store'));
  write('store/train-1.csv', 'x,y,plan\n1,1,a\n2,2,a\n3,3,b\n4,4,b\n');
  symlinkSync('store', join(workspace, 'latest'));
  symlinkSync('latest/train-1.csv', join(workspace, 'linked.csv'));
  const settings = INLINE.replace('plans: plans.csv', 'plans: linked.csv');
  const [fact] = await measure(settings, { 'store/train-1.csv': 'x,y,plan\n1,1,zz\n' });
  expect(fact?.open.map(({ type }) => type)).toEqual(['expect_column_values_to_be_in_other_table']);
  for (const link of ['linked.csv', 'latest', 'store']) {
    const [led] = await measure(settings, { [link]: 'store/other.csv' });
    expect(led).toMatchObject({ rows: null, unread: expect.stringContaining(`changes ${link}, which leads to it`) });
  }
});

it('reads expectations from a file of the base branch and looks for personal data at its own line', async () => {
  write(
    'expectations.yml',
    'kind: tidegate.expectation-suite\nversion: 1\nexpectations:\n  - type: expect_column_to_exist\n    kwargs: { column: z }\n    on: data\n',
  );
  const settings = '      expectations: expectations.yml\n      personal-data: fail';
  const [fact] = await measure(settings, { 'train.csv': 'x,y,plan\n1,1,ada@example.com\n' });
  expect(fact?.open.map(({ type, file, line }) => [type, file, line])).toEqual([
    ['expect_column_to_exist', 'expectations.yml', 4],
    ['expect_table_columns_to_not_look_personal', 'tidegate.yml', 13],
  ]);
  expect(JSON.stringify(fact)).not.toContain('ada@');
  const [off] = await measure('      expectations: expectations.yml\n      personal-data: off', {
    'train.csv': 'x,y,z\n1,1,ada@example.com\n',
  });
  expect(off).toMatchObject({ open: [], counts: { pass: 1 } });
});

it('refuses expectations that are wrong, with file and line', async () => {
  await expect(measure('      expectations: nowhere.yml')).rejects.toMatchObject({
    code: 'config-invalid',
    message: 'tidegate.yml names nowhere.yml for data.expectations, and there is no such file to read.',
  });
  const wrong = '      expectations:\n        - type: expect_column_to_exist\n          kwargs: { colunm: z }';
  await expect(measure(wrong)).rejects.toMatchObject({
    code: 'config-invalid',
    message: expect.stringMatching(
      /^tidegate\.yml:14 models\.churn\.data\.expectations\[0\]\.kwargs\.column: expected text.*\n.*colunm: unknown key\. Did you mean "column"/,
    ),
  });
  expect(() => parseConfig(CONFIG('      expectations:\n        - typ: expect_column_to_exist'))).toThrow(
    /tidegate\.yml:13 models\.churn\.data\.expectations\[0\]\.(typ|type): /,
  );
  expect(() => parseConfig(CONFIG('      expectations: ../x.yml'))).toThrow(
    'tidegate.yml:12 models.churn.data.expectations: expected a path inside the repository, got "../x.yml".',
  );
  expect(() => parseConfig(CONFIG('      expectations: 7'))).toThrow(/expected text or a list, got 7/);
  expect(() => parseConfig(CONFIG('      tables: { data: x.csv }'))).toThrow(/data is always the file/);
  expect(() => parseConfig(CONFIG('      personal-data: "off"'))).toThrow(/expected data\.expectations/);
});

it.each([
  ['      query-timeout-minutes: 1.5', 90_000],
  ['', undefined],
])('gives a query as long as the policy says: %j', async (setting, timeoutMs) => {
  const text = CONFIG(`${INLINE}\n${setting}`);
  write('tidegate.yml', text);
  const model = findModel(parseConfig(text), 'churn');
  const expected = await openExpectedData({ workspace, modelName: 'churn', model, configFile: 'tidegate.yml' });
  const asked: unknown[] = [];
  const watched: typeof tools = {
    ...tools,
    openRows: (references, limits) => {
      asked.push(limits.timeoutMs);
      return tools.openRows(references, limits);
    },
  };
  const rule = { kind: 'data-expectations' as const, on: ['data' as const] };
  const [fact] = await measureExpectations([rule], { tools: watched, expected });
  expect([asked, fact?.rows]).toEqual([[timeoutMs], 4]);
});

it('asks nothing where no rule does', async () => {
  const model = findModel(parseConfig(CONFIG(INLINE).replace('kind: data-expectations', 'kind: parity')), 'churn');
  expect(await openExpectedData({ workspace, modelName: 'churn', model, configFile: 'tidegate.yml' })).toBeUndefined();
});
