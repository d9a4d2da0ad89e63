import { OperatorError } from '@tidegate/core/errors';
import { EXPECTATIONS } from '@tidegate/core/expectations/catalog';
import { parseSuite } from '@tidegate/core/expectations/suite/parse-suite';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
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

const VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  1e308,
  Number.POSITIVE_INFINITY,
  Number.NaN,
  2 ** 53,
  '',
  ' ',
  'a',
  '__proto__',
  'constructor',
  'toString',
  '\0',
  '\u2028',
  '\ud800',
  '{batch}',
  "'; DROP TABLE rows; --",
  '('.repeat(500),
  '(a+)+$',
  '(?<=a)b',
  '[',
  '\\',
  '*',
  '&a',
  '*a',
  '<<',
  '!!js/function',
  '%d',
  'a'.repeat(10_000),
  [],
  {},
  [[]],
  [null],
  { $PARAMETER: 'x' },
  { type: 'and', conditions: [] },
  { __proto__: null, length: -1 },
  '9'.repeat(400),
  '~'.repeat(2000),
  'not '.repeat(2000),
  `${'('.repeat(2000)}a == 1`,
  'a == 1 and '.repeat(2000),
];
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
const SIGNS = [
  '{',
  '}',
  '[',
  ']',
  ':',
  ',',
  '"',
  "'",
  '\n',
  '  ',
  '- ',
  '#',
  '&a ',
  '*a',
  '<<: ',
  '!!binary ',
  '? ',
  '|',
  '>',
  '\t',
  '\0',
  '---\n',
  '...',
  '%YAML 9\n',
  '\ufeff',
  '\ud83d',
  '@',
  '`',
];

/** Seeded, so that a failure comes again. */
function makeChance(seed: number) {
  const generator = xoroshiro128plus(seed);
  const below = (count: number) => uniformInt(generator, 0, count - 1);
  return { below, pick: <Value>(values: readonly Value[]) => values[below(values.length)] as Value };
}
type Chance = ReturnType<typeof makeChance>;

/** A value with something in it replaced, removed, doubled, renamed, or put inside itself. */
function mutate(value: unknown, chance: Chance): unknown {
  if (chance.below(6) === 0) return chance.pick(VALUES);
  if (Array.isArray(value)) {
    const place = chance.below(value.length + 1);
    if (place === value.length) return [...value, chance.pick([...VALUES, ...value])];
    if (chance.below(5) === 0) return value.toSpliced(place, 1);
    return value.map((one, index) => (index === place ? mutate(one, chance) : one));
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    const place = chance.below(entries.length + 1);
    const fresh = String(
      chance.pick(['__proto__', 'kwargs', 'type', 'x', '', 'row_condition', 'kind', 'name', 'segment', 'on']),
    );
    if (place === entries.length) return Object.fromEntries([...entries, [fresh, chance.pick(VALUES)]]);
    if (chance.below(6) === 0) return Object.fromEntries(entries.toSpliced(place, 1));
    if (chance.below(8) === 0)
      return Object.fromEntries(entries.map(([key, one], index) => [index === place ? fresh : key, one]));
    return Object.fromEntries(entries.map(([key, one], index) => [key, index === place ? mutate(one, chance) : one]));
  }
  return chance.below(2) === 0 ? chance.pick(VALUES) : chance.pick(EXPECTATIONS).type;
}

function mutateText(text: string, chance: Chance): string {
  const [from, to] = [chance.below(text.length + 1), chance.below(text.length + 1)].sort((left, right) => left - right);
  const ways = [
    () => text.slice(0, from) + chance.pick(SIGNS) + text.slice(from),
    () => text.slice(0, from) + text.slice(Math.min(to ?? 0, (from ?? 0) + 20)),
    () => text.slice(0, to) + text.slice(from),
    () => text.slice(0, from),
    () => text.replaceAll(chance.pick(SIGNS), chance.pick(SIGNS)),
  ];
  return chance.pick(ways)().slice(0, 200_000);
}

/** Gives a suite or tells a person what is wrong; anything else is our fault. */
function read(text: string): 'read' | 'refused' {
  try {
    const { suite, lines } = parseSuite(text, 'suite.yml');
    expect(lines).toHaveLength(suite.expectations.length);
    expect(lines.every((line) => Number.isInteger(line) && line >= 1)).toBe(true);
    return 'read';
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    expect(error.code).toBe('config-invalid');
    expect(error.message).toMatch(/^suite\.yml:\d+ /);
    return 'refused';
  }
}

describe('a suite that somebody sends', () => {
  it.each([
    ['values of ours', 1, OWN, JSON.stringify],
    ['values of great_expectations', 2, THEIRS, JSON.stringify],
    ['values of ours in YAML', 3, OWN, (value: unknown) => stringify(value, { aliasDuplicateObjects: false })],
    [
      'values of great_expectations in YAML',
      4,
      THEIRS,
      (value: unknown) => stringify(value, { aliasDuplicateObjects: false }),
    ],
  ] as const)('is read or refused with file and line: %s', (_, seed, start, write) => {
    expect(read(write(start))).toBe('read');
    const chance = makeChance(seed);
    const told = { read: 0, refused: 0 };
    for (let round = 0; round < 150; round += 1) {
      let value: unknown = start;
      for (let times = chance.below(4); times >= 0; times -= 1) value = mutate(value, chance);
      told[read(String(write(value)))] += 1;
    }
    // Mutations that change nothing, and ones that break it, are both among them.
    expect(Math.min(told.read, told.refused)).toBeGreaterThan(0);
  });

  it.each([
    ['JSON', 5, JSON.stringify(OWN, null, 1)],
    ['YAML', 6, stringify(OWN)],
    ['YAML of great_expectations', 7, stringify(THEIRS)],
  ])('is read or refused when its text is cut and mixed: %s', (_, seed, start) => {
    const chance = makeChance(seed);
    const told = { read: 0, refused: 0 };
    for (let round = 0; round < 150; round += 1) {
      let text = start;
      for (let times = chance.below(4); times >= 0; times -= 1) text = mutateText(text, chance);
      told[read(text)] += 1;
    }
    expect(told.refused).toBeGreaterThan(50);
  });

  it('gives results or a refusal when its arguments are mixed up and the rows are asked', async () => {
    const engine = await openTables(REFERENCE_TABLES);
    const tables = Object.keys(REFERENCE_TABLES);
    const chance = makeChance(8);
    const told = { asked: 0, refused: 0 };
    for (let round = 0; round < 1500; round += 1) {
      const { type, kwargs: given } = chance.pick(REFERENCE_EXPECTATIONS);
      const changed = chance.pick(Object.keys(given));
      const kwargs = { ...given, [changed]: chance.pick([...GUESSES, ...Object.values(given)]) };
      const text = JSON.stringify({ ...OWN, expectations: [{ type, kwargs }] });
      if (read(text) === 'refused') continue;
      const { expectations } = parseSuite(text, 'suite.yml').suite;
      try {
        told.asked += (await check(engine, chance.pick(tables), expectations)).results.length;
      } catch (error) {
        if (!(error instanceof OperatorError)) throw error;
        told.refused += 1;
      }
    }
    await engine.close();
    expect(told.asked).toBeGreaterThan(100);
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
