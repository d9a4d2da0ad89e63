import { nearestExpectation } from '@tidegate/core/expectations/catalog';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';
import { OperatorError } from '../../../../core/errors.ts';
import { parseSuite } from '../../../../core/expectations/suite/parse-suite.ts';

const SUITE = `kind: tidegate.expectation-suite
version: 1
expectations:
  - type: expect_column_values_to_be_between
    kwargs: { column: age, min_value: 0, max_value: null, strict_min: true }
    severity: warn
    row-condition: country = 'DE'
    segment: city
  # both keys of a row
  - { type: expect_compound_columns_to_be_unique, kwargs: { column_list: [id, day] } }
  - type: expect_column_kl_divergence_to_be_less_than
    kwargs:
      column: age
      threshold: 0.1
      partition_object: { bins: [-.inf, 10, .inf], weights: [0.4, 0.6] }
`;

const mistakesOf = (text: string): string => {
  try {
    parseSuite(text, 's.yml');
  } catch (error) {
    if (error instanceof OperatorError) return `${error.code}\n${error.message}`;
    throw error;
  }
  return '';
};
const withExpectation = (lines: string) =>
  `kind: tidegate.expectation-suite\nversion: 1\nexpectations:\n  - ${lines.replaceAll('\n', '\n    ')}\n`;

