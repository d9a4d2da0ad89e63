import * as z from 'zod';
import { defineExpectation } from '../expectation.ts';
import { columnMap } from '../kwargs.ts';
import { mapColumn } from '../plan-map.ts';
import type { TableContext } from '../table-context.ts';
import { listed } from '../words.ts';

const escapeSign = z.string().length(1).optional();
const one = z.strictObject({ ...columnMap, like_pattern: z.string(), escape: escapeSign });
const several = z.strictObject({ ...columnMap, like_pattern_list: z.array(z.string()).min(1), escape: escapeSign });

export const valuesMatchLike = defineExpectation({
  type: 'expect_column_values_to_match_like_pattern',
  summary: 'Every value is like a SQL pattern: % is any text, _ any character.',
  kwargs: one,
  claim: ({ like_pattern }) => `values like ${listed([like_pattern])}`,
  plan: (kwargs, context) => like({ ...kwargs, patterns: [kwargs.like_pattern], join: ' OR ' }, context),
});

export const valuesNotMatchLike = defineExpectation({
  type: 'expect_column_values_to_not_match_like_pattern',
  summary: 'No value is like a SQL pattern.',
  kwargs: one,
  claim: ({ like_pattern }) => `values unlike ${listed([like_pattern])}`,
  plan: (kwargs, context) => like({ ...kwargs, patterns: [kwargs.like_pattern], not: 'NOT ', join: ' AND ' }, context),
});

export const valuesMatchLikeList = defineExpectation({
  type: 'expect_column_values_to_match_like_pattern_list',
  summary: 'Every value is like one of several SQL patterns, or all of them.',
  kwargs: several.extend({ match_on: z.enum(['any', 'all']).default('any') }),
  claim: ({ like_pattern_list, match_on }) => `values like ${match_on} of ${listed(like_pattern_list)}`,
  plan: (kwargs, context) =>
    like(
      { ...kwargs, patterns: kwargs.like_pattern_list, join: kwargs.match_on === 'any' ? ' OR ' : ' AND ' },
      context,
    ),
});

export const valuesNotMatchLikeList = defineExpectation({
  type: 'expect_column_values_to_not_match_like_pattern_list',
  summary: 'No value is like one of several SQL patterns.',
  kwargs: several,
  claim: ({ like_pattern_list }) => `values like none of ${listed(like_pattern_list)}`,
  plan: (kwargs, context) =>
    like({ ...kwargs, patterns: kwargs.like_pattern_list, not: 'NOT ', join: ' AND ' }, context),
});

interface LikeCheck {
  readonly column: string;
  readonly mostly: number;
  readonly patterns: readonly string[];
  readonly escape?: string | undefined;
  readonly not?: string;
  readonly join: string;
}

function like(
  { column, mostly, patterns, escape: sign, not = '', join }: LikeCheck,
  { column: find, dialect }: TableContext,
) {
  const facts = find(column);
  const ending = sign === undefined ? '' : ` ESCAPE ${dialect.quoteText(sign)}`;
  const conditions = patterns.map((pattern) => `${facts.text} ${not}LIKE ${dialect.quoteText(pattern)}${ending}`);
  return mapColumn(facts, conditions.join(join), mostly, dialect);
}
