import { OperatorError } from '@tidegate/core/errors';
import { EXPECTATIONS } from '@tidegate/core/expectations/catalog';
import { ExpectationSuite } from '@tidegate/core/expectations/suite/expectation-suite';
import { parseSuite } from '@tidegate/core/expectations/suite/parse-suite';
import { ValidationResult } from '@tidegate/core/expectations/validation-result';
import { renderValidation } from '@tidegate/core/report/render-validation';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { damagedText } from '../../../damage/damaged-text.ts';
import { damagedValue } from '../../../damage/damaged-value.ts';
import { readAll as readTexts } from '../../../damage/read-all.ts';
import { YAML_SIGNS, YAML_VALUES } from '../../../damage/yaml-signs.ts';
import { check } from '../check.ts';
import { openTables } from '../open-tables.ts';
import { REFERENCE_EXPECTATIONS } from '../reference-expectations.ts';
import { REFERENCE_TABLES } from '../reference-tables.ts';

const OWN = {
  kind: 'tidegate.expectation-suite',
  version: 1,
  expectations: [
    { type: 'expect_column_to_exist', kwargs: { column: 'a' }, severity: 'warn' },
    { type: 'expect_column_values_to_be_in_set', kwargs: { column: 'a', value_set: [1, 'x', null], mostly: 0.9 } },
    {
      type: 'expect_column_values_to_match_regex',
      kwargs: { column: 'a', regex: '^(a|b)+$' },
      'row-condition': 'a > 1',
    },
    {
      type: 'expect_column_quantile_values_to_be_between',
      kwargs: { column: 'a', quantile_ranges: { quantiles: [0.5], value_ranges: [[0, 1]] } },
    },
    {
      type: 'expect_column_kl_divergence_to_be_less_than',
      kwargs: { column: 'a', partition_object: { bins: [0, 1], weights: [1] }, threshold: 0.1 },
    },
    {
      type: 'expect_column_values_to_match_json_schema',
      kwargs: { column: 'a', json_schema: { type: 'object', properties: { a: { $ref: '#' } } } },
      segment: 'b',
    },
    { type: 'unexpected_rows_expectation', kwargs: { unexpected_rows_query: 'SELECT * FROM {batch} WHERE a' } },
  ],
};
const THEIRS = {
  name: 'suite',
  meta: { great_expectations_version: '1.9.0' },
  expectations: [
    { type: 'expect_column_values_to_not_be_null', kwargs: { column: 'a' }, severity: 'critical', id: '1' },
    {
      expectation_type: 'ExpectColumnMaxToBeBetween',
      kwargs: {
        column: 'a',
        min_value: 1,
        row_condition: 'a == 1 and (b in [1, 2] or not c.isnull())',
        condition_parser: 'pandas',
      },
    },
    {
      type: 'expect_column_mean_to_be_between',
      kwargs: {
        column: 'a',
        max_value: 3,
        row_condition: {
          type: 'and',
          conditions: [
            { column: 'a', operator: 'IN', parameter: [1] },
            { column: { name: 'b' }, is_null: true },
          ],
        },
      },
    },
    {
      type: 'expect_column_min_to_be_between',
      kwargs: {
        column: 'a',
        max_value: 3,
        row_condition: 'col("a").notnull()',
        condition_parser: 'great_expectations',
      },
    },
  ],
};

const GUESSES: readonly unknown[] = [
  0,
  1,
  -1.5,
  1e308,
  2 ** 60,
  true,
  '',
  'a',
  '2024-01-01',
  '%Y',
  '7d',
  'x'.repeat(2000),
  '(',
  [],
  ['a'],
  [1, null, 'x'],
  [[1, 2]],
  {},
  { type: 'object' },
  ["'"],
];
const SEED = 20_261_121;
/** Also on a machine that is busy; what takes time with the square of its size takes minutes. */
const SANE_MS = 10_000;
const KEYS = [
  'kwargs',
  'type',
  'expectation_type',
  'row_condition',
  'condition_parser',
  'kind',
  'name',
  'segment',
  'on',
];
const VALUES = [...YAML_VALUES, ...EXPECTATIONS.map(({ type }) => type)];
const writeYaml = (value: unknown) => stringify(value, { aliasDuplicateObjects: false });

/** Gives a suite or tells a person what is wrong; anything else is our fault. */
function read(text: string): 'read' | 'refused' {
  const start = performance.now();
  try {
    const { suite, lines } = parseSuite(text, 'suite.yml');
    expect(ExpectationSuite.safeParse(suite).error?.issues).toBeUndefined();
    expect(lines).toHaveLength(suite.expectations.length);
    expect(lines.every((line) => Number.isInteger(line) && line >= 1)).toBe(true);
    return 'read';
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    expect(error.code).toBe('config-invalid');
    expect(error.message).toMatch(/^suite\.yml:\d+ /);
    return 'refused';
  } finally {
    expect(performance.now() - start).toBeLessThan(SANE_MS);
  }
}

const readAll = (texts: fc.Arbitrary<string>, numRuns: number) => readTexts(texts, read, { seed: SEED, numRuns });