describe('parseSuite', () => {
  it('tells mistakes of the shape and of the arguments at once, also of a suite that was imported', () => {
    const own = mistakesOf(`kind: tidegate.expectation-suite
version: 1
expectations:
  - { type: expect_column_to_exist, kwargs: { column: a }, severty: warn }
  - { type: expect_column_values_to_be_between, kwargs: { column: a, mostly: 1.5, min_value: 1 } }
  - { type: expect_nothing, kwargs: {} }
`);
    expect(own).toMatch(
      /s\.yml:4 .*severty[\s\S]*s\.yml:5 .*mostly: expected a number ≤ 1[\s\S]*s\.yml:6 .*expect_nothing/,
    );
    const foreign = mistakesOf(
      JSON.stringify({
        expectations: [
          { type: 'expect_column_to_exist', kwargs: { column: 'a' }, colour: 'red' },
          { type: 'expect_column_values_to_be_between', kwargs: { column: 'a', mostly: 1.5, min_value: 1 } },
        ],
        meta: { great_expectations_version: '1.9.1' },
      }),
    );
    expect(foreign).toMatch(/colour[\s\S]*mostly: expected a number ≤ 1/);
  });

  it('reads YAML, and JSON the same, with the line of every expectation', () => {
    const { suite, lines } = parseSuite(SUITE, 's.yml');
    expect(suite.expectations[0]).toEqual({
      type: 'expect_column_values_to_be_between',
      kwargs: { column: 'age', min_value: 0, strict_min: true },
      severity: 'warn',
      'row-condition': "country = 'DE'",
      segment: 'city',
    });
    expect(suite.expectations[1]?.severity).toBe('fail');
    expect(suite.expectations[2]?.kwargs['partition_object']).toEqual({
      bins: ['-inf', 10, 'inf'],
      weights: [0.4, 0.6],
    });
    expect(lines).toEqual([4, 10, 11]);
    expect(parseSuite(JSON.stringify(suite, undefined, 2), 's.json').suite).toEqual(suite);
  });

  it.each([
    [
      'type: expect_column_values_to_be_betwen\nkwargs: {}',
      's.yml:4 expectations[0].type: "expect_column_values_to_be_betwen" is not offered. Did you mean "expect_column_values_to_be_between"?',
    ],
    [
      'type: expect_column_values_to_be_between\nkwargs:\n  column: age\n  min_valu: 0\n  max_value: 3',
      's.yml:7 expectations[0].kwargs.min_valu: unknown key. Did you mean "min_value"? (expect_column_values_to_be_between)',
    ],
    [
      'type: expect_column_values_to_be_between\nkwargs: { column: age }',
      's.yml:5 expectations[0].kwargs: expected min_value or max_value, got {"column":"age"}. (expect_column_values_to_be_between)',
    ],
    [
      'type: expect_column_mean_to_be_between\nkwargs:\n  column: age\n  min_value: "0"',
      's.yml:7 expectations[0].kwargs.min_value: expected a number, got "0". (expect_column_mean_to_be_between)',
    ],
    [
      'type: expect_column_values_to_not_be_null\nkwargs: { column: age, mostly: 95% }',
      's.yml:5 expectations[0].kwargs.mostly: expected a number, got "95%". Write 0.95 for 95 points. (expect_column_values_to_not_be_null)',
    ],
    [
      'type: expect_column_values_to_not_be_null\nkwargs: { column: age, mostly: 95 }',
      's.yml:5 expectations[0].kwargs.mostly: expected a number ≤ 1, got 95. Write 0.95 for 95 %. (expect_column_values_to_not_be_null)',
    ],
    [
      'type: expect_column_values_to_not_be_null\nkwargs: { column: age }\nseverity: error',
      's.yml:6 expectations[0].severity: expected one of "fail", "warn", got "error".',
    ],
    [
      'type: expect_column_values_to_not_be_null\nkwargs: { column: age }\nrow_condition: a > 1',
      's.yml:6 expectations[0].row_condition: unknown key. Did you mean "row-condition"?',
    ],
    [
      'type: expect_column_values_to_match_regex\nkwargs: { column: a, regex: "(a++)" }',
      's.yml:5 expectations[0].kwargs.regex: expected a pattern with no possessive quantifiers, got "(a++)". (expect_column_values_to_match_regex)',
    ],
    [
      'type: expect_column_values_to_match_strftime_format\nkwargs: { column: a, strftime_format: "%Q" }',
      's.yml:5 expectations[0].kwargs.strftime_format: expected a format that strptime reads, as %Y-%m-%d, got "%Q". (expect_column_values_to_match_strftime_format)',
    ],
    [
      'type: expect_column_values_to_match_json_schema\nkwargs: { column: a, json_schema: { unevaluatedItems: false } }',
      's.yml:5 expectations[0].kwargs.json_schema: expected a schema without unevaluatedItems, got {"unevaluatedItems":false}. (expect_column_values_to_match_json_schema)',
    ],
    [
      'type: expect_column_kl_divergence_to_be_less_than\nkwargs: { column: a, threshold: 1, partition_object: { values: [x], weights: [0.5] } }',
      's.yml:5 expectations[0].kwargs.partition_object: expected weights that add up to 1, got {"values":["x"],"weights":[0.5]}. (expect_column_kl_divergence_to_be_less_than)',
    ],
    [
      'type: expect_column_kl_divergence_to_be_less_than\nkwargs: { column: a, threshold: 1, partition_object: {} }',
      's.yml:5 expectations[0].kwargs.partition_object: expected {values, weights} or {bins, weights, tail_weights} whose weights add up to 1, got {}. (expect_column_kl_divergence_to_be_less_than)',
    ],
    [
      'type: expect_column_max_to_be_fresher_than\nkwargs: { column: a, max_age: yesterday }',
      's.yml:5 expectations[0].kwargs.max_age: expected an age such as 30m, 24h or 7d, got "yesterday". (expect_column_max_to_be_fresher_than)',
    ],
  ])('names line, path, value and what was expected in %j', (lines, message) => {
    expect(mistakesOf(withExpectation(lines))).toBe(`config-invalid\n${message}`);
  });

  it('tells all mistakes at once, and those of YAML too', () => {
    const two = withExpectation('type: nothing_at_all').concat('  - type: expect_column_to_exist\n');
    expect(mistakesOf(two).split('\n')).toHaveLength(3);
    expect(mistakesOf('kind: [')).toContain('s.yml:1 ');
    expect(mistakesOf(`${SUITE}version: 1\n`)).toContain('s.yml:16 version: the key stands twice. Remove one.');
    expect(mistakesOf('kind: tidegate.expectation-suite\nversion: 2\nexpectations: []')).toContain('expected 1, got 2');
    expect(mistakesOf('a: &a [*a]')).toContain('aliases');
    expect(mistakesOf('')).toContain('expected a mapping');
  });

  it('throws nothing but a refusal, whatever is done to the text', () => {
    const random = xoroshiro128plus(5);
    const signs = [...' \n\t:-[]{}"\'#&*!|>%@,0aé\0~'];
    for (let round = 0; round < 400; round += 1) {
      let text =
        round % 2 === 0
          ? SUITE
          : JSON.stringify({
              name: 'a',
              expectations: [
                {
                  type: 'expect_column_to_exist',
                  kwargs: { column: 'a', row_condition: 'a > 1', condition_parser: 'pandas' },
                },
              ],
            });
      for (let change = uniformInt(random, 1, 4); change > 0; change -= 1) {
        const at = uniformInt(random, 0, text.length);
        const sign = signs[uniformInt(random, 0, signs.length - 1)] ?? '';
        text = text.slice(0, at) + sign + text.slice(at + uniformInt(random, 0, 3));
      }
      expect(() => mistakesOf(text), JSON.stringify(text)).not.toThrow();
    }
  });

  it('reads a suite of thousands of expectations in reasonable time, and none beyond a limit', () => {
    const one = { type: 'expect_column_to_exist', kwargs: { column: 'a' } };
    const suite = { kind: 'tidegate.expectation-suite', version: 1, expectations: Array(5_000).fill(one) };
    expect(parseSuite(JSON.stringify(suite), 's.json').lines).toHaveLength(5_000);
    expect(mistakesOf('x'.repeat(5 * 1024 ** 2))).toContain('at most');
  });
});

it.each([
  ['expect_column_values_to_be_nul', 'expect_column_values_to_be_null'],
  ['expect_colum_values_to_be_in_set', 'expect_column_values_to_be_in_set'],
  ['expect_column_values_to_be_valid_email', undefined],
  ['expect_column_values_to_be_in_the_past', undefined],
])('suggests for %s only what it can mean', (type, near) => expect(nearestExpectation(type)).toBe(near));
