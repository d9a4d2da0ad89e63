import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDocument } from '../../core/document.ts';
import { VALIDATION_RESULT } from '../../core/expectations/validation-result.ts';
import { VERDICT } from '../../core/gate/verdict.ts';
import { startCli } from './start-cli.ts';
import { makeWorkspace } from './workspace.ts';

const folder = mkdtempSync(join(tmpdir(), 'tidegate-data-'));
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const rows = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');

describe('tidegate data', () => {
  let cli: ReturnType<typeof startCli>;
  beforeAll(() => {
    write('orders.csv', `id,state,price\n${rows(200, (i) => `${i},${['new', 'paid'][i % 2]},${i / 4}`)}\n`);
    write('broken.csv', `id,state,price\n${rows(200, (i) => `${i % 150},${['new', 'lost'][i % 2]},${i / 4}`)}\n`);
    write('states.csv', 'state,since\nnew,2020-01-01\npaid,2020-01-01\n');
    write('people.csv', `id,login\n${rows(200, (i) => `${i},secret${i}@mail.example.com`)}\n`);
    cli = startCli(folder);
  });
  afterAll(() => {
    cli.stop();
    rmSync(folder, { recursive: true });
  });

  it('infers expectations that the same rows meet and broken ones do not, and says what it wrote', async () => {
    const inferred = await cli.run('data', 'infer', 'orders.csv', '--out', 'expectations.yml');
    expect(inferred).toMatchObject({ code: 0, error: '' });
    expect(inferred.out).toContain('Wrote expectations.yml: 14 expectations of 3 columns and 200 rows.');
    expect(inferred.out).toContain('tidegate data validate orders.csv --suite expectations.yml');
    expect((await cli.run('data', 'validate', 'orders.csv', '--suite', 'expectations.yml')).code).toBe(0);
    const broken = await cli.run('data', 'validate', 'broken.csv', '--suite', 'expectations.yml', '--format', 'json');
    expect(broken.code).toBe(1);
    const { results } = parseDocument(VALIDATION_RESULT, broken.out, 'output');
    expect(results.filter(({ status }) => status === 'fail').map(({ columns }) => columns)).toEqual([
      ['id'],
      ['state'],
    ]);
  });

  it('leaves a file that is there alone without --force', async () => {
    write('mine.yml', 'mine');
    const refused = await cli.run('data', 'infer', 'orders.csv', '--out', 'mine.yml');
    expect(refused.code).toBe(3);
    expect(refused.error).toContain('--force');
    expect(readFileSync(join(folder, 'mine.yml'), 'utf8')).toBe('mine');
    expect((await cli.run('data', 'infer', 'orders.csv', '--out', 'mine.yml', '--force')).code).toBe(0);
    expect(readFileSync(join(folder, 'mine.yml'), 'utf8')).toContain('tidegate.expectation-suite');
  });

  it('writes to standard output without --out, and refuses a folder that is not there', async () => {
    const { code, out } = await cli.run('data', 'infer', 'orders.csv');
    expect([code, out.split('\n')[2]]).toEqual([0, 'kind: tidegate.expectation-suite']);
    const refused = await cli.run('data', 'infer', 'orders.csv', '--out', 'nowhere/e.yml');
    expect([refused.code, existsSync(join(folder, 'nowhere'))]).toEqual([3, false]);
    expect(refused.error).toContain('ENOENT');
  });

  it('checks foreign keys, equal rows, overlap, freshness and a part of the rows from a YAML file', async () => {
    write(
      'own.yml',
      `kind: tidegate.expectation-suite
version: 1
expectations:
  - type: expect_column_values_to_be_in_other_table
    kwargs: { column: state, other_table: states }
  - type: expect_table_to_not_overlap_with
    kwargs: { other_table: training }
  - type: expect_table_rows_to_be_unique
    kwargs: { column_list: [state] }
    row-condition: id < 2
  - type: expect_column_values_to_be_between
    kwargs: { column: price, max_value: 49.6 }
    segment: state
  - type: expect_column_max_to_be_fresher_than
    kwargs: { column: price, max_age: 1d }
    severity: warn
`,
    );
    const words = ['data', 'validate', 'orders.csv', '--suite', 'own.yml', '--format', 'json'];
    const { code, out } = await cli.run(...words, '--other', 'states=states.csv', 'training=broken.csv');
    expect(code).toBe(1);
    const { results } = parseDocument(VALIDATION_RESULT, out, 'output');
    expect(results.map(({ status, unexpectedCount }) => [status, unexpectedCount])).toEqual([
      ['pass', 0],
      ['fail', 75],
      ['pass', 0],
      ['pass', 0],
      ['fail', 1],
      ['warn', null],
    ]);
    const refused = await cli.run(...words, '--other', 'states');
    expect([refused.code, refused.error.includes('customers=data/customers.csv')]).toEqual([3, true]);
  });

  it('names all tables that were not given, and refuses one that nothing speaks of', async () => {
    const words = ['data', 'validate', 'orders.csv', '--suite', 'own.yml'];
    const missing = await cli.run(...words);
    expect(missing.code).toBe(3);
    expect(missing.error).toContain('tables that were not given: "states", "training"');
    expect(missing.error).toContain('--other states=<file> --other training=<file>');
    const given = ['--other', 'states=states.csv', 'training=broken.csv', 'more=states.csv'];
    const idle = await cli.run(...words, ...given);
    expect([idle.code, idle.error]).toEqual([3, expect.stringContaining('--other more=… does nothing here')]);
  });

  it('writes nothing into a folder that is not there, and learns nothing from a header', async () => {
    const validate = ['data', 'validate', 'orders.csv', '--suite', 'expectations.yml'];
    const refused = await cli.run(...validate, '--out', 'nowhere/r.json');
    expect([refused.code, refused.error]).toEqual([3, expect.stringContaining('Cannot write nowhere/r.json (ENOENT)')]);
    write('header.csv', 'id,state\n');
    const empty = await cli.run('data', 'infer', 'header.csv');
    expect([empty.code, empty.out, empty.error]).toEqual([3, '', expect.stringContaining('no rows')]);
  });

  it('says how many rows overlap in words that read as what they mean', async () => {
    const words = ['data', 'validate', 'orders.csv', '--suite', 'own.yml', '--other', 'states=states.csv'];
    const { out } = await cli.run(...words, 'training=broken.csv');
    expect(out).toContain('expected no row to be in training too; 75 of 200 (37.5 %) are.');
  });

  it('leaves out what is expected of the other file of a model', async () => {
    write(
      'roles.json',
      JSON.stringify({
        kind: 'tidegate.expectation-suite',
        version: 1,
        expectations: [
          { type: 'expect_table_row_count_to_equal', kwargs: { value: 7 }, on: 'data' },
          { type: 'expect_column_to_exist', kwargs: { column: 'id' } },
        ],
      }),
    );
    const as = async (...words: string[]) =>
      (await cli.run('data', 'validate', 'orders.csv', '--suite', 'roles.json', ...words)).code;
    expect([await as(), await as('--as', 'data'), await as('--as', 'evaluation'), await as('--as', 'x')]).toEqual([
      1, 1, 0, 3,
    ]);
  });

  it('asks of the data of a model what tidegate.yml expects of it, in it or in a file beside it', async () => {
    const expected = (list: string) => `version: 1
models:
  price:
    task: regression
    paths: [train.mjs]
    training: { command: node train.mjs }
    data:
      path: orders.csv
      evaluation: broken.csv
      tables: { states: states.csv }
      target: price
      features: { numeric: [id] }
      expectations: ${list}
    gate:
      - kind: data-expectations
`;
    const list = [
      '{ type: expect_column_values_to_be_in_other_table, kwargs: { column: state, other_table: states }, on: data }',
      '{ type: expect_table_row_count_to_equal, kwargs: { value: 7 }, on: evaluation }',
    ];
    mkdirSync(join(folder, 'inside'));
    write('inside/tidegate.yml', expected('prices.yml'));
    write('inside/prices.yml', `kind: tidegate.expectation-suite\nversion: 1\nexpectations: [${list.join(', ')}]\n`);
    for (const name of ['orders.csv', 'broken.csv', 'states.csv'])
      copyFileSync(join(folder, name), join(folder, 'inside', name));
    write('prices.yml', expected(`[${list.join(', ')}]`));
    const statuses = async (...words: string[]) => {
      const { code, out, error } = await cli.run('data', 'validate', '--model', 'price', '--format', 'json', ...words);
      if (code > 2) return [code, error];
      const { source, results } = parseDocument(VALIDATION_RESULT, out, 'output');
      return [code, source, ...results.map(({ type, status }) => `${type.split('_').at(-1)} ${status}`)];
    };
    const inline = ['--config', 'prices.yml'];
    const data = ['table pass', 'personal pass'];
    expect(await statuses(...inline)).toEqual([0, 'orders.csv', ...data]);
    expect(await statuses(...inline, '--as', 'evaluation')).toEqual([1, 'broken.csv', 'equal fail', 'personal pass']);
    expect(await statuses(...inline, 'broken.csv')).toEqual([1, 'broken.csv', 'equal fail', 'personal pass']);
    expect(await statuses('--config', 'inside/tidegate.yml')).toEqual([0, 'inside/orders.csv', ...data]);
    expect(await statuses(...inline, 'orders.csv', '--other', 'states=orders.csv')).toEqual([0, 'orders.csv', ...data]);
    const both = await statuses(...inline, '--suite', 'own.yml');
    expect(both).toEqual([3, expect.stringContaining('--suite and --model both')]);
    const none = await cli.run('data', 'validate', 'orders.csv');
    expect([none.code, none.error]).toEqual([3, expect.stringContaining('--suite (or --model) missing')]);
    const idle = await cli.run('data', 'validate', 'orders.csv', '--suite', 'roles.json', ...inline);
    expect([idle.code, idle.error]).toEqual([3, expect.stringContaining('--config does nothing here')]);
    const nothing = await cli.run('data', 'validate', '--suite', 'roles.json');
    expect([nothing.code, nothing.error]).toEqual([3, expect.stringContaining('Which data is checked is not said')]);
  });

  it('tells nobody what looks personal', async () => {
    write(
      'personal.json',
      JSON.stringify({
        kind: 'tidegate.expectation-suite',
        version: 1,
        expectations: [{ type: 'expect_table_columns_to_not_look_personal' }],
      }),
    );
    const inferred = await cli.run('data', 'infer', 'people.csv');
    const markdown = await cli.run('data', 'validate', 'people.csv', '--suite', 'personal.json');
    const json = await cli.run('data', 'validate', 'people.csv', '--suite', 'personal.json', '--format', 'json');
    expect([inferred.code, markdown.code, json.code]).toEqual([0, 1, 1]);
    for (const { out, error } of [inferred, markdown, json]) expect(out + error).not.toMatch(/secret|mail\.example/);
    expect(markdown.out).toContain('login: 200 (100 %) look like e-mail addresses');
  });
});