describe('a suite that somebody sends', () => {
  it.each([
    ['values of ours', OWN, JSON.stringify],
    ['values of great_expectations', THEIRS, JSON.stringify],
    ['values of ours in YAML', OWN, writeYaml],
    ['values of great_expectations in YAML', THEIRS, writeYaml],
  ] as const)('is read or refused with file and line: %s', (_, start, write) => {
    expect(read(write(start))).toBe('read');
    const damaged = damagedValue(start, { hostile: VALUES, keys: KEYS });
    const told = readAll(
      damaged.map((value) => write(value)),
      150,
    );
    // Damage that changes nothing, and such that breaks it, are both among them.
    expect(Math.min(told.read, told.refused)).toBeGreaterThan(5);
  });

  it.each([
    ['JSON', JSON.stringify(OWN, null, 1)],
    ['YAML', stringify(OWN)],
    ['YAML of great_expectations', stringify(THEIRS)],
  ])('is read or refused when its text is cut and mixed: %s', (_, start) => {
    expect(readAll(damagedText(start, YAML_SIGNS), 150).refused).toBeGreaterThan(50);
  });

  it('is refused when it is any text or any JSON, also in the frame of a suite', () => {
    const entries = fc.array(fc.record({ type: fc.constantFrom(...VALUES), kwargs: fc.jsonValue() }), { minLength: 1 });
    const framed = entries.map((expectations) => JSON.stringify({ ...OWN, expectations }));
    const theirs = entries.map((expectations) => JSON.stringify({ ...THEIRS, expectations }));
    const told = readAll(fc.oneof(fc.string({ unit: 'binary' }), fc.json({ maxDepth: 6 }), framed, theirs), 300);
    expect(told.refused).toBeGreaterThan(250);
  });

  it('gives results or a refusal when its arguments are mixed up and the rows are asked', async () => {
    const engine = await openTables(REFERENCE_TABLES);
    const takesSomething = ({ kwargs }: { readonly kwargs: object }) => Object.keys(kwargs).length > 0;
    const asked = fc.constantFrom(...REFERENCE_EXPECTATIONS.filter(takesSomething)).chain(({ type, kwargs }) => {
      const value = fc.oneof(fc.constantFrom(...GUESSES, ...Object.values(kwargs)), fc.jsonValue({ maxDepth: 1 }));
      const changed = fc.tuple(fc.constantFrom(...Object.keys(kwargs)), value);
      return changed.map(([name, other]) => ({ type, kwargs: { ...kwargs, [name]: other } }));
    });
    const told = { asked: 0, refused: 0 };
    const askOne = async (expectation: object, table: string) => {
      const text = JSON.stringify({ ...OWN, expectations: [expectation] });
      if (read(text) === 'refused') return;
      const { expectations } = parseSuite(text, 'suite.yml').suite;
      try {
        const result = await check(engine, table, expectations);
        expect(ValidationResult.safeParse(JSON.parse(JSON.stringify(result))).error?.issues).toBeUndefined();
        expect(renderValidation(result)).not.toMatch(/\bNaN\b|Infinity|undefined/);
        told.asked += 1;
      } catch (error) {
        if (!(error instanceof OperatorError)) throw error;
        told.refused += 1;
      }
    };
    const tables = fc.constantFrom(...Object.keys(REFERENCE_TABLES));
    await fc
      .assert(fc.asyncProperty(asked, tables, askOne), { seed: SEED, numRuns: 200 })
      .finally(() => engine.close());
    expect(told.asked).toBeGreaterThan(20);
  });

  it.each<[string, string]>([
    ['nothing', ''],
    ['a byte order mark', '\ufeff'],
    ['deep JSON', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['deep YAML', Array.from({ length: 3000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    ['deep flow YAML', `a: ${'['.repeat(50_000)}`],
    [
      'aliases of aliases',
      `a: &a [x, x]\n${'bcdefghij'.replace(/./g, (name) => `${name}: &${name} [*${String.fromCharCode(name.charCodeAt(0) - 1)}, *${String.fromCharCode(name.charCodeAt(0) - 1)}]\n`)}`,
    ],
    ['itself inside', 'a: &a [*a]'],
    ['many keys', `{${Array.from({ length: 20_000 }, (_, index) => `"k${index}": 1`).join(',')}}`],
    [
      'many expectations that are wrong',
      `{"name": "x", "expectations": [${Array.from({ length: 5000 }, () => '{"type": 7}').join(',')}]}`,
    ],
    [
      'a deep condition',
      JSON.stringify({
        name: 'x',
        expectations: [
          {
            type: 'expect_column_to_exist',
            kwargs: { column: 'a', row_condition: `${'('.repeat(50_000)}a == 1`, condition_parser: 'pandas' },
          },
        ],
      }),
    ],
    [
      'a deep negation',
      JSON.stringify({
        name: 'x',
        expectations: [
          {
            type: 'expect_column_to_exist',
            kwargs: { column: 'a', row_condition: `${'~'.repeat(50_000)}(a == 1)`, condition_parser: 'pandas' },
          },
        ],
      }),
    ],
    ['a condition of nested groups', nested(4000)],
    [
      'a schema inside schemas',
      JSON.stringify({
        ...OWN,
        expectations: [
          { type: 'expect_column_values_to_match_json_schema', kwargs: { column: 'a', json_schema: deepSchema(2000) } },
        ],
      }),
    ],
    [
      'deep kwargs',
      `{"kind": "tidegate.expectation-suite", "version": 1, "expectations": [{"type": "expect_column_to_exist", "kwargs": {"column": ${'['.repeat(8000)}${']'.repeat(8000)}}}]}`,
    ],
  ])('is refused when it is %s', (_, text) => {
    expect(read(text)).toBe('refused');
  });
});

function nested(depth: number): string {
  const open = '{"type":"and","conditions":['.repeat(depth);
  const condition = `${open}{"column":"a","is_null":true}${']}'.repeat(depth)}`;
  return `{"name":"x","expectations":[{"type":"expect_column_to_exist","kwargs":{"column":"a","column_index":"x","row_condition":${condition}}}]}`;
}

function deepSchema(depth: number): object {
  return depth === 0 ? { type: 'nothing' } : { items: deepSchema(depth - 1) };
}
