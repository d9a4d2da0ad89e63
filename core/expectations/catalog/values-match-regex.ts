import * as z from 'zod';
import { defineExpectation } from '../expectation.ts';
import { columnMap } from '../kwargs.ts';
import { planPatterns } from '../pattern/plan-patterns.ts';
import { pythonRegex } from '../pattern/python-regex.ts';
import { listed } from '../words.ts';

const regex = pythonRegex;
const regexes = z.array(pythonRegex).min(1);

export const valuesMatchRegex = defineExpectation({
  type: 'expect_column_values_to_match_regex',
  summary: 'A regular expression is found somewhere in every value.',
  kwargs: z.strictObject({ ...columnMap, regex }),
  claim: ({ regex }) => `values that match ${listed([regex])}`,
  plan: (kwargs, context) => planPatterns({ ...kwargs, patterns: [kwargs.regex], on: 'any' }, context),
});

export const valuesNotMatchRegex = defineExpectation({
  type: 'expect_column_values_to_not_match_regex',
  summary: 'A regular expression is found in no value.',
  kwargs: z.strictObject({ ...columnMap, regex }),
  claim: ({ regex }) => `values that do not match ${listed([regex])}`,
  plan: (kwargs, context) => planPatterns({ ...kwargs, patterns: [kwargs.regex], on: 'none' }, context),
});

export const valuesMatchRegexList = defineExpectation({
  type: 'expect_column_values_to_match_regex_list',
  summary: 'One of several regular expressions is found in every value, or all of them.',
  kwargs: z.strictObject({ ...columnMap, regex_list: regexes, match_on: z.enum(['any', 'all']).default('any') }),
  claim: ({ regex_list, match_on }) => `values that match ${match_on} of ${listed(regex_list)}`,
  plan: (kwargs, context) => planPatterns({ ...kwargs, patterns: kwargs.regex_list, on: kwargs.match_on }, context),
});

export const valuesNotMatchRegexList = defineExpectation({
  type: 'expect_column_values_to_not_match_regex_list',
  summary: 'None of several regular expressions is found in a value.',
  kwargs: z.strictObject({ ...columnMap, regex_list: regexes }),
  claim: ({ regex_list }) => `values that match none of ${listed(regex_list)}`,
  plan: (kwargs, context) => planPatterns({ ...kwargs, patterns: kwargs.regex_list, on: 'none' }, context),
});