describe('expectations of a policy', () => {
  const workspace = makeWorkspace();
  const policy = readFileSync(join(workspace, 'tidegate.yml'), 'utf8');
  const expecting = (max: string) =>
    policy
      .replace(
        '      holdout:\n',
        `      expectations:
        - type: expect_column_values_to_be_between
          kwargs: { column: signal, min_value: -2, max_value: ${max} }
        - type: expect_column_to_exist
          kwargs: { column: quiet }
          severity: warn
      holdout:\n`,
      )
      .replace('    gate:\n', '    gate:\n      - kind: data-expectations\n');
  let cli: ReturnType<typeof startCli>;
  beforeAll(() => {
    cli = startCli(workspace);
  });
  afterAll(() => {
    cli.stop();
    rmSync(workspace, { recursive: true });
  });
  const judge = async (max: string) => {
    writeFileSync(join(workspace, 'tidegate.yml'), expecting(max));
    const words = [
      'validate',
      '--model',
      'signal',
      '--candidate',
      'good.onnx',
      '--data',
      'data.csv',
      '--format',
      'json',
    ];
    const { code, out } = await cli.run(...words);
    return { code, rule: parseDocument(VERDICT, out, 'output').rules[0] };
  };

  it('are a rule of the gate on a laptop as in CI', async () => {
    expect(await judge('2')).toMatchObject({ code: 0, rule: { status: 'warn', reason: 'expectation-warned' } });
    const failed = await judge('1');
    expect(failed).toMatchObject({ code: 1, rule: { status: 'fail', reason: 'expectation-failed', actual: 1 } });
    expect(failed.rule?.message).toMatch(
      /^1 expectation is not met\. data\.csv, column_values_to_be_between: signal: /,
    );
  });

  it('are checked with the policy, each mistake at its line', async () => {
    writeFileSync(join(workspace, 'tidegate.yml'), expecting('-3'));
    const { code, error } = await cli.run('check');
    expect(code).toBe(3);
    expect(error).toMatch(/^tidegate\.yml:1\d models\.signal\.data\.expectations\[0\]/);
    writeFileSync(join(workspace, 'tidegate.yml'), expecting('2'));
    expect((await cli.run('check')).code).toBe(0);
  });
});
