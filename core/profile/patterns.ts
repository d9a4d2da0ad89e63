import type { Dialect } from '../sql/dialect.ts';

/** What a text is made of, whatever its language; the first that fits. Expressions that RE2, PCRE and POSIX read alike. */
const PATTERNS = [
  ['empty', '^$'],
  ['blank', '^[[:space:]]+$'],
  ['number', '^[+-]?[0-9]+([.,][0-9]+)*$'],
  ['address', '^[^[:space:]@]+@[^[:space:]@]+[.][^[:space:]@]+$'],
  ['link', '^[a-z]+://[^[:space:]]+$'],
  ['code', '^[A-Z0-9_-]*[0-9][A-Z0-9_-]*$'],
  ['word', '^[^[:space:][:digit:]]+$'],
  ['one line', '^[^\n]+$'],
] as const;
export const LONGEST_PATTERN_NAME = 'several lines';
export const PATTERN_NAMES: readonly string[] = [...PATTERNS.map(([name]) => name), LONGEST_PATTERN_NAME];

/** The pattern of a text that is not NULL. */
export function patternOf(text: string, dialect: Dialect): string {
  const cases = PATTERNS.map(
    ([name, pattern]) => `WHEN ${dialect.matches(text, pattern)} THEN ${dialect.quoteText(name)}`,
  );
  return `CASE ${cases.join(' ')} ELSE ${dialect.quoteText(LONGEST_PATTERN_NAME)} END`;
}
